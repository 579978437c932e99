"""The JSON outputs of akvlint for the samples and for repositories that use everything."""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess

import yaml

AKVLINT = os.environ["AKVLINT"]
PACKAGE = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = sorted(path.parent for path in PACKAGE.glob("samples/*/.gitlab-ci.yml"))
RULES = sorted(PACKAGE.glob("rules/*/*.yml"))
# PATH, because `diff` runs Git; no variables of a CI job.
ENVIRONMENT = {"PATH": os.environ["PATH"]}

CLIENT = "11111111-2222-3333-4444-555555555555"
TENANT = "66666666-7777-8888-9999-000000000000"

# Everything that can be written about a job, with names that JSON must escape and columns that need
# two UTF-16 code units.
EVERYTHING = """\
include:
  - ci/more.yml
  - {project: platform/ci, file: azure.yml}
  - {local: absent.yml}
default: {id_tokens: {SHARED: {aud: [https://gitlab.com, "other"]}}}
variables: {AZURE_CLIENT_ID: "11111111-2222-3333-4444-555555555555", EMPTY: {value: ""}, 数: "1"}
.base: &base
  script: [x, !reference [.lines, script]]
.lines: {script: [y]}
"d\\u00e9pl <&>\\"' \\u001b[31m 😀":
  <<: *base
  id_tokens: {AZURE_JWT: {aud: $AUDIENCE}}
  secrets:
    😀PASSWORD: {azure_key_vault: {name: password, version: 3f2a9c1b-7d4e-4a68-9b0c-5e1d2f3a4b5c}, token: $AZURE_JTW}
    FILE: {azure_key_vault: {name: "a-$UNKNOWN"}, token: $AZURE_JWT, file: false}
providers:
  extends: .base
  parallel: {matrix: [{REGION: [a, b]}]}
  secrets:
    A: {vault: team/db/password@ops, token: $SHARED}
    B: {vault: {engine: {name: kv-v1, path: p}, path: q, field: f}, token: $SHARED}
    C: {gcp_secret_manager: {name: n}, token: $SHARED}
    D: {aws_secrets_manager: "id#field", token: $SHARED}
    E: {aws_secrets_manager: {secret_id: i, region: r, version_stage: s}, token: $SHARED}
    F: {gitlab_secrets_manager: {name: n, source: group/x}}
sign-in:
  id_tokens: {T: {aud: api://AzureADTokenExchange}}
  script:
    - az login --service-principal -u 11111111-2222-3333-4444-555555555555 -t 66666666-7777-8888-9999-000000000000 --federated-token "$T"
    - az login --service-principal -u "$(cat id)" -t x --federated-token "$(./token)"
silenced:
  script: x
  id_tokens: {A: {aud: https://gitlab.com}}
  secrets:
    # akvlint: ignore[AKV202] the runner sets it
    S: {azure_key_vault: {name: n}, token: $B}
start: {trigger: {include: child.yml}}
elsewhere: {trigger: {project: acme/other}}
"""
CHILD = """\
deploy:
  script: x
  id_tokens: {T: {aud: https://gitlab.com}}
  secrets: {S: {azure_key_vault: {name: n}, token: $T}}
"""


def configuration(credentials, **more):
    return json.dumps({
        "gitlab": {"url": "https://gitlab.com", "project": "acme/shop", "project_id": 42,
                   "default_branch": "main", "protected": {"branches": ["main"], "tags": ["v*"]},
                   "sub_claim": ["project_path", "ref_type", "ref"]},
        "azure": {"identities": [
            {"client_id": CLIENT, "tenant_id": TENANT, "credentials": credentials}]},
        "variables": [
            {"key": "AZURE_KEY_VAULT_SERVER_URL", "value": "https://acme-shop.vault.azure.net"},
            {"key": "AZURE_CLIENT_ID", "value": CLIENT}, {"key": "AZURE_TENANT_ID", "value": TENANT}],
        **more})


def credential(name, ref=None, **more):
    subject = f"project_path:acme/shop:ref_type:{ref}"
    return {"name": name, "issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"],
            **({"subject": subject} if ref else {}), **more}


EXPRESSION = {"claimsMatchingExpression": {
    "languageVersion": 1, "value": "claims['sub'] matches 'project_path:acme/shop:*'"}}
BEFORE = [credential("main", "branch:ref:main"), credential("broad", **EXPRESSION),
          credential("old", "branch:ref:old")]
AFTER = [credential("main", "tag:ref:v1.0.0")]


def jobs(*names, name="database-password", audience="https://gitlab.com"):
    return json.dumps({job: {
        "script": "x", "id_tokens": {"T": {"aud": audience}},
        "secrets": {"S": {"azure_key_vault": {"name": name, "version": None}, "token": "$T"}},
    } for job in names})


