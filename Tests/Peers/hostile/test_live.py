"""A hostile branch in live mode, against a proxy that plays every host and records what it receives.

`make test-hostile-live`, with AKVLINT naming a binary that has live mode.
"""

import base64
import json
import os
import subprocess
import time

import pytest

from conftest import AKVLINT, GOOD
from proxy import Proxy, response

GITLAB_TOKEN = "glpat-operator-0123456789"
JOB_TOKEN = "glcbt-job-0123456789"
TENANT = "66666666-7777-8888-9999-000000000000"
CLIENT = "11111111-2222-3333-4444-555555555555"


def jwt(**claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'RS256'})}.{part(claims)}.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw"


GRAPH = jwt(aud="https://graph.microsoft.com", sub="operator")
VAULT = jwt(aud="https://vault.azure.net", sub="operator")


def id_token(audience="https://gitlab.example.com", project="a/b", issuer="https://gitlab.example.com"):
    return jwt(aud=audience, project_path=project, iss=issuer, job_id="1", sub=f"project_path:{project}:ref_type:branch:ref:x")


def environment(proxy, **more):
    return proxy.environment | {
        "CI": "true", "CI_SERVER_URL": "https://gitlab.example.com", "CI_PROJECT_PATH": "a/b",
        "CI_COMMIT_SHA": "0" * 40, "CI_JOB_TOKEN": JOB_TOKEN, "AKVLINT_GITLAB_TOKEN": GITLAB_TOKEN,
        "AKVLINT_AZURE_TOKEN_GRAPH": GRAPH, "AKVLINT_AZURE_TOKEN_VAULT": VAULT, "AKVLINT_LIVE_TIMEOUT": "5",
    } | more


PIPELINE = f"""\
variables:
  AZURE_CLIENT_ID: {CLIENT}
  AZURE_TENANT_ID: {TENANT}
  AZURE_KEY_VAULT_SERVER_URL: https://shop.vault.azure.net
deploy:
  script: x
  id_tokens: {{AZURE_JWT: {{aud: https://gitlab.example.com}}}}
  secrets: {{PASSWORD: {{azure_key_vault: {{name: password}}, token: $AZURE_JWT}}}}
"""


@pytest.fixture
def proxy(tmp_path):
    folder = tmp_path / "proxy"
    folder.mkdir()
    proxy = Proxy(folder)
    yield proxy
    proxy.close()


def run(repository, proxy, *arguments, **more):
    outcome = repository.run("check", "--live=gitlab,entra,vault", "-v", *arguments, environment=environment(proxy, **more))
    for secret in (GITLAB_TOKEN, JOB_TOKEN, GRAPH, VAULT):
        assert secret not in outcome.text
    return outcome


@pytest.fixture(autouse=True)
def statuses(monkeypatch):
    """Live mode may also end with 4."""
    from conftest import Repository, launch

    def run(self, *arguments, **how):
        how.setdefault("folder", self.path)
        outcome = launch(arguments, **how)
        assert outcome.status in (0, 1, 2, 3, 4), (outcome.status, outcome.text[-2000:])
        # Live mode gets 5 seconds, and this is a debug build, which takes ten times as long as a release.
        assert outcome.seconds < 20 and outcome.mebibytes < 512, (outcome.seconds, outcome.mebibytes)
        return outcome

    monkeypatch.setattr(Repository, "run", run)


@pytest.mark.parametrize("cloud", ["usgovernment", "china", "france"])
def test_the_branch_does_not_choose_the_cloud(repository, proxy, cloud):
    repository.write(".gitlab-ci.yml", PIPELINE)
    repository.write(".akvlint.yml", f"azure: {{cloud: {cloud}}}\n")
    outcome = run(repository, proxy, AZURE_JWT=id_token())
    assert not [host for host in proxy.hosts if host != "gitlab.example.com"], proxy.hosts
    assert "AKVLINT_AZURE_CLOUD" in outcome.text


def test_a_token_of_another_cloud_is_not_sent(repository, proxy):
    repository.write(".gitlab-ci.yml", PIPELINE)
    repository.write(".akvlint.yml", "azure: {cloud: china}\n")
    outcome = run(repository, proxy, AKVLINT_AZURE_CLOUD="china")
    assert outcome.status == 2
    assert not proxy.requests


