"""A group of 500 projects, as python-gitlab lists it and as `akvlint fetch` fetches it.

Each test runs a command in AzureSandbox with samples/live/fleet.yml.
"""

import json
import os
import pathlib
import subprocess
import sys

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).parents[3]
NOTE = ".akvlint.project.json"

LISTING = """
import gitlab, json, os
instance = gitlab.Gitlab(
    os.environ["AKVLINT_GITLAB_URL"], private_token=os.environ["AKVLINT_GITLAB_TOKEN"]
)
group = instance.groups.get("acme")
projects = group.projects.list(include_subgroups=True, archived=False, get_all=True)
subgroups = group.descendant_groups.list(get_all=True)
print(json.dumps({
    "projects": [project.path_with_namespace for project in projects],
    "archived": len(group.projects.list(include_subgroups=True, archived=True, get_all=True)),
    "own": len(group.projects.list(get_all=True)),
    "groups": [each.full_path for each in subgroups],
    "empty": [project.path_with_namespace for project in projects if project.empty_repo],
}))
"""


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """Runs a command with the sandbox, and returns it with its requests."""

    def run(*command):
        recording = tmp_path_factory.mktemp("recording") / "requests.jsonl"
        sandbox = [os.environ["SANDBOX"], ROOT / "samples/live/fleet.yml"]
        done = subprocess.run(
            [*sandbox, "--recording", recording, "--", *command],
            capture_output=True,
            text=True,
            env={name: os.environ[name] for name in ["PATH", "HOME"] if name in os.environ},
        )
        lines = recording.read_text(encoding="utf-8").splitlines()
        return done, [json.loads(line) for line in lines]

    return run


@pytest.fixture(scope="module")
def listed(behind):
    done, _ = behind(sys.executable, "-c", LISTING)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def fetched(behind, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fleet") / "fleet"
    command = [os.environ["AKVLINT"], "fetch", "--group", "acme", "-o", folder]
    done, requests = behind(*command, "--live=entra,vault")
    return folder, done, requests


def notes(folder):
    return {
        str(note.parent.relative_to(folder)): json.loads(note.read_text(encoding="utf-8"))
        for note in folder.rglob(NOTE)
    }


def test_the_same_projects(listed, fetched):
    folder, _, _ = fetched
    missing = {f"acme/labs/secret-{number}" for number in range(1, 6)}
    assert len(listed["projects"]) == 460
    assert set(listed["projects"]) == set(notes(folder)) | missing
    assert listed["archived"] == 40
    assert listed["own"] == 0
    assert "acme/services/billing" in listed["groups"]


def test_empty_repositories_are_noted(listed, fetched):
    folder, _, _ = fetched
    empty = {path for path, note in notes(folder).items() if note["commit"] is None}
    assert empty == set(listed["empty"]) and len(empty) == 20


def test_what_could_not_be_read_is_listed(fetched):
    _, done, _ = fetched
    assert done.returncode == 4
    lines = [line for line in done.stderr.splitlines() if "403 Forbidden" in line]
    paths = {line.split(": ")[1] for line in lines}
    assert paths == {f"acme/labs/closed-{number}" for number in range(1, 5)} | {
        f"acme/labs/secret-{number}" for number in range(1, 6)
    }


def test_each_thing_is_asked_once(fetched):
    _, _, requests = fetched
    asked = [request["method"] + request["host"] + request["target"] for request in requests]
    # The three that were throttled, the two that failed, and those beyond the rate limit.
    repeated = len(asked) - len(set(asked))
    assert repeated <= 5 + 8 * 10
    vaults = [request for request in requests if request["host"].endswith(".vault.azure.net")]
    paths = [request["host"] + request["target"] for request in vaults]
    assert len({request["host"] for request in vaults}) == 3
    assert len(set(paths)) == len(paths)


def test_nothing_secret_is_stored(fetched):
    folder, _, _ = fetched
    for file in folder.rglob("*"):
        assert file.stat().st_mode & 0o077 == 0
        if file.is_file():
            assert b"glpat-" not in file.read_bytes()


def test_snapshots_match_their_schema(fetched):
    folder, _, _ = fetched
    schema = json.loads((ROOT / "schema/output/snapshot.schema.json").read_text(encoding="utf-8"))
    snapshots = list(folder.rglob(".akvlint.snapshot.json"))
    assert len(snapshots) > 400
    for snapshot in snapshots:
        jsonschema.validate(json.loads(snapshot.read_text(encoding="utf-8")), schema)


def test_a_second_fetch_asks_for_commits_only(behind, fetched):
    folder, _, _ = fetched
    _, requests = behind(os.environ["AKVLINT"], "fetch", "--group", "acme", "-o", folder)
    own = [request for request in requests if "acme%2Fweb%2Fsite-7" in request["target"]]
    commits = [f"/api/v4/projects/acme%2Fweb%2Fsite-{number}" for number in [7, *range(70, 80)]]
    assert {request["target"] for request in own} == {
        f"{commit}/repository/branches/main" for commit in commits
    }


def test_the_audit_knows_what_azure_answered(fetched):
    folder, _, _ = fetched
    command = [os.environ["AKVLINT"], "fleet", folder, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 3
    report = json.loads(done.stdout)
    by_path = {project["path"]: project for project in report["projects"]}
    assert by_path["acme/web/site-1"]["works"] > 0
    # Its vault does not have this secret.
    uses = by_path["acme/services/billing/api-3"]["uses"]
    assert "SecretNotFound" in {use.get("code") for use in uses}
    assert {"retired"} == {each["name"] for each in report["credentials"] if not each["used_by"]}
    names = {secret["name"] for secret in report["secrets"] if secret["vault"] == "acme-data"}
    assert names == {"warehouse-west", "warehouse-north"}
