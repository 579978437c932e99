"""Commits that were made by hand, with content, names and trees that `git add` would not store.

`git` is the system's; its time counts, because akvlint decides what it is asked.
"""

import json
import subprocess

import pytest

from conftest import GOOD, each, launch

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"}

SECRET = "TOP-SECRET"


class Commits:
    """A repository whose `main` holds a good pipeline and whose `branch` holds a tree made by hand."""

    def __init__(self, path):
        self.path = path
        self.git("init", "-q", "-b", "main")
        (path / ".gitlab-ci.yml").write_text(GOOD)
        base = self.commit(self.tree(self.file(".gitlab-ci.yml", GOOD)))
        self.git("update-ref", "refs/heads/main", base)

    def git(self, *arguments, stdin=""):
        call = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(self.path), *arguments]
        stdin = stdin if isinstance(stdin, bytes) else stdin.encode()
        return subprocess.run(call, input=stdin, capture_output=True, check=True, env=ENVIRONMENT).stdout.decode().strip()

    def blob(self, content):
        return self.git("hash-object", "-w", "--stdin", stdin=content)

    def file(self, name, content):
        return f"100644 blob {self.blob(content)}\t{name}"

    def link(self, name, target):
        return f"120000 blob {self.blob(target)}\t{name}"

    def tree(self, *entries):
        return self.git("mktree", "--missing", stdin="".join(entry + "\n" for entry in entries))

    def folder(self, name, tree):
        return f"040000 tree {tree}\t{name}"

    def raw_tree(self, *entries):
        """A tree with names that `git mktree` refuses."""
        content = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(object) for mode, name, object in entries)
        return self.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=content)

    def commit(self, tree):
        return self.git("commit-tree", tree, stdin="x")

    def branch(self, tree):
        self.git("update-ref", "refs/heads/branch", self.commit(tree))

    def diff(self, *arguments):
        """Compares both ways; the branch may be the base as well, as after a force push."""
        outcomes = []
        for revisions in (["main", "branch"], ["branch", "main"]):
            outcome = launch(["diff", *revisions, *arguments], folder=self.path, environment=ENVIRONMENT)
            assert outcome.status in (0, 1, 2, 3), (outcome.status, outcome.text[-2000:])
            assert outcome.seconds < 4 and outcome.mebibytes < 512, (outcome.seconds, outcome.mebibytes)
            assert SECRET not in outcome.text
            outcomes.append(outcome)
        return outcomes