@pytest.mark.parametrize("include", ["{project: hr/private, file: x.yml}", "{component: gitlab.example.com/hr/private/x@1.0.0}"])
def test_private_projects_are_read_with_the_job_s_token(repository, proxy, include):
    proxy.answers["gitlab.example.com"] = lambda request: (
        response("200", "hidden: {token: TOP-SECRET}\nTOP-SECRET: {script: x, scrip: y}\n") if "/raw" in request.path else response("404"))
    repository.write(".gitlab-ci.yml", f"include: {include}\n" + GOOD)
    outcome = run(repository, proxy)
    for request in proxy.requests:
        if "hr%2Fprivate" in request.path or "hr%2fprivate" in request.path:
            assert GITLAB_TOKEN not in request.text
            assert request.headers.get("job-token") == JOB_TOKEN
    assert "hidden: {token" not in outcome.text


@pytest.mark.parametrize("url", ["https://169.254.169.254", "https://metadata.google.internal", "https://10.0.0.1", "https://localhost", "https://db.lan"])
def test_issuers_are_public(repository, proxy, url):
    repository.write(".gitlab-ci.yml", PIPELINE)
    repository.write(".akvlint.yml", f"gitlab: {{url: {url}, project: a/b}}\n")
    run(repository, proxy)
    assert url.removeprefix("https://") not in proxy.hosts


@pytest.mark.parametrize("token", [
    id_token(audience="https://vault.internal"), id_token(project="c/d"), id_token(issuer="https://other.example.com"),
    id_token(audience=["https://gitlab.example.com", "x"]), jwt(aud="https://gitlab.example.com", sub="x"),
], ids=["audience", "project", "issuer", "audiences", "not of a job"])
def test_only_the_job_s_own_id_token_is_exchanged(repository, proxy, token):
    repository.write(".gitlab-ci.yml", PIPELINE)
    run(repository, proxy, AZURE_JWT=token)
    assert not proxy.received(token)


def test_the_job_s_id_token_is_exchanged(repository, proxy):
    repository.write(".gitlab-ci.yml", PIPELINE)
    token = id_token()
    run(repository, proxy, AZURE_JWT=token)
    assert {request.host for request in proxy.received(token)} == {"login.microsoftonline.com"}


@pytest.mark.parametrize("status", ["200", "400", "401", "403", "404", "500"])
def test_tokens_that_a_server_repeats_are_hidden(repository, proxy, status):
    def repeat(request):
        text = " ".join(request.headers.values()) + request.body.decode()
        secret = request.headers.get("private-token") or request.headers.get("authorization", "")[7:] or text
        return response(status, json.dumps({
            "message": secret, "error": {"code": "Forbidden", "message": secret, "innererror": {"code": secret}},
            "error_description": f"AADSTS700213: {secret} {text}", "issuer": secret, "default_branch": secret,
            "path_with_namespace": secret, "version": secret, "value": [{"id": secret, "name": secret, "displayName": secret}]}))

    proxy.default = repeat
    for host in ("gitlab.example.com", "login.microsoftonline.com", "graph.microsoft.com", "shop.vault.azure.net"):
        proxy.answers[host] = repeat
    repository.write(".gitlab-ci.yml", PIPELINE)
    token = id_token()
    for format in ("text", "json"):
        outcome = run(repository, proxy, "--format", format, AZURE_JWT=token)
        assert token not in outcome.text


@pytest.mark.parametrize("status", ["000", "001", "099", "100", "101", "199", "600", "999", "xyz", "-1", ""])
@pytest.mark.parametrize("host", ["gitlab.example.com", "login.microsoftonline.com", "graph.microsoft.com"])
def test_odd_statuses(repository, proxy, status, host):
    proxy.answers[host] = response(status)
    repository.write(".gitlab-ci.yml", PIPELINE)
    run(repository, proxy, AZURE_JWT=id_token())


