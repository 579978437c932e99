"""Files that are not regular, lead elsewhere, or change, as every kind of input."""

import os
import pathlib
import re
import shutil
import socket
import tempfile
import threading

import pytest

from conftest import AKVLINT, BAD, GOOD, Repository

PIPELINE_OF_CREDENTIALS = """\
azure:
  identities:
    - client_id: 11111111-2222-3333-4444-555555555555
      tenant_id: 66666666-7777-8888-9999-000000000000
      credentials: {}
"""

COMPONENT = "include: {component: $CI_SERVER_FQDN/example/shop/thing@1}\n" + GOOD


def put(kind, path):
    """Makes something that is not a regular file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        # Its path may be longer than a socket's address.
        folder = os.open(path.parent, os.O_RDONLY)
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(f"/proc/self/fd/{folder}/{path.name}")
        os.close(folder)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(kind)


KINDS = ["fifo", "socket", "folder", "/dev/zero", "/dev/tty", "/proc/self/mem", "/proc/kmsg"]


@pytest.mark.parametrize("kind", KINDS)
def test_as_the_pipeline(repository, kind):
    put(kind, repository.path / ".gitlab-ci.yml")
    assert repository.check().status in (2, 3)
    assert repository.check(".gitlab-ci.yml").status == 3
    assert repository.check(".").status == 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("include", ["ci/part.yml", "/ci/part.yml", "ci/*.yml", "**/part.yml"])
def test_as_an_include(repository, kind, include):
    repository.write(".gitlab-ci.yml", f"include: '{include}'\n" + GOOD)
    put(kind, repository.path / "ci/part.yml")
    # Wildcards match files, so a folder does not match.
    assert repository.check().status == (0 if kind == "folder" and "*" in include else 3)


@pytest.mark.parametrize("kind", KINDS)
def test_as_the_configuration(repository, kind):
    repository.write(".gitlab-ci.yml", GOOD)
    put(kind, repository.path / ".akvlint.yml")
    outcome = repository.check()
    assert outcome.status in (0, 2)
    outcome = repository.check("--config", ".akvlint.yml")
    assert outcome.status == 2
    assert "cannot read the configuration" in outcome.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "configuration",
    [
        PIPELINE_OF_CREDENTIALS.format("thing"),
        "variables: [{file: thing}]\n",
        "rule_packs: [thing]\n",
        "rule_packs: [.]\n",
    ],
    ids=["credentials", "variables", "rule pack", "rule pack around it"],
)
def test_as_what_the_configuration_names(repository, kind, configuration):
    repository.write(".gitlab-ci.yml", GOOD)
    put(kind, repository.path / "thing")
    repository.write(".akvlint.yml", configuration)
    repository.check()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "option", ["--evidence", "--baseline", "--rules", "--includes", "--root", "--config"]
)
def test_as_an_argument(repository, kind, option):
    repository.write(".gitlab-ci.yml", GOOD)
    put(kind, repository.path / "thing")
    outcome = repository.check(option, "thing")
    assert outcome.status in (0, 2) if kind == "folder" else 2, outcome.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name",
    [".akvlint.snapshot.json", ".gitignore", ".git/HEAD", ".git/config", ".git/commondir", ".git/packed-refs"],
)
def test_as_what_is_looked_for(repository, kind, name):
    repository.write(".gitlab-ci.yml", GOOD)
    (repository.path / name).unlink(missing_ok=True)
    put(kind, repository.path / name)
    assert repository.check(".").status in (0, 2)
    repository.run("init", "-o", "-")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["components/example.com/example/shop/thing.yml", "projects/example/shop/x.yml",
             "templates/Auto-DevOps.gitlab-ci.yml"]
)
def test_as_a_copy_of_an_include(repository, kind, name):
    repository.write(
        ".gitlab-ci.yml",
        "include: [{component: example.com/example/shop/thing@1}, {project: example/shop, file: x.yml}, "
        "{template: Auto-DevOps.gitlab-ci.yml}]\n" + GOOD,
    )
    put(kind, repository.path / "copies" / name)
    repository.check("--includes", "copies")
    repository.run("includes", "list", "--includes", "copies")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", ["diagnose", "merge"])
def test_as_a_log_or_a_report(repository, kind, command):
    put(kind, repository.path / "thing")
    assert repository.run(command, "thing").status in (2, 3)


# Out of the repository


ESCAPES = ["../outside/secret.yml", "/../outside/secret.yml", "a/../../outside/secret.yml",
           "link.yml", "folder/secret.yml", "loop.yml", "../outside/*.yml", "folder/*.yml",
           "**/*.yml", "loop/loop/loop/secret.yml", "..", "/", "a\\0b.yml", "a\\nb.yml", "." * 5000 + "/x.yml",
           "a/" * 5000 + "x.yml", "./" * 5000 + "x.yml", "../" * 5000 + "etc/passwd.yml"]


@pytest.mark.parametrize("path", [*ESCAPES, "/etc/passwd", "{outside}/secret.yml", "file://{outside}/secret.yml"])
def test_nothing_outside_is_included(repository, outside, path):
    repository.link("link.yml", outside / "secret.yml")
    repository.link("folder", outside)
    repository.link("loop.yml", "loop.yml")
    repository.link("loop", ".")
    path = path.replace("{outside}", str(outside))
    repository.write(".gitlab-ci.yml", f'include: "{path}"\n' + "a: {extends: .secret}\n" + GOOD)
    for command in (["check", "--format", "json"], ["model"], ["includes", "list"]):
        outcome = repository.run(*command)
        assert b"TOP-SECRET" not in outcome.output + outcome.errors


def test_the_pipeline_may_not_be_a_link_out(repository, outside):
    repository.link(".gitlab-ci.yml", outside / "secret.yml")
    outcome = repository.check("--verbose")
    assert outcome.status == 3
    assert "leads out of the repository" in outcome.text
    outcome = repository.run("model", ".gitlab-ci.yml")
    assert outcome.status in (2, 3)
    assert "TOP-SECRET" not in outcome.text


def test_the_configuration_may_not_be_a_link_out(repository, outside):
    (outside / "passwd").write_text("root:TOP-SECRET:0:0\nTOP-SECRET: 1\n")
    repository.write(".gitlab-ci.yml", GOOD)
    repository.link(".akvlint.yml", outside / "passwd")
    outcome = repository.run("check")
    assert outcome.status == 2
    assert "TOP-SECRET" not in outcome.text


def test_the_snapshot_may_not_be_a_link_out(repository, outside):
    (outside / "key.json").write_text('{"TOP-SECRET": "TOP-SECRET"}')
    repository.write(".gitlab-ci.yml", GOOD)
    repository.link(".akvlint.snapshot.json", outside / "key.json")
    outcome = repository.run("check")
    assert outcome.status == 2
    assert "TOP-SECRET" not in outcome.text


@pytest.mark.parametrize("way", ["link", "folder/secret.yml", "../outside/secret.yml", "{outside}/secret.yml"])
@pytest.mark.parametrize(
    "configuration",
    [PIPELINE_OF_CREDENTIALS, "variables: [{{file: {}}}]\n", "rule_packs: [{}]\n"],
    ids=["credentials", "variables", "rule pack"],
)
def test_nothing_outside_is_evidence(repository, outside, way, configuration):
    (outside / "AKV901-secret.yml").write_text("TOP-SECRET: TOP-SECRET\n")
    repository.link("link", outside / "secret.yml")
    repository.link("folder", outside)
    repository.write(".gitlab-ci.yml", GOOD)
    way = way.replace("{outside}", str(outside))
    if configuration.startswith("rule_packs"):
        way = way.replace("/secret.yml", "")
    repository.write(".akvlint.yml", configuration.format(way))
    outcome = repository.run("check")
    assert outcome.status == 2
    assert "TOP-SECRET" not in outcome.text


def test_a_repository_may_be_a_link(repository, tmp_path):
    repository.write(".gitlab-ci.yml", BAD)
    (tmp_path / "link").symlink_to(repository.path)
    outcome = repository.check("--root", tmp_path / "link", tmp_path / "link")
    assert outcome.status == 1
    assert outcome.output.startswith(b".gitlab-ci.yml:4:")


def test_links_in_circles_are_walked_once(repository):
    repository.write("a/.gitlab-ci.yml", GOOD)
    repository.link("a/up", "..")
    repository.link("a/self", ".")
    repository.link("one", "two")
    repository.link("two", "one")
    repository.write(".gitlab-ci.yml", "include: '**/*.gitlab-ci.yml'\n" + GOOD)
    assert repository.check(".").status == 0


def test_a_git_file_that_points_anywhere(repository, outside):
    (outside / "config").write_text('[remote "origin"]\n url = https://TOP-SECRET.example.com/a/b\n')
    (repository.path / ".git/HEAD").unlink()
    (repository.path / ".git").rmdir()
    repository.write(".gitlab-ci.yml", GOOD)
    for target in (str(outside), "/dev/zero", ".git", "/proc/self/root", "x" * 100_000, "\x1b[31m"):
        repository.write(".git", f"gitdir: {target}\n")
        assert repository.check().status == 0


def test_a_git_folder_that_is_huge(repository):
    repository.write(".gitlab-ci.yml", GOOD)
    repository.write(".git/packed-refs", "0" * 40 + " refs/heads/a\n" * 1_000_000)
    repository.write(".git/config", '[remote "origin"]\n url = x\n' * 300_000)
    repository.write(".git/HEAD", "ref: " * 1_000_000)
    assert repository.check("-v").status == 0


def test_a_git_configuration_that_includes(repository, outside):
    (outside / "more").write_text('[remote "origin"]\n url = https://TOP-SECRET.example.com/a/b\n')
    repository.write(".gitlab-ci.yml", GOOD)
    repository.write(".git/config", f'[include]\n path = {outside}/more\n[core]\n fsmonitor = "touch x"\n')
    outcome = repository.run("init", "-o", "-")
    assert "TOP-SECRET" not in outcome.text
    assert not (repository.path / "x").exists()


def test_a_deep_tree_and_greedy_patterns(repository):
    folder = "/".join(["a"] * 200)
    repository.write(f"{folder}/x.yml", GOOD)
    for number in range(2_000):
        repository.write(f"many/{number}.yml", GOOD)
    stars = "**/" * 40
    repository.write(".gitlab-ci.yml", f"include: ['{stars}*.yml', '{'*' * 60}b.yml', 'many/{'*a' * 40}.yml']\n" + GOOD)
    repository.check()
    repository.write(
        ".gitlab-ci.yml",
        f"a: {{script: x, rules: [{{exists: ['{stars}*.nope', '{'*a' * 50}', '{'[!a]*' * 40}', '{'{a,b}' * 40}']}}]}}\n",
    )
    repository.check()
    repository.run("predict")


def test_10_000_files_are_included_at_most_150_times(repository):
    for number in range(10_000):
        repository.write(f"many/{number}.yml", f".a{number}: {{script: x}}\n")
    repository.write(".gitlab-ci.yml", "include: 'many/*.yml'\n" + GOOD)
    outcome = repository.check()
    assert outcome.status == 1
    assert "more than 150 files are included" in outcome.text


# Permissions, and files that change


@pytest.fixture
def public():
    """A repository, and akvlint, where every user gets at them."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        shutil.copy(AKVLINT, folder)
        path = pathlib.Path(folder, "repository")
        path.mkdir()
        yield Repository(path)