@pytest.fixture
def commits(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    return Commits(folder)


def bomb(commits, levels, width, name="f#"):
    tree = commits.tree(*[f"100644 blob {commits.blob(GOOD)}\t" + name.replace("#", str(number)) for number in range(width)])
    for _ in range(levels):
        tree = commits.tree(*[commits.folder(f"d{number}", tree) for number in range(width)])
    return tree


@pytest.mark.parametrize("levels", [4, 5, 9, 20])
@pytest.mark.parametrize("name", ["f#", "f#.gitlab-ci.yml", ".gitlab-ci.yml#"])
def test_trees_that_hold_each_other(commits, levels, name):
    commits.branch(bomb(commits, levels, 10, name))
    commits.diff()


def test_wildcards_over_trees_that_hold_each_other(commits):
    commits.branch(commits.tree(
        commits.folder("d", bomb(commits, 4, 10, "f#.yml")),
        commits.file(".gitlab-ci.yml", "include: ['d/**/*.yml', '" + "**/" * 20 + "*1*2*3.yml']\n" + GOOD)))
    commits.diff()


def jobs(count, job, head="variables: {A: 'https://#.example', B: $A, V: '#'}\n"):
    """Two texts that differ in each job: `#` is the number of the job, `@` that of the text."""
    return [head.replace("#", text) + each(count, job.replace("@", text)) for text in "12"]


TOKEN = "id_tokens: {T: {aud: '#.example'}}"
AZURE = "secrets: {S: {azure_key_vault: {name: x, version: '#@'}, token: $T}}"

CHANGES = {
    "variables in audiences": jobs(2_000, "j#: {script: x, id_tokens: {T: {aud: $A}}}\n"),
    "variables in variables in audiences": jobs(2_000, "j#: {script: x, id_tokens: {T: {aud: [$B, '$B/#', '$A$B']}}}\n"),
    "audiences": jobs(4_000, "j#: {script: x, id_tokens: {T: {aud: '#@'}}}\n"),
    "many audiences": jobs(20, "j#: {script: x, id_tokens: {T: {aud: [" + ", ".join(f"'{number}@'" for number in range(500)) + "]}}}\n"),
    "many tokens": jobs(20, "j#: {script: x, id_tokens: {" + ", ".join(f"T{number}: {{aud: $A@}}" for number in range(500)) + "}}\n"),
    "secrets": jobs(2_000, "j#: {script: x, " + TOKEN + ", " + AZURE + "}\n"),
    "secrets of a variable": jobs(1_500, "j#: {script: x, " + TOKEN + ", secrets: {S: {azure_key_vault: {name: 'x$V', version: $V}, token: $T}}}\n"),
    "many secrets": jobs(10, "j#: {script: x, " + TOKEN + ", secrets: {" + ", ".join(
        f"S{number}: {{azure_key_vault: {{name: x{number}, version: '@'}}, token: $T}}" for number in range(300)) + "}}\n"),
    "names": jobs(4_000, "j@x#: {script: x, id_tokens: {T: {aud: x}}}\n"),
    "names of the same jobs": jobs(1_500, "j@x#: {script: x, id_tokens: {T: {aud: $A}}, " + AZURE.replace("#@", "0") + "}\n"),
    "rules": jobs(2_000, "j#: {script: x, " + TOKEN + ", rules: [{if: '$CI_COMMIT_BRANCH == \"@#\"'}, {if: $V@}]}\n"),
    "needs": jobs(1_000, "j#: {script: x, needs: [{job: j0, optional: true}], " + TOKEN + ", " + AZURE + ", environment: '$V/#@'}\n"),
    "matrices": jobs(50, "j#: {script: x, parallel: {matrix: [{A: [" + ", ".join(map(str, range(150))) + "], V: ['@']}]}, id_tokens: {T: {aud: $A}}, " + AZURE + "}\n"),
    "sign-ins": jobs(1_000, "j#: {script: 'az login --service-principal -u $A -t $V --federated-token $T # @', id_tokens: {T: {aud: $A}}}\n"),
    "children": jobs(300, "j#: {trigger: {include: c@.yml}}\n"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_job_changes(commits, name):
    child = commits.file("c1.yml", each(20, "k#: {script: x, id_tokens: {T: {aud: x}}}\n"))
    children = [child, child.replace("c1.yml", "c2.yml")]
    for branch, text in zip(("main", "branch"), CHANGES[name]):
        commits.git("update-ref", f"refs/heads/{branch}", commits.commit(commits.tree(commits.file(".gitlab-ci.yml", text), *children)))
    commits.diff()
    commits.diff("--format", "json")


@pytest.mark.parametrize("count", [20_000, 100_000, 400_000])
@pytest.mark.parametrize("name", ["#.gitlab-ci.yml", "#", "n" * 200 + "#.gitlab-ci.yml"])
def test_many_files(commits, count, name):
    blob = commits.blob(GOOD)
    commits.branch(commits.tree(*[f"100644 blob {blob}\t" + name.replace("#", str(number)) for number in range(count)]))
    commits.diff()


def test_a_list_that_is_too_long_names_the_limit(commits):
    blob = commits.blob(GOOD)
    commits.branch(commits.tree(*[f"100644 blob {blob}\t{'n' * 200}{number}.gitlab-ci.yml" for number in range(400_000)]))
    for outcome in commits.diff("--format", "json"):
        assert outcome.status == 3 and "MiB" in outcome.text, outcome.text
        assert json.loads(outcome.output)["changes"] == []
    outcome = launch(["check", "--since", "branch"], folder=commits.path, environment=ENVIRONMENT)
    assert outcome.status == 3 and "AKV003" in outcome.text
    commits.git("read-tree", "branch")
    outcome = launch(["check", "--staged", "."], folder=commits.path, environment=ENVIRONMENT)
    assert outcome.status == 3 and "AKV003" in outcome.text


@pytest.mark.parametrize("name", ["n" * 4_000 + "#.gitlab-ci.yml", "n" * 200_000 + "#"], ids=["long", "huge"])
def test_long_names(commits, name):
    blob = commits.blob(GOOD)
    count = 60_000_000 // len(name)
    commits.branch(commits.tree(*[f"100644 blob {blob}\t" + name.replace("#", str(number)) for number in range(count)]))
    commits.diff()


@pytest.mark.parametrize("depth, width", [(1_500, 1), (60, 20_000), (63, 200_000), (100, 100_000)])
def test_deep_folders(commits, depth, width):
    tree = commits.tree(commits.file("x.gitlab-ci.yml", GOOD))
    for _ in range(depth):
        tree = commits.tree(commits.folder("d", tree))
    commits.branch(commits.tree(*[commits.folder(f"d{number}", tree) for number in range(width)]))
    commits.diff()


@pytest.mark.parametrize("size", [1_000_000, 14_000_000, 17_000_000])
@pytest.mark.parametrize("content", ["# xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", "\n", "a: b\n"])
def test_big_files(commits, size, content):
    """They are small in Git."""
    text = content * (size // len(content))
    commits.branch(commits.tree(
        commits.file(".gitlab-ci.yml", "include: '*.yml'\n" + GOOD),
        *[commits.file(f"{number}.yml", f"# {number}\n" + text) for number in range(100)]))
    commits.diff()


LINKS = {
    "outside": {"l.yml": "../../../../../etc/passwd", "m.yml": "/etc/passwd", "n.yml": ".git/config", "o.yml": "../outside/secret.yml"},
    "a configuration": {".akvlint.yml": "../outside/secret.yml", "l.yml": "x"},
    "a snapshot": {".akvlint.snapshot.json": "../outside/secret.yml", "l.yml": "x"},
    "circles": {"l.yml": "m.yml", "m.yml": "l.yml", "n.yml": "n.yml", "o.yml": "."},
    "a chain": {"l.yml": "l0.yml"} | {f"l{number}.yml": f"l{number + 1}.yml" for number in range(100)},
    "a long target": {"l.yml": "a/../" * 100_000 + "x.yml"},
    "targets that grow": {f"l{number}": f"l{number + 1}/../l{number + 1}" for number in range(39)} | {"l.yml": "l0/x.yml", "l39": "."},
    "an empty target": {"l.yml": ""},
    "a target of NULs": {"l.yml": "x\0y"},
}


@pytest.mark.parametrize("name", LINKS)
def test_links(commits, tmp_path, name):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yml").write_text(f"{SECRET}: {{script: {SECRET}, scrip: {SECRET}}}\n")
    (commits.path / ".git/config").write_text(f"# {SECRET}\n" + (commits.path / ".git/config").read_text())
    commits.branch(commits.tree(
        commits.file(".gitlab-ci.yml", "include: [l.yml, m.yml, n.yml, o.yml, .git/config]\n" + GOOD),
        *[commits.link(path, target) for path, target in LINKS[name].items()]))
    for format in ("text", "markdown", "json"):
        commits.diff("--format", format)


def test_submodules(commits):
    commits.branch(commits.tree(
        f"160000 commit {'1' * 40}\tsub", commits.link("l.yml", "sub/x.yml"),
        commits.file(".gitmodules", "[submodule \"sub\"]\n path = sub\n url = ext::sh -c touch% pwned\n update = !touch pwned\n"),
        commits.file(".gitlab-ci.yml", "include: [sub/x.yml, l.yml]\n" + GOOD)))
    commits.diff()
    assert not (commits.path / "pwned").exists()


@pytest.mark.parametrize("name", ["..", ".", ".git", ".GIT", "a/b", "../x.yml", "/etc/passwd", "\x1b[31m.yml", "a\nb.yml", "\u202e.yml", "-x.yml"])
@pytest.mark.parametrize("mode", ["100644", "120000", "40000", "100755", "777777", "0"])
def test_names_and_modes_that_git_refuses(commits, name, mode):
    pipeline = commits.blob("include: ['**/*.yml', x.yml, .git/x.yml, a/b]\n" + GOOD)
    inner = commits.tree(commits.file("x.yml", ".a: {script: x}\n")) if mode == "40000" else commits.blob(".a: {script: x}\n")
    commits.branch(commits.raw_tree((mode, name, inner), ("100644", ".gitlab-ci.yml", pipeline)))
    for outcome in commits.diff():
        assert "\x1b" not in outcome.text and "\u202e" not in outcome.text


@pytest.mark.parametrize("count", [1, 140])
def test_objects_that_are_not_there(commits, count):
    commits.branch(commits.tree(
        commits.file(".gitlab-ci.yml", "include: 'x*.yml'\n" + GOOD),
        *[f"100644 blob {number:040x}\tx{number}.yml" for number in range(1, count + 1)]))
    for outcome in commits.diff():
        assert outcome.status in (0, 3)


def test_objects_that_are_damaged(commits):
    commits.branch(commits.tree(commits.file("x.yml", "a: b # damaged\n"), commits.file(".gitlab-ci.yml", "include: x.yml\n" + GOOD)))
    object = commits.blob("a: b # damaged\n")
    file = commits.path / ".git/objects" / object[:2] / object[2:]
    file.chmod(0o644)
    file.write_bytes(b"x" * 1_000)
    commits.diff()


SETTINGS = {
    "a file system monitor": "[core]\n fsmonitor = touch pwned\n",
    "hooks": "[core]\n hooksPath = .\n",
    "a promisor": "[core]\n repositoryformatversion = 1\n[extensions]\n partialClone = origin\n"
    "[remote \"origin\"]\n url = ext::sh -c touch% pwned\n promisor = true\n uploadpack = touch pwned;\n",
    "aliases": "[alias]\n ls-tree = !touch pwned\n cat-file = !touch pwned\n rev-parse = !touch pwned\n",
    "a pager": "[core]\n pager = touch pwned\n[pager]\n ls-tree = true\n cat-file = touch pwned\n",
    "filters": "[filter \"x\"]\n smudge = touch pwned\n clean = touch pwned\n process = touch pwned\n required = true\n",
    "SSH": "[core]\n sshCommand = touch pwned\n gitProxy = touch pwned\n askPass = touch pwned\n editor = touch pwned\n",
    "refs of alternates": "[core]\n alternateRefsCommand = touch pwned\n",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_the_repository_run_nothing(commits, name):
    """Not even where someone else made the `.git`."""
    commits.branch(commits.tree(
        commits.file(".gitattributes", "* filter=x diff=x\n"), f"100644 blob {'2' * 40}\tx.yml",
        commits.file(".gitlab-ci.yml", "include: x.yml\n" + GOOD)))
    with (commits.path / ".git/config").open("a") as file:
        file.write(SETTINGS[name])
    hook = commits.path / "post-index-change"
    hook.write_text("#!/bin/sh\ntouch pwned\n")
    hook.chmod(0o755)
    commits.diff()
    for arguments in (["check", "--staged"], ["check", "--since", "branch"], ["diff", "--staged"]):
        launch(arguments, folder=commits.path, environment=ENVIRONMENT)
    assert not list(commits.path.rglob("pwned"))


@pytest.mark.parametrize("revision", ["--output=pwned", "-p", "--help", "main\nbranch", "x" * 100_000, "main^" * 10_000, "@{-1}", ":/x", "main:.gitlab-ci.yml",
                                      "HEAD@{upstream}", "\x1b[31m", ""])
def test_revisions_are_no_options(commits, revision):
    for arguments in ([f"--since={revision}"], ["--since", revision]):
        outcome = launch(["check", *arguments], folder=commits.path, environment=ENVIRONMENT)
        assert outcome.status in (0, 2), outcome.text[-500:]
        assert "\x1b" not in outcome.text
    outcome = launch(["diff", "--", revision], folder=commits.path, environment=ENVIRONMENT)
    assert outcome.status in (0, 2), outcome.text[-500:]
    assert not (commits.path / "pwned").exists()


def test_a_git_file_leads_to_a_worktree_only(commits, tmp_path):
    """A worktree's `.git` is a file; one that leads in a circle, or to a pipe, ends."""
    folder = tmp_path / "worktree"
    folder.mkdir()
    (folder / ".gitlab-ci.yml").write_text(GOOD)
    for target in (str(folder), ".git", "/dev/zero", "/proc/self/fd/0", "x" * 100_000, str(commits.path / ".git/worktrees/x"), "\x1b[31m"):
        (folder / ".git").write_text(f"gitdir: {target}\n")
        for arguments in (["diff", "main", "branch"], ["check", "--staged"], ["check", "--since", "main"]):
            outcome = launch(arguments, folder=folder, environment=ENVIRONMENT)
            assert outcome.status in (0, 2, 3), outcome.text
            assert outcome.seconds < 2 and "\x1b" not in outcome.text


@pytest.mark.parametrize("alternates", ["/dev/zero\n", "../objects\n" * 1_000, "\0" * 100_000, "../../../../outside/objects\n"],
                         ids=["a device", "circles", "NULs", "outside"])
def test_alternates(commits, alternates):
    (commits.path / ".git/objects/info").mkdir(exist_ok=True)
    (commits.path / ".git/objects/info/alternates").write_text(alternates)
    outcome = launch(["diff", "main", "main"], folder=commits.path, environment=ENVIRONMENT)
    assert outcome.status in (0, 2, 3)
    assert outcome.seconds < 2
