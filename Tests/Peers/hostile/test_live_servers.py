"""Servers that are hostile, or that a branch names, in live mode: nothing leaves, everything ends.

`make test-hostile-live`, with AKVLINT naming a binary that has live mode.
"""

import gzip
import json
import time

import pytest

from conftest import GOOD
from proxy import response
from test_live import GITLAB_TOKEN, GRAPH, JOB_TOKEN, PIPELINE, VAULT, environment, id_token, proxy, run, statuses  # noqa: F401

HOSTS = ["gitlab.example.com", "login.microsoftonline.com", "graph.microsoft.com", "shop.vault.azure.net"]

ATTACKER = "attacker.example.com"


def serve(proxy, answer):
    proxy.default = answer
    for host in HOSTS:
        proxy.answers[host] = answer


def lint(repository, proxy, *arguments, **more):
    repository.write(".gitlab-ci.yml", PIPELINE)
    outcome = run(repository, proxy, *arguments, AZURE_JWT=id_token(), **more)
    assert ATTACKER not in proxy.hosts
    assert not [target for target in proxy.connections if not target.endswith(":443")]
    return outcome


@pytest.mark.parametrize("status", ["300", "301", "302", "303", "304", "305", "307", "308"])
@pytest.mark.parametrize("location", [f"https://{ATTACKER}/", f"//{ATTACKER}/", "http://gitlab.example.com/", f"https://gitlab.example.com@{ATTACKER}/", "/x", ""])
def test_redirects_are_not_followed(repository, proxy, status, location):
    serve(proxy, response(status, headers=[f"location: {location}"]))
    lint(repository, proxy)


FLOODS = {
    "interim answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000 + response("200"),
    "early hints": b"HTTP/1.1 103 x\r\nlink: </x>\r\n\r\n" * 100_000 + response("200"),
    "a switch of protocols": b"HTTP/1.1 101 x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n" + b"x" * 1_000_000,
    "interim answers without an end": b"HTTP/1.1 102 x\r\n\r\n" * 400_000,
    "a long reason": b"HTTP/1.1 200 " + b"x" * 1_000_000 + b"\r\n\r\n",
    "a long header": b"HTTP/1.1 200 x\r\na: " + b"x" * 5_000_000 + b"\r\n\r\n",
    "a long name of a header": b"HTTP/1.1 200 x\r\n" + b"x" * 5_000_000 + b": a\r\n\r\n",
    "folded headers": b"HTTP/1.1 200 x\r\na: b\r\n" + b" c\r\n" * 200_000 + b"\r\n",
    "headers with NULs": b"HTTP/1.1 200 x\r\na: \0\0\r\ncontent-length: 0\r\n\r\n",
    "both lengths": b"HTTP/1.1 200 x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    "a second answer": response("200") + response("200", b'{"injected": true}') * 100,
    "endless trailers": b"HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n0\r\n" + b"a: b\r\n" * 200_000,
    "chunk extensions": b"HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n1;" + b"x" * 3_000_000 + b"\r\nx\r\n0\r\n\r\n",
    "a length of letters": b"HTTP/1.1 200 x\r\ncontent-length: 0x10\r\n\r\nx",
    "HTTP of another version": b"HTTP/9.9 200 x\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 1_000,
    "nothing": b"",
    "a body without a length": b"HTTP/1.1 200 x\r\n\r\n" + b"[" * 9_000_000,
}


@pytest.mark.parametrize("name", FLOODS)
def test_floods(repository, proxy, name):
    serve(proxy, FLOODS[name])
    outcome = lint(repository, proxy)
    assert len(outcome.output + outcome.errors) < 200_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "identity", "x" * 10_000])
def test_compressed_bodies(repository, proxy, encoding):
    body = gzip.compress(b"[" + b"null," * 20_000_000 + b"null]")
    serve(proxy, response("200", body, headers=[f"content-encoding: {encoding}"]))
    lint(repository, proxy)


@pytest.mark.parametrize("interval", [0.2, 1])
def test_slow_bodies(repository, proxy, interval):
    """A byte now and then, without an end."""
    def answer(request):
        time.sleep(interval)
        return b"HTTP/1.1 200 x\r\ncontent-length: 1000\r\n\r\n["

    serve(proxy, answer)
    started = time.monotonic()
    outcome = lint(repository, proxy, AKVLINT_LIVE_TIMEOUT="3")
    assert outcome.status in (2, 3, 4)
    assert time.monotonic() - started < 25


