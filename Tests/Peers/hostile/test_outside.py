"""Files outside the repository: never shown, never written, read only where the operator allows it.

The author of a branch controls every file of it, and nothing else: no argument, no variable of
the environment, no file beside the repository.
"""

import json
import os
import pathlib

import pytest

from conftest import BAD, GOOD

SECRET = "TOP-SECRET"

FORMATS = ["text", "concise", "json", "sarif", "gitlab-codequality", "junit", "github"]

COMMANDS = [
    ["check", "-v"], ["check", "--format", "json"], ["check", "--format", "sarif"], ["model"],
    ["model", "--spans"], ["query", "pipeline.jobs"], ["predict"], ["includes", "list"],
    ["graph", "--format", "dot"], ["report"],
]

OUTSIDE = {
    "a token": "hosts:\n  gitlab.com: {token: TOP-SECRET}\n",
    "a list": "- TOP-SECRET\n- TOP-SECRET\n",
    "a text": "TOP-SECRET\n",
    "no YAML": "a: [TOP-SECRET\nb: }TOP-SECRET\n\t: x\n",
    "a key": "TOP-SECRET: {TOP-SECRET: TOP-SECRET}\n",
    "a job": "TOP-SECRET: {script: TOP-SECRET, TOP-SECRET: x, needs: [TOP-SECRET], stage: TOP-SECRET}\n",
    "aliases": "a: *TOP-SECRET\n",
    "a big one": "a: [" + "TOP-SECRET, " * 200_000 + "]\n",
    "a header": "spec: {inputs: {TOP-SECRET: {default: 1, options: [TOP-SECRET]}}}\n---\na: {script: x}\n",
}

USERS = {
    "a reference": "a: {script: [!reference [hosts, gitlab.com, token]]}\n",
    "needs": "a: {script: x, needs: !reference [hosts, gitlab.com]}\n",
    "extends": "a: {script: x, extends: [hosts, TOP]}\n",
    "a secret": "a: {script: x, secrets: {S: {azure_key_vault: {name: !reference [hosts, gitlab.com, token]}, token: $T}}}\n",
    "an audience": "a: {script: x, id_tokens: {T: {aud: !reference [hosts, gitlab.com, token]}}}\n",
}


def mapping(path):
    return f"includes: [{{project: a/b, path: {json.dumps(path)}}}]\n"


def include(file="secret.yml"):
    return f"include: {{project: a/b, file: {file}}}\n"


WAYS = ["../outside", "{outside}", "link", "ci/../../outside", "ci/link", "./.././outside", "ci/../link", "../outside/", "."]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("user", USERS)
def test_a_mapped_project_is_not_outside(repository, outside, way, user):
    (outside / "secret.yml").write_text(OUTSIDE["a token"])
    repository.link("link", outside)
    repository.link("ci/link", outside)
    repository.link("inner.yml", outside / "secret.yml")
    repository.write(".akvlint.yml", mapping(way.format(outside=outside)))
    file = "inner.yml" if way == "." else "secret.yml"
    repository.write(".gitlab-ci.yml", include(file) + USERS[user])
    for command in COMMANDS:
        assert SECRET not in repository.run(*command).text, command


@pytest.mark.parametrize("content", OUTSIDE)
def test_nothing_of_a_mapped_file_is_shown(repository, outside, content):
    (outside / "secret.yml").write_text(OUTSIDE[content])
    repository.write(".akvlint.yml", mapping("../outside"))
    repository.write(".gitlab-ci.yml", include() + GOOD)
    for command in COMMANDS:
        assert SECRET not in repository.run(*command).text, command


@pytest.mark.parametrize("content", ["a token", "a text", "no YAML", "a list"])
def test_no_line_of_an_outside_file_is_shown_even_where_it_is_allowed(repository, outside, content):
    (outside / "secret.yml").write_text(OUTSIDE[content])
    repository.write(".akvlint.yml", mapping("../outside"))
    repository.write(".gitlab-ci.yml", include() + GOOD)
    for format in FORMATS:
        outcome = repository.run("check", "--format", format, "--allow-outside", outside)
        assert SECRET not in outcome.text, format