REPOSITORIES = {
    "everything": {".gitlab-ci.yml": EVERYTHING, "ci/more.yml": "more: {script: y}\n",
                   "child.yml": CHILD, ".akvlint.yml": configuration(
                       BEFORE, profile="strict", exclude=["old/**"], rules={"AKV209": "error"},
                       paths=[{"match": "ci/**", "ignore": ["all"]}], rule_packs=["policies"]),
                   "policies/SHOP001-short-name.yml":
                       "id: SHOP001\nname: short-name\nfor: secret\nassert: 'false'\n"
                       "message: too short\ntitle: A short name\n"},
    "refused": {".gitlab-ci.yml": "a: {script: x, stage: 😀}\n"},
    "damaged": {".gitlab-ci.yml": "a: {script: [\n"},
    "misconfigured": {".gitlab-ci.yml": "a: {script: x}\n", ".akvlint.yml": "unknown: 1\n"},
    "clean": {".gitlab-ci.yml": "a: {script: x}\n"},
}
DAY = {"date": "2026-11-20"}
SNAPSHOT = {
    "schema": 1, **DAY,
    "gitlab": {
        **DAY, "url": "https://gitlab.com", "project": "acme/shop", "project_id": 42,
        "version": "18.9", "tier": "premium",
        "pipeline_variables_minimum_override_role": "maintainer", "default_branch": "main",
        "protected_branches": ["main", "release/*"], "protected_tags": ["v*"],
        "sub_claim": ["project_path", "ref_type", "ref"], "lint": {**DAY, "valid": False, "errors": ["x"]},
        "variables_complete": False, "variables": [
            {"key": "AZURE_CLIENT_ID", "value": CLIENT, "protected": True, "environment_scope": "*",
             "variable_type": "env_var", "masked": False, "hidden": False, "raw": True,
             "description": "x"}]},
    "issuers": [{**DAY, "url": "https://gitlab.com", "problem": "x"}],
    "tenants": [{**DAY, "id": TENANT, "exists": True}],
    "identities": [
        {**DAY, "client_id": CLIENT, "tenant_id": TENANT, "object_id": CLIENT, "exists": True,
         "service_principal": True, "credentials": [
             {"id": "x", "description": "x", **BEFORE[0]}, {**BEFORE[1], "subject": ""}]}],
    "vaults": [
        {**DAY, "url": "https://acme-shop.vault.azure.net", "exists": True, "tenant_id": TENANT,
         "denied": [{"client_id": CLIENT, "secret": "n", "code": "ForbiddenByRbac", "message": "x"}],
         "secrets": [{"name": "n", "deleted": True, "versions": [
             {"id": "3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c", "enabled": True, "created": "2026-01-01",
              "expires": "2027-01-01", "not_before": "2026-01-01"}]}]}],
    "exchanges": [
        {**DAY, "token": "T", "client_id": CLIENT, "code": "AADSTS700213", "message": "x"}],
}
LOG = """\
Getting secrets...
ERROR: Job failed (system failure): resolving secrets: AADSTS700213: No matching federated identity \
record found for presented assertion subject 'project_path:acme/shop:ref_type:tag:ref:v1.0.0'.
ERROR: AADSTS999999: something new. Trace ID: 7c1f2a90-1a2b-4c3d-8e4f-0123456789ab
"""