@pytest.mark.parametrize(
    "name, arguments, status",
    [
        (".gitlab-ci.yml", [], 3),
        ("ci/part.yml", [], 3),
        ("ci", [], 3),
        (".akvlint.yml", [], 2),
        (".akvlint.snapshot.json", [], 2),
        ("below/.gitlab-ci.yml", ["."], 3),
        ("baseline.json", ["--baseline", "baseline.json"], 2),
        ("packs", ["--rules", "packs"], 2),
        (".git", [], 0),
    ],
)
def test_what_may_not_be_read_is_told(public, name, arguments, status):
    public.write(".gitlab-ci.yml", "include: ci/part.yml\n" + GOOD)
    public.write("ci/part.yml", ".a: {script: x}\n")
    public.write("below/.gitlab-ci.yml", GOOD)
    if name == "packs":
        (public.path / name).mkdir()
    elif name not in (".git", "ci"):
        public.write(name, "{}")
    (public.path / name).chmod(0)
    outcome = public.check(*arguments, is_nobody=True)
    (public.path / name).chmod(0o755)
    assert outcome.status == status, outcome.text
    assert status == 0 or re.search("ermission denied|missing|does not exist|contains no pipeline|has no|cannot list", outcome.text), outcome.text


def test_files_that_change_while_they_are_read(repository):
    """They shrink, grow, vanish, and become other things."""
    names = [f"part{number}.yml" for number in range(40)]
    repository.write(".gitlab-ci.yml", "include: 'part*.yml'\n" + GOOD)
    stop = threading.Event()

    def change():
        turn = 0
        while not stop.is_set():
            turn += 1
            for name in names:
                file = repository.path / name
                match turn % 4:
                    case 0: file.unlink(missing_ok=True)
                    case 1: file.write_text(".a: {script: x}\n" * (turn * 50 % 4000))
                    case 2: file.write_text("")
                    case 3:
                        file.unlink(missing_ok=True)
                        os.mkfifo(file)

    changer = threading.Thread(target=change)
    changer.start()
    try:
        for _ in range(30):
            repository.check()
    finally:
        stop.set()
        changer.join()