def test_the_operator_may_allow_it(repository, outside):
    (outside / "part.yml").write_text(".base: {script: x}\n")
    repository.write(".akvlint.yml", mapping("../outside"))
    repository.write(".gitlab-ci.yml", include("part.yml") + "a: {extends: .base}\n")
    refused = repository.check("-v")
    assert "--allow-outside" in refused.text
    for how in (
        {"arguments": ["--allow-outside", outside]},
        {"arguments": ["--allow-outside", "../outside"]},
        {"arguments": ["--allow-outside", outside.parent]},
        {"arguments": [], "environment": {"AKVLINT_ALLOW_OUTSIDE": str(outside)}},
        {"arguments": [], "environment": {"AKVLINT_ALLOW_OUTSIDE": f"/nonexistent:{outside}"}},
    ):
        outcome = repository.check("--strict-resolution", *how.pop("arguments"), **how)
        assert outcome.status == 0, outcome.text


@pytest.mark.parametrize("allowed", ["../outsid", "../outside/below", "/nonexistent", ""])
def test_what_is_allowed_is_that_folder_only(repository, outside, allowed):
    (outside / "below").mkdir()
    (outside / "secret.yml").write_text(OUTSIDE["a token"])
    repository.write(".akvlint.yml", mapping("../outside"))
    repository.write(".gitlab-ci.yml", include() + USERS["a reference"])
    outcome = repository.run("check", environment={"AKVLINT_ALLOW_OUTSIDE": allowed})
    assert SECRET not in outcome.text


def test_links_do_not_lead_out_of_an_allowed_folder(repository, outside, tmp_path):
    (tmp_path / "further.yml").write_text(OUTSIDE["a token"])
    (outside / "secret.yml").unlink()
    (outside / "secret.yml").symlink_to(tmp_path / "further.yml")
    repository.write(".akvlint.yml", mapping("../outside"))
    repository.write(".gitlab-ci.yml", include() + USERS["a reference"])
    assert SECRET not in repository.run("check", "--allow-outside", outside).text


# .git


IN_GIT = {
    "a pipeline": (".gitlab-ci.yml", "include: .git/x.yml\n" + USERS["a reference"]),
    "a pipeline in a submodule": (".gitlab-ci.yml", "include: sub/.git/x.yml\n" + USERS["a reference"]),
    "a pattern": (".gitlab-ci.yml", "include: '.git/*.yml'\n" + USERS["a reference"]),
    "a link": (".gitlab-ci.yml", "include: link.yml\n" + USERS["a reference"]),
    "a linked folder": (".gitlab-ci.yml", "include: folder/x.yml\n" + USERS["a reference"]),
    "a mapping": (".akvlint.yml", mapping(".git")),
    "a mapping of a submodule": (".akvlint.yml", mapping("sub/.git")),
    "a mapping of a link": (".akvlint.yml", mapping("folder")),
    "variables": (".akvlint.yml", "variables: [{file: .git/x.yml}]\n"),
    "linked variables": (".akvlint.yml", "variables: [{file: folder/x.yml}]\n"),
    "rules": (".akvlint.yml", "rule_packs: [.git/rules]\n"),
    "linked rules": (".akvlint.yml", "rule_packs: [folder/rules]\n"),
    "a child": (".gitlab-ci.yml", "a: {trigger: {include: .git/x.yml}}\n"),
}


@pytest.mark.parametrize("name", IN_GIT)
def test_the_git_folder_is_outside(repository, name):
    for folder in (".git", "sub/.git"):
        repository.write(f"{folder}/x.yml", OUTSIDE["a token"])
        repository.write(f"{folder}/rules/AKV950-x.yml", "TOP-SECRET: TOP-SECRET\n")
    repository.link("link.yml", ".git/x.yml")
    repository.link("folder", ".git")
    repository.write(".gitlab-ci.yml", include("x.yml") + USERS["a reference"])
    repository.write(*IN_GIT[name])
    for command in COMMANDS:
        assert SECRET not in repository.run(*command).text, command


def test_a_configuration_in_the_git_folder_is_not_read(repository):
    repository.write(".git/.akvlint.yml", "TOP-SECRET: TOP-SECRET\n")
    repository.link("folder", ".git")
    repository.link(".akvlint.yml", ".git/.akvlint.yml")
    repository.write(".gitlab-ci.yml", GOOD)
    assert SECRET not in repository.run("check").text


# Names that are paths


@pytest.mark.parametrize("project", ["../x", "a/../../x", "./x", "a/./b", "..", "a//b", "/a/b", "a/b/"])
def test_dots_are_not_names_of_projects(repository, outside, project):
    """`--includes` names a folder; no project leads out of `projects/` in it."""
    copies = repository.path / "copies"
    (copies / "projects").mkdir(parents=True)
    for folder in (copies / "x", copies / "projects/x", copies / "projects/a/b"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "secret.yml").write_text(OUTSIDE["a token"])
    repository.write(
        ".gitlab-ci.yml", f"include: {{project: {project}, file: secret.yml}}\n" + USERS["a reference"]
    )
    outcome = repository.run("check", "--includes", copies)
    assert "not found in" not in outcome.text
    assert SECRET not in outcome.text