def write(folder, files):
    for name, text in {".git/HEAD": "ref: refs/heads/main\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Outputs:
    """The documents, by the name of their schema."""

    def __init__(self, folder):
        self.folder = folder
        self.documents = {}
        repositories = [write(folder / name, files) for name, files in REPOSITORIES.items()]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            # A list, because only that raises what a call raised.
            list(pool.map(self.add_pipeline, SAMPLES + repositories))
        self.add_checks(write(folder / "absent", {}))
        self.add_rules()
        self.add_changes()
        self.add_fleet()
        self.documents["snapshot"] = list(snapshots())

    def run(self, root, *arguments, input=""):
        done = subprocess.run([AKVLINT, *map(str, arguments)], cwd=root, env=ENVIRONMENT,
                              input=input.encode(), capture_output=True)
        # Only a wrong configuration may be a usage error.
        assert done.returncode in (0, 1, 3) or root.name == "misconfigured", done.stderr
        return done.stdout.decode()

    def add(self, schema, text):
        """Adds a document; a call that could not be carried out has none."""
        if text:
            self.documents.setdefault(schema, []).append(json.loads(text))

    def add_checks(self, root):
        lines = self.folder / f"{root.name}.jsonl"
        report = self.run(root, "check", "--root", root, "--format", "json",
                          "--output", f"jsonl={lines}", ".")
        self.add("findings", report)
        for line in lines.read_text(encoding="utf-8").splitlines():
            self.add("finding-line", line)
        self.add("statistics",
                 self.run(root, "check", "--root", root, "--statistics", "--format", "json", "."))
        path = self.folder / f"{root.name}.json"
        self.run(root, "check", "--root", root, "--write-baseline", path, ".")
        self.add("baseline", path.read_text() if path.exists() else "")
        path.write_text(report)
        self.add("findings", self.run(root, "merge", path, path))

    def add_pipeline(self, root):
        self.add_checks(root)
        place = ["--root", root]
        self.add("predictions", self.run(root, "predict", *place, "--format", "json"))
        shares = [self.folder / f"{root.name}-{number}.json" for number in (1, 2)]
        for number, share in enumerate(shares, start=1):
            share.write_text(
                self.run(root, "predict", *place, "--format", "json", "--shard", f"{number}/2"))
            self.add("predictions", share.read_text())
        self.add("predictions", self.run(root, "merge", *shares))
        self.add("credentials", self.run(root, "credentials", *place, "--format", "json"))
        self.add("model", self.run(root, "model", *place))
        self.add("model", self.run(root, "model", *place, "--spans"))
        self.add("includes", self.run(root, "includes", "list", *place, "--format", "json"))
        self.add("settings", self.run(root, "config", "show", *place, "--format", "json"))
        log = root / "job.log"
        text = log.read_text(encoding="utf-8") if log.exists() else LOG
        self.add("diagnosis", self.run(root, "diagnose", *place, "--format", "json", input=text))

    def add_rules(self):
        self.add("rules", self.run(self.folder, "rules", "list", "--format", "json"))
        self.add("rules", self.run(self.folder / "everything", "rules", "list", "--format", "json"))

    def add_changes(self):
        root = self.folder / "change"
        before = {".gitlab-ci.yml": jobs("build", "deploy", "gone"),
                  ".akvlint.yml": configuration(BEFORE)}
        after = {".gitlab-ci.yml": json.dumps({
                     **json.loads(jobs("build", "renamed")),
                     **json.loads(jobs("new", name="other", audience="other")),
                     "sign-in": {"id_tokens": {"T": {"aud": "https://gitlab.com"}}, "script":
                         f"az login --service-principal -u {CLIENT} -t {TENANT} --federated-token $T"}}),
                 ".akvlint.yml": configuration(AFTER)}
        root.mkdir()
        git(root, "init", "--quiet", "--initial-branch", "main")
        renamed = {".gitlab-ci.yml": after[".gitlab-ci.yml"].replace("build", "compile")}
        for files in (before, after, renamed):
            for name, text in files.items():
                (root / name).write_text(text)
            git(root, "add", ".")
            git(root, "commit", "--quiet", "--message", "x")
        for revisions in (["HEAD~2", "HEAD~1"], ["HEAD~1", "HEAD~2"], ["HEAD~1"], ["HEAD", "HEAD"]):
            self.add("changes", self.run(root, "diff", *revisions, "--format", "json"))

    def add_fleet(self):
        fleet, later = self.folder / "fleet", self.folder / "later"
        for folder in (fleet, later):
            for sample in SAMPLES:
                shutil.copytree(sample, folder / "samples" / sample.name)
        for folder, credentials in ((fleet, BEFORE), (later, [credential("old", "tag:ref:old")])):
            for name, files in REPOSITORIES.items():
                files = {key: text for key, text in files.items() if key != ".akvlint.yml"}
                write(folder / "acme" / name, files)
            write(folder / "acme/shop", {".gitlab-ci.yml": jobs("build", "deploy"),
                                         ".akvlint.yml": configuration(credentials)})
        write(later / "acme/added", {".gitlab-ci.yml": jobs("deploy")})
        shutil.rmtree(later / "acme/clean")
        options = ["--format", "json"]
        report = self.folder / "fleet.json"
        report.write_text(self.run(fleet, "fleet", fleet, *options))
        reports = [report.read_text(), self.run(fleet, "merge", report, report),
                   self.run(fleet, "fleet", later, *options, "--base", report)]
        for text in reports:
            self.add("fleet", text)
        for uses in ["secret:acme-shop/database-password", f"credential:{CLIENT}/main",
                     f"application:{CLIENT}", "audience:https://gitlab.com", "audience:nobody"]:
            self.add("fleet-uses", self.run(fleet, "fleet", fleet, *options, "--uses", uses))


def git(root, *arguments):
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments],
                   cwd=root, env={**ENVIRONMENT, "HOME": str(root)}, check=True)


def snapshots():
    """Snapshots as people write them: one with everything, and those in the examples of rules."""
    yield SNAPSHOT
    for rule in RULES:
        for examples in yaml.safe_load(rule.read_text(encoding="utf-8"))["examples"].values():
            for example in examples:
                text = example["files"].get(".akvlint.snapshot.json")
                if text:
                    yield json.loads(text.replace("«", "").replace("»", ""))
