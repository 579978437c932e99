"""Microsoft's and GitLab's own clients, unchanged, against AzureSandbox through its proxy.

Run by `make test-sandbox`, which starts this behind the proxy with the environment it prints.
"""

import os

import gitlab
import pytest
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceNotFoundError,
    ServiceRequestError,
)
from azure.identity import ClientAssertionCredential
from azure.keyvault.secrets import SecretClient

TENANT = "66666666-7777-8888-9999-000000000000"
CLIENT = "11111111-2222-3333-4444-555555555555"


def credential(token="GOOD", tenant=TENANT, client=CLIENT, **options):
    return ClientAssertionCredential(tenant, client, lambda: os.environ[token], **options)


def vault(name="acme-shop", **arguments):
    return SecretClient(f"https://{name}.vault.azure.net", credential(**arguments))


# The exchange


def test_an_id_token_is_exchanged():
    token = credential().get_token("https://vault.azure.net/.default")
    assert token.token.count(".") == 2


def test_an_expression_matches_a_tag():
    assert credential("TAG").get_token("https://vault.azure.net/.default").token


def test_a_managed_identity_is_found():
    managed = "33333333-4444-5555-6666-777777777777"
    assert credential(client=managed).get_token("https://vault.azure.net/.default").token


@pytest.mark.parametrize(
    "code, arguments",
    [
        ("AADSTS700213", {"token": "OTHER_BRANCH"}),
        ("AADSTS7002138", {"token": "OTHER_CASE"}),
        ("AADSTS700212", {"token": "OTHER_AUDIENCE"}),
        ("AADSTS700211", {"token": "OTHER_ISSUER"}),
        ("AADSTS700024", {"token": "EXPIRED"}),
        ("AADSTS700027", {"token": "FORGED"}),
        ("AADSTS50027", {"token": "PATH"}),
        ("AADSTS700016", {"client": "99999999-8888-7777-6666-555555555555"}),
        ("AADSTS700016", {"client": "22222222-3333-4444-5555-666666666666"}),
        ("AADSTS90002", {"tenant": "12345678-1234-1234-1234-123456789012"}),
    ],
)
def test_a_refusal_has_its_code(code, arguments):
    with pytest.raises((ClientAuthenticationError, ValueError)) as error:
        credential(**arguments).get_token("https://vault.azure.net/.default")
    assert f"{code}:" in str(error.value) or code.removeprefix("AADSTS") in str(error.value)


@pytest.mark.parametrize(
    "code, scope",
    [
        ("AADSTS500011", "https://acme-shop.vault.azure.net/.default"),
        ("AADSTS1002012", "https://vault.azure.net"),
    ],
)
def test_a_wrong_scope_has_its_code(code, scope):
    with pytest.raises(ClientAuthenticationError, match=code):
        credential().get_token(scope)


# Key Vault


def test_a_value_is_read():
    assert vault().get_secret("database-password").value == "correct horse"


def test_the_newest_version_is_meant_by_none():
    secret = vault().get_secret("database-password")
    assert secret.properties.version == "0123456789abcdef0123456789abcdef"
    older = vault().get_secret("database-password", "00000000000000000000000000000000")
    assert older.value == "outdated"
    assert older.properties.expires_on.year == 2022


def test_versions_come_in_pages():
    versions = list(vault().list_properties_of_secret_versions("rotated"))
    assert len(versions) == 30
    assert len({version.version for version in versions}) == 30


def test_a_secret_that_is_not_there_has_no_versions():
    assert list(vault().list_properties_of_secret_versions("nothing")) == []
    with pytest.raises(ResourceNotFoundError) as error:
        vault().get_secret("nothing")
    assert error.value.error.code == "SecretNotFound"


def test_secrets_are_listed_without_deleted_ones():
    names = [secret.name for secret in vault().list_properties_of_secrets()]
    assert names == ["database-password", "signing-key", "rotated"]
    assert [secret.name for secret in vault().list_deleted_secrets()] == ["licence"]