@pytest.mark.parametrize("path", ["../x", "a/../../x", "./a/b", "a/./b", ".."])
def test_a_configured_project_has_no_dots(repository, path):
    repository.write(".gitlab-ci.yml", GOOD)
    repository.write(".akvlint.yml", f"gitlab: {{project: {path}}}\n")
    assert repository.run("check").status == 2


# Folders that are links


@pytest.mark.parametrize("argument", ["sub", "sub/.gitlab-ci.yml", "sub/", "ci/../sub/.gitlab-ci.yml"])
@pytest.mark.parametrize("has_git", [True, False])
def test_a_linked_folder_has_no_configuration(repository, outside, argument, has_git):
    if has_git:
        (outside / ".git").mkdir()
        (outside / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (outside / ".akvlint.yml").write_text("TOP-SECRET: TOP-SECRET\n")
    (outside / ".gitlab-ci.yml").write_text("TOP-SECRET: {scrip: TOP-SECRET}\n")
    repository.link("sub", outside)
    repository.write("ci/x", "")
    repository.write(".gitlab-ci.yml", GOOD)
    for command in (["check", "-v", argument], ["check", "--hook", argument], ["model", argument],
                    ["predict", argument]):
        outcome = repository.run(*command)
        assert SECRET not in outcome.text, command


def test_a_child_in_a_linked_folder_has_no_configuration(repository, outside):
    (outside / ".akvlint.yml").write_text("TOP-SECRET: TOP-SECRET\n")
    (outside / "x.gitlab-ci.yml").write_text(GOOD)
    repository.link("sub", outside)
    repository.write(".gitlab-ci.yml", "a: {trigger: {include: sub/x.gitlab-ci.yml}}\n")
    for path in ([], ["."]):
        assert SECRET not in repository.run("check", "-v", *path).text


# Values of exports


EXPORT = [
    {"key": "DB_PASSWORD", "value": SECRET, "masked": True, "protected": False, "environment_scope": "*"},
    {"key": "API_KEY", "value": SECRET, "masked": False, "hidden": True, "protected": False},
    {"key": "AZURE_CLIENT_SECRET", "value": SECRET, "masked": True, "protected": False},
]

PRINTERS = {
    "a local include": "include: $#.yml\n",
    "braces": "include: ${#}.yml\n",
    "a missing pattern": "include: '$#/*.yml'\n",
    "a project": "include: {project: a/$#, file: x.yml}\n",
    "a file of a project": "include: {project: a/b, file: $#.yml}\n",
    "a ref": "include: {project: a/b, file: x.yml, ref: $#}\n",
    "a URL": "include: https://example.com/$#.yml\n",
    "a component": "include: {component: example.com/a/$#@1}\n",
    "a template": "include: {template: $#.yml}\n",
    "an audience": "j: {script: x, id_tokens: {T: {aud: $#}}}\n",
    "a name": "j: {script: x, secrets: {S: {azure_key_vault: {name: $#}, token: $T}}, id_tokens: {T: {aud: x}}}\n",
    "a vault": "j: {script: x, secrets: {S: {azure_key_vault: {name: n}, token: $T}}, id_tokens: {T: {aud: x}}, "
    "variables: {AZURE_KEY_VAULT_SERVER_URL: https://$#.vault.azure.net}}\n",
    "an environment": "j: {script: x, environment: $#}\n",
    "a condition": "j: {script: x, rules: [{if: '$A == \"$#\"'}, {if: '$# =~ /a/'}]}\n",
    "a tenant": "variables: {AZURE_TENANT_ID: $#, AZURE_CLIENT_ID: $#}\n"
    "j: {script: x, secrets: {S: {azure_key_vault: {name: n}, token: $T}}, id_tokens: {T: {aud: x}}}\n",
    "a child": "j: {trigger: {include: $#.yml}}\n",
    "an included child": "j: {trigger: {project: a/$#}}\n",
}


@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize("way", ["configuration", "evidence"])
def test_masked_values_are_not_shown(repository, tmp_path, printer, way):
    arguments = []
    if way == "configuration":
        repository.write("variables.json", json.dumps(EXPORT))
        repository.write(".akvlint.yml", "variables: [{file: variables.json}]\n")
    else:
        (tmp_path / "variables.json").write_text(json.dumps(EXPORT))
        arguments = ["--evidence", tmp_path / "variables.json"]
    for variable in ("DB_PASSWORD", "API_KEY", "AZURE_CLIENT_SECRET"):
        repository.write(".gitlab-ci.yml", PRINTERS[printer].replace("#", variable) + GOOD)
        for command in COMMANDS:
            assert SECRET not in repository.run(*command, *arguments).text, command


@pytest.mark.parametrize("include", ["$PLAIN/x.yml", "{project: a/$PLAIN, file: x.yml}", "https://a.example/$PLAIN.yml"])
def test_includes_are_shown_as_written(repository, tmp_path, include):
    (tmp_path / "variables.json").write_text(json.dumps([{"key": "PLAIN", "value": SECRET}]))
    repository.write(".gitlab-ci.yml", f"include: {include}\n" + GOOD)
    for command in (["check", "-v"], ["includes", "list"], ["check", "--format", "json"]):
        outcome = repository.run(*command, "--evidence", tmp_path / "variables.json")
        assert SECRET not in outcome.text
        assert "$PLAIN" in outcome.text


# What is written


WRITERS = {
    "a report": ["check", "--output", "json={}"],
    "a baseline": ["check", "--write-baseline", "{}"],
    "a page": ["report", "-o", "{}"],
    "a picture": ["graph", "-o", "{}"],
    "merged": ["merge", "one.json", "-o", "{}"],
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "fifo", "device"])
def test_a_name_in_the_repository_does_not_lead_out(repository, outside, writer, kind):
    """The operator's job names `report.json`, and the branch holds a link of that name."""
    target = outside / "authorized_keys"
    target.write_text("mine")
    repository.write(".gitlab-ci.yml", BAD)
    repository.write("one.json", repository.run("check", "--format", "json").output)
    name = "report.json"
    match kind:
        case "link": repository.link(name, target)
        case "dangling": repository.link(name, outside / "new")
        case "device": repository.link(name, "/dev/full")
        case "fifo": os.mkfifo(repository.path / name)
        case "folder":
            repository.link("reports", outside)
            name = "reports/authorized_keys"
    for path in (name, repository.path / name):
        outcome = repository.run(*[argument.replace("{}", str(path)) for argument in WRITERS[writer]])
        assert outcome.status == 2, outcome.text
        assert "cannot write" in outcome.text
    assert target.read_text() == "mine"
    assert sorted(path.name for path in outside.iterdir()) == ["authorized_keys", "secret.yml"]