DOCUMENTS = {
    "objects": '{"a":' * 200_000,
    "numbers": "[" + "1e999," * 300_000 + "1]",
    "one number": "1" * 2_000_000,
    "keys": "{" + ",".join(f'"k{number}": 1' for number in range(100_000)) + "}",
    "escapes": '"' + "\\ud800" * 300_000 + '"',
    "a wrong type": "true",
    "NULs": "\0" * 1_000_000,
    "wrong UTF-8": b"\xff" * 1_000_000,
    "items": json.dumps([{"key": f"AZURE_{number}", "value": "x", "name": f"b{number}*" * 5} for number in range(30_000)]),
    "credentials": json.dumps({"value": [{"name": f"c{number}", "issuer": "https://gitlab.example.com", "subject": "*a" * 50, "audiences": ["x"]} for number in range(20_000)]}),
    "escape codes": json.dumps({"message": "\x1b[2J\x1b]8;;https://evil\x07", "error": "\x1b[31m", "error_description": "AADSTS700213: \x1b[2J\u202e", "default_branch": "\x1b[31m",
                               "path_with_namespace": "\x1b[31m", "version": "\x1b[31m"}),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("status", ["200", "400"])
def test_documents(repository, proxy, name, status):
    serve(proxy, response(status, DOCUMENTS[name]))
    outcome = lint(repository, proxy)
    assert "\x1b[2J" not in outcome.text and "\u202e" not in outcome.text
    assert len(outcome.output + outcome.errors) < 1_048_576


PAGES = {
    "a link to itself": ["link: <https://gitlab.example.com/api/v4/projects/a%2Fb/variables?page=1>; rel=\"next\"", "x-next-page: 1"],
    "another host": [f"link: <https://{ATTACKER}/>; rel=\"next\"", f"x-next-page: https://{ATTACKER}/"],
    "always another": ["x-next-page: 2", "x-total-pages: 99999999999"],
    "a port": ["link: <https://gitlab.example.com:8443/>; rel=\"next\""],
    "a user": [f"link: <https://gitlab.example.com@{ATTACKER}/>; rel=\"next\""],
    "many": ["link: " + f"<https://{ATTACKER}/>; rel=\"next\", " * 10_000],
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_end(repository, proxy, name):
    body = {"value": [], "@odata.nextLink": f"https://{ATTACKER}/v1.0/applications", "nextLink": f"https://{ATTACKER}/"}
    for document in ("[]", json.dumps([{"name": "main"}]), json.dumps(body),
                     json.dumps(body | {"@odata.nextLink": "https://graph.microsoft.com/v1.0/applications?$skiptoken=x",
                                        "nextLink": "https://shop.vault.azure.net/secrets/password/versions?api-version=7.4&$skiptoken=x"})):
        serve(proxy, response("200", document, headers=PAGES[name]))
        lint(repository, proxy)
        assert len(proxy.requests) < 2_000
        proxy.requests.clear()


@pytest.mark.parametrize("wait", ["99999999999999999999", "-1", "3600", "Fri, 31 Dec 9999 23:59:59 GMT", "1e9", "\0", "0"])
@pytest.mark.parametrize("status", ["429", "503"])
def test_patience_has_an_end(repository, proxy, wait, status):
    serve(proxy, response(status, headers=[f"retry-after: {wait}", "ratelimit-remaining: 0", f"ratelimit-reset: {wait}"]))
    outcome = lint(repository, proxy)
    assert outcome.status in (2, 3, 4)


CHALLENGES = [
    f'Bearer authorization="https://{ATTACKER}/t", resource="https://vault.azure.net"',
    'Bearer authorization="https://login.microsoftonline.com/t", resource="https://graph.microsoft.com"',
    f'Bearer authorization="https://login.microsoftonline.com.{ATTACKER}/t", resource="https://vault.azure.net.{ATTACKER}"',
    'Bearer authorization="https://login.microsoftonline.com/../../x", resource="https://vault.azure.net/.default"',
    "Basic realm=x", "Bearer " + "a=b, " * 100_000, 'Bearer resource="', "", "\x1b[31m",
]


@pytest.mark.parametrize("challenge", CHALLENGES, ids=range(len(CHALLENGES)))
def test_challenges_of_vaults(repository, proxy, challenge):
    proxy.answers["shop.vault.azure.net"] = response("401", headers=[f"www-authenticate: {challenge}"])
    lint(repository, proxy)
    for request in proxy.requests:
        assert VAULT not in request.text or request.host == "shop.vault.azure.net"
        assert GRAPH not in request.text or request.host == "graph.microsoft.com"


VAULTS = ["https://shop.vault.azure.net.attacker.example.com", "https://shop.vault.azure.net@attacker.example.com", "https://attacker.example.com/.vault.azure.net",
          "https://attacker.example.com#.vault.azure.net", "https://attacker.example.com?.vault.azure.net", "http://shop.vault.azure.net", "https://shop.vault.azure.net:8443",
          "https://shop.vault.azure.net\\u0301", "https://shop.vault.azure.net.", "https://a.b.vault.azure.net", "https://vault.azure.net", "https://-.vault.azure.net",
          "https://shop%2eattacker.vault.azure.net", "https://attacker.example.com\\r\\nx.vault.azure.net", "//shop.vault.azure.net", "https://shop.vault.usgovcloudapi.net"]


@pytest.mark.parametrize("vault", VAULTS)
def test_vaults_of_a_branch(repository, proxy, vault):
    repository.write(".gitlab-ci.yml", PIPELINE.replace("https://shop.vault.azure.net", f'"{vault}"'))
    run(repository, proxy, AZURE_JWT=id_token())
    for request in proxy.received(VAULT):
        name, _, rest = request.host.partition(".")
        assert rest == "vault.azure.net" and name.isalnum()
    assert ATTACKER not in proxy.hosts


REMOTES = ["https://attacker.example.com/x.yml", "http://attacker.com/x.yml", "https://169.254.169.254/x.yml", "https://[::1]/x.yml", "https://2130706433/x.yml",
           "https://0x7f.1/x.yml", "https://attacker.com:8443/x.yml", "https://user:x@attacker.com/x.yml", "https://gitlab.example.com@attacker.com/x.yml",
           "https://attacker.com/../../x.yml", "https://attacker.com/%2e%2e/x.yml", "https://localhost/x.yml", "https://metadata.google.internal/x.yml",
           "https://attacker.com\\u0301/x.yml", "https://attacker.com/\\u0301../x.yml", "https://ATTACKER.COM/x.yml", "https://attacker.com./x.yml",
           "https://xn--80ak6aa92e.com/x.yml", "file:///etc/passwd.yml", "https:attacker.com/x.yml", "https://attacker.com/x.yml?token=$AKVLINT_GITLAB_TOKEN",
           "https://attacker.com/$CI_JOB_TOKEN.yml", "https://" + "a" * 64 + ".com/x.yml", "https://attacker.com/" + "x" * 100_000 + ".yml"]


@pytest.mark.parametrize("url", REMOTES)
def test_remote_includes_get_no_credential(repository, proxy, url):
    proxy.default = response("200", ".a: {script: x}\n")
    repository.write(".gitlab-ci.yml", f'include: "{url}"\n' + GOOD)
    run(repository, proxy)
    for request in proxy.requests:
        if request.host != "gitlab.example.com":
            assert not any(secret in request.text for secret in (GITLAB_TOKEN, JOB_TOKEN, GRAPH, VAULT))
            assert "authorization" not in request.headers and "cookie" not in request.headers
            assert "." in request.host and not request.host.endswith(".internal")
            assert request.host == ATTACKER or not request.host.endswith(".example.com")
    assert not [target for target in proxy.connections if not target.endswith(":443")]


PROJECTS = ["../x", "a/../../x", "a/b?private_token=x", "a/b#x", "a%2F..%2Fx", "a/b\\r\\nprivate-token: x", "a/\\u0301../x", "..\\u002f\\u0301x", "x" * 100_000]


@pytest.mark.parametrize("project", PROJECTS)
def test_projects_are_one_part_of_a_path(repository, proxy, outside, project):
    proxy.answers["gitlab.example.com"] = lambda request: response("200", ".a: {script: x}\n") if "/raw" in request.path else response("404")
    for include in (f'{{project: "{project}", file: x.yml}}', f'{{project: a/c, file: "{project}.yml"}}', f'{{project: a/c, file: x.yml, ref: "{project}"}}',
                    f'{{component: "gitlab.example.com/{project}/x@1.0.0"}}', f'{{template: "{project}.gitlab-ci.yml"}}'):
        repository.write(".gitlab-ci.yml", f"include: {include}\n" + GOOD)
        run(repository, proxy)
        repository.run("snapshot", "--includes", "copies", environment=environment(proxy))
    for request in proxy.requests:
        assert "/../" not in request.path and "\r" not in request.path and len(request.path) < 20_000
        assert "private-token" not in request.headers or request.host == "gitlab.example.com"
    assert sorted(path.name for path in outside.iterdir()) == ["secret.yml"]
    copies = repository.path / "copies"
    assert {path.name for path in copies.iterdir()} <= {"projects", "components", "templates", "remotes"} if copies.exists() else True


@pytest.mark.parametrize("accent", ["", "\u0301", "\ufe0f", "\u200d"])
def test_repeated_tokens_are_hidden_whatever_follows(repository, proxy, accent):
    def repeat(request):
        secret = request.headers.get("private-token") or request.headers.get("job-token") or request.headers.get("authorization", "")[7:]
        text = f"{accent}{secret}{accent} " * 2
        return response("403", json.dumps({"message": text, "error": {"code": "Forbidden", "message": text}, "error_description": text}))

    serve(proxy, repeat)
    lint(repository, proxy)


def test_the_first_host_that_is_slow_does_not_stop_the_others(repository, proxy):
    def answer(request):
        time.sleep(60)
        return response("200")

    proxy.answers["gitlab.example.com"] = answer
    outcome = lint(repository, proxy, AKVLINT_LIVE_TIMEOUT="3")
    assert outcome.status == 4, outcome.text
    assert "login.microsoftonline.com" in proxy.hosts