def test_a_disabled_version_is_refused():
    with pytest.raises(HttpResponseError) as error:
        vault().get_secret("signing-key")
    assert error.value.status_code == 403
    assert error.value.error.innererror["code"] == "SecretDisabled"


@pytest.mark.parametrize(
    "name, inner",
    [
        ("acme-firewall", "ForbiddenByFirewall"),
        ("acme-private", "ForbiddenByConnection"),
        ("acme-reader", "ForbiddenByRbac"),
    ],
)
def test_a_refusal_has_its_inner_code(name, inner):
    with pytest.raises(HttpResponseError) as error:
        vault(name).get_secret("database-password")
    assert error.value.status_code == 403
    assert error.value.error.innererror["code"] == inner


def test_metadata_and_values_are_two_permissions():
    reader = vault("acme-reader").list_properties_of_secret_versions("database-password")
    assert len(list(reader)) == 1
    assert vault("acme-policies").get_secret("database-password").value
    with pytest.raises(HttpResponseError) as error:
        list(vault("acme-policies").list_properties_of_secret_versions("database-password"))
    assert error.value.error.innererror["code"] == "AccessDenied"


def test_a_vault_of_another_tenant_names_it():
    # The client finds the vault's tenant in the challenge, as GitLab Runner's does.
    with pytest.raises(ClientAuthenticationError, match="77777777-8888-9999-0000-111111111111"):
        vault("acme-elsewhere").get_secret("database-password")


def test_the_client_waits_when_asked_to():
    with pytest.raises(ResourceNotFoundError):
        vault().get_secret("throttled")


def test_a_vault_that_is_not_there_cannot_be_reached():
    client = SecretClient("https://acme-nowhere.vault.azure.net", credential(), retry_total=0)
    with pytest.raises(ServiceRequestError):
        client.get_secret("database-password")


# GitLab


@pytest.fixture
def instance():
    return gitlab.Gitlab(
        os.environ["AKVLINT_GITLAB_URL"], private_token=os.environ["AKVLINT_GITLAB_TOKEN"]
    )


def test_the_version_is_told(instance):
    assert instance.version() == ("18.9.0-ee", "5a6db0c5")


def test_a_project_is_found(instance):
    project = instance.projects.get("acme/shop")
    assert project.default_branch == "trunk"
    assert project.ci_id_token_sub_claim_components == ["project_path", "ref_type", "ref"]
    assert instance.projects.get(project.id).path_with_namespace == "acme/shop"


def test_variables_come_in_pages(instance):
    project = instance.projects.get("acme/shop")
    keys = [variable.key for variable in project.variables.list(per_page=1, iterator=True)]
    assert keys == ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "REGION"]
    group = instance.groups.get("acme", lazy=True)
    assert [variable.key for variable in group.variables.list(get_all=True)] == [
        "AZURE_KEY_VAULT_SERVER_URL"
    ]


def test_protected_refs_are_listed(instance):
    project = instance.projects.get("acme/shop")
    branches = [branch.name for branch in project.protectedbranches.list(get_all=True)]
    assert branches == ["trunk", "release/*"]
    assert [tag.name for tag in project.protectedtags.list(get_all=True)] == ["v*"]


def test_the_lint_api_gives_its_verdict(instance):
    assert instance.projects.get("acme/shop").ci_lint.get().valid
    verdict = instance.projects.get("acme/broken").ci_lint.create({"content": "x"})
    assert verdict.errors == ["jobs config should contain at least one visible job"]


def test_a_file_is_read_raw(instance):
    project = instance.projects.get("acme/shop")
    assert b"./deploy.sh" in project.files.raw(".gitlab-ci.yml", ref="trunk")


def test_a_wrong_token_is_refused():
    stranger = gitlab.Gitlab(os.environ["AKVLINT_GITLAB_URL"], private_token="glpat-wrong")
    with pytest.raises(gitlab.exceptions.GitlabAuthenticationError):
        stranger.projects.get("acme/shop")


def test_a_project_that_is_not_there_is_not_found(instance):
    with pytest.raises(gitlab.exceptions.GitlabGetError, match="404"):
        instance.projects.get("acme/nothing")