def test_what_lies_elsewhere_is_the_operator_s(repository, tmp_path):
    repository.write(".gitlab-ci.yml", BAD)
    (tmp_path / "target.json").write_text("")
    (tmp_path / "link.json").symlink_to("target.json")
    for path in (tmp_path / "link.json", "/dev/null", "/dev/stdout"):
        assert repository.run("check", "--output", f"json={path}").status == 1
    assert json.loads((tmp_path / "target.json").read_text())["schema"] == 1


def test_copies_of_includes_are_not_beyond_a_link(repository, outside):
    """The operator's job names the folder `includes`, and the branch holds a link of that name."""
    (outside / "projects/a/b").mkdir(parents=True)
    (outside / "projects/a/b/x.yml").write_text(OUTSIDE["a token"])
    repository.link("includes", outside)
    repository.write(".gitlab-ci.yml", include("x.yml") + USERS["a reference"])
    for command in COMMANDS:
        outcome = repository.run(*command, "--includes", "includes")
        assert SECRET not in outcome.text, command
        assert outcome.status == 2


@pytest.mark.parametrize("option", ["--evidence", "--baseline", "--rules", "--config"])
def test_a_named_file_in_the_repository_is_not_beyond_a_link(repository, outside, option):
    (outside / "secret.yml").write_text("TOP-SECRET: TOP-SECRET\n")
    repository.write(".gitlab-ci.yml", GOOD)
    repository.link("thing", outside if option == "--rules" else outside / "secret.yml")
    outcome = repository.run("check", option, "thing")
    assert outcome.status == 2
    assert SECRET not in outcome.text


@pytest.mark.parametrize("command", ["diagnose", "merge"])
def test_a_named_log_is_not_beyond_a_link(repository, outside, command):
    (outside / "log").write_text("ERROR: TOP-SECRET AADSTS700213: TOP-SECRET\n")
    repository.link("log", outside / "log")
    assert SECRET not in repository.run(command, "log").text