BODIES = {
    "endless headers": b"HTTP/1.1 200 x\r\n" + b"a: b\r\n" * 200_000,
    "no end": b"HTTP/1.1 200 x\r\ncontent-length: 100\r\n\r\nx",
    "a wrong length": b"HTTP/1.1 200 x\r\ncontent-length: -1\r\n\r\nx",
    "two lengths": b"HTTP/1.1 200 x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxy",
    "a huge length": b"HTTP/1.1 200 x\r\ncontent-length: 99999999999999999999\r\n\r\nx",
    "chunks": b"HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n",
    "a huge chunk": b"HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx",
    "no HTTP": b"SSH-2.0-x\r\n\r\n",
    "nulls": response("200", "[" + "null," * 1_500_000 + "null]"),
    "levels": response("200", "[" * 1_000_000),
    "a long text": response("200", json.dumps({"message": "x" * 7_000_000})),
    "a redirect": response("302", headers=["location: https://attacker.example/"]),
    "too much": response("200", b"x" * 9 * 1_048_576),
}


@pytest.mark.parametrize("name", BODIES)
def test_odd_answers(repository, proxy, name):
    proxy.default = BODIES[name]
    repository.write(".gitlab-ci.yml", PIPELINE)
    run(repository, proxy, AZURE_JWT=id_token())
    assert "attacker.example" not in proxy.hosts


@pytest.mark.parametrize("size", [8 * 1_048_576 - 100, 2 * 1_048_576 - 100])
def test_many_big_includes(repository, proxy, size):
    body = b"# " + b"x" * (size - 30) + b"\n.a: {script: x}\n"
    proxy.answers["gitlab.example.com"] = lambda request: response("200", body) if "/raw" in request.path else response("404")
    repository.write(".gitlab-ci.yml", "include:\n" + "".join(f"  - {{project: a/c, file: x{n}.yml}}\n" for n in range(149)) + GOOD)
    run(repository, proxy)


def test_nothing_is_composed_after_the_end(repository, proxy):
    heavy = ".t: {variables: {" + "".join(f"A{n}: b, " for n in range(1_000)) + "}}\n" + "".join(f".h{n}: {{extends: .t, script: x}}\n" for n in range(400))
    count = iter(range(1_000_000))

    def answer(request):
        if "/raw" not in request.path:
            return response("404")
        time.sleep(0.2)
        return response("200", f"include: {{project: a/c, file: y{next(count)}.yml}}\n")

    proxy.answers["gitlab.example.com"] = answer
    repository.write("heavy.yml", heavy)
    repository.write(".gitlab-ci.yml", "include: [heavy.yml, {project: a/c, file: x.yml}]\n" + GOOD)
    started = time.monotonic()
    run(repository, proxy, AKVLINT_LIVE_TIMEOUT="2")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("kind", ["link", "dangling", "fifo", "device"])
@pytest.mark.parametrize("arguments", [[], ["."], ["sub/.gitlab-ci.yml"], ["-o", ".akvlint.snapshot.json"]])
def test_a_snapshot_is_not_written_outside(repository, outside, proxy, kind, arguments):
    target = outside / "authorized_keys"
    target.write_text("mine")
    repository.write(".gitlab-ci.yml", PIPELINE)
    repository.write("sub/.gitlab-ci.yml", PIPELINE)
    match kind:
        case "link": repository.link(".akvlint.snapshot.json", target)
        case "dangling": repository.link(".akvlint.snapshot.json", outside / "new")
        case "device": repository.link(".akvlint.snapshot.json", "/dev/full")
        case "fifo": os.mkfifo(repository.path / ".akvlint.snapshot.json")
    proxy.answers["gitlab.example.com"] = response("200", json.dumps({"path_with_namespace": "a/b", "default_branch": "main"}))
    repository.run("snapshot", *arguments, environment=environment(proxy))
    assert target.read_text() == "mine"
    assert sorted(path.name for path in outside.iterdir()) == ["authorized_keys", "secret.yml"]


def test_fetched_includes_are_not_kept_outside(repository, outside, proxy):
    repository.link("copies", outside)
    proxy.answers["gitlab.example.com"] = response("200", ".a: {script: x}\n")
    repository.write(".gitlab-ci.yml", "include: {project: a/c, file: x.yml}\n" + GOOD)
    outcome = repository.run("snapshot", "--includes", "copies", environment=environment(proxy))
    assert outcome.status == 2
    assert sorted(path.name for path in outside.iterdir()) == ["secret.yml"]
