"""Plans of credentials, read by programs that know their languages: ShellCheck, Bash and python-hcl2."""

import json
import os
import pathlib
import subprocess

import hcl2
import pytest

AKVLINT = os.environ["AKVLINT"]
SAMPLES = pathlib.Path(__file__).resolve().parents[3] / "samples"
CLIENT = "11111111-2222-3333-4444-555555555555"
RESOURCE = (
    "/subscriptions/55555555-0000-0000-0000-000000000000/resourceGroups/shop/providers"
    "/Microsoft.ManagedIdentity/userAssignedIdentities/shop-deploy"
)
# Texts that mean something to a shell, to Terraform, or to a terminal.
HOSTILE = "x'\"; $(touch pwned) `id` ${HOME} %{if true} \\ \n} resource \""
PIPELINE = """
.job:
  script: x
  id_tokens: {T: {aud: https://gitlab.com}}
  secrets: {S: {azure_key_vault: {name: n-1}, token: $T}}
deploy:
  extends: .job
  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
release:
  extends: .job
  rules: [{if: $CI_COMMIT_TAG}]
"""


def credentials():
    """One that is kept, one that is narrowed, and one with a hostile name that is removed."""
    return [
        {"name": "main", "issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"],
         "subject": "project_path:acme/shop:ref_type:branch:ref:main"},
        {"name": "broad", "issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"],
         "claimsMatchingExpression": {
             "languageVersion": 1, "value": "claims['sub'] matches 'project_path:acme/shop:*'"}},
        {"name": HOSTILE, "issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"],
         "subject": f"project_path:acme/shop:{HOSTILE}"},
    ]


@pytest.fixture(params=["application", "managed_identity", "looked_up"])
def repository(request, tmp_path):
    """A repository whose plan has every action, for each kind of identity."""
    identity = {"client_id": CLIENT, "credentials": credentials(),
                "kind": "application" if request.param == "application" else "managed_identity"}
    if request.param == "managed_identity":
        identity["resource_id"] = RESOURCE
    configuration = {
        "gitlab": {"url": "https://gitlab.com", "project": "acme/shop", "project_id": 42,
                   "default_branch": "main", "protected": {"branches": ["main"], "tags": ["v*"]}},
        "azure": {"identities": [identity]},
        "variables": [
            {"key": "AZURE_KEY_VAULT_SERVER_URL", "value": "https://acme-shop.vault.azure.net"},
            {"key": "AZURE_CLIENT_ID", "value": CLIENT},
            {"key": "AZURE_TENANT_ID", "value": "66666666-7777-8888-9999-000000000000"},
        ],
        "scenarios": [{"name": "hostile", "ref": f"refs/tags/{HOSTILE}"},
                      {"name": "preview", "ref": "refs/tags/preview"}],
    }
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".gitlab-ci.yml").write_text(PIPELINE)
    (tmp_path / ".akvlint.yml").write_text(json.dumps(configuration))
    return tmp_path


SELECTION = "default-branch,schedule,hostile,tag"


def plan(folder, form, *options):
    done = subprocess.run(
        [AKVLINT, "credentials", "--format", form, *options], cwd=folder, text=True,
        capture_output=True)
    # 3: the pipeline includes a file that does not exist; the plan is that of the rest.
    assert done.returncode in (0, 3), done.stderr
    return done.stdout


def test_every_action_is_in_the_plan(repository):
    document = json.loads(plan(repository, "json", "--for", SELECTION))
    (application,) = document["applications"]
    actions = {item["action"] for item in application["credentials"]}
    assert actions == {"keep", "add", "remove", "narrow"}


@pytest.mark.parametrize("selection", [[], ["--for", SELECTION], ["--for", "deploy@schedule"]])
def test_scripts_are_accepted(repository, selection):
    script = repository / "credentials.sh"
    script.write_text(plan(repository, "az", *selection))
    subprocess.run(["bash", "-n", script], check=True)
    checked = subprocess.run(["shellcheck", script], text=True, capture_output=True)
    assert checked.returncode == 0, checked.stdout + script.read_text()


@pytest.mark.parametrize("selection", [[], ["--for", SELECTION]])
def test_terraform_is_read(repository, selection):
    text = plan(repository, "terraform", *selection)
    document = hcl2.loads(text)
    resources = {kind.strip('"') for block in document["resource"] for kind in block}
    expected = {"azurerm_role_assignment"}
    if json.loads((repository / ".akvlint.yml").read_text())["azure"]["identities"][0]["kind"] \
            == "application":
        expected.add("azuread_application_federated_identity_credential")
    else:
        expected.add("azurerm_federated_identity_credential")
    assert expected <= resources
    assert len(document["import"]) >= 1
    # No text of the repository became a block or an attribute of its own.
    assert set(document) <= {"resource", "data", "import", "variable", "__comments__"}


PIPELINES = sorted(path.parent.name for path in SAMPLES.glob("*/.gitlab-ci.yml"))


@pytest.mark.parametrize("sample", PIPELINES)
def test_samples(sample, tmp_path):
    pipeline = SAMPLES / sample / ".gitlab-ci.yml"
    place = ["--root", str(SAMPLES / sample), str(pipeline)]
    script = tmp_path / "credentials.sh"
    script.write_text(plan(tmp_path, "az", *place))
    checked = subprocess.run(["shellcheck", script], text=True, capture_output=True)
    assert checked.returncode == 0, checked.stdout
    hcl2.loads(plan(tmp_path, "terraform", *place))
