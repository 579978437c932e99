"""Each package of `make dist`, used by the program that it is for.

Run by `make test-dist`, with DIST naming the folder.
"""

import os
import platform
import re
import shutil
import stat
import subprocess
import tarfile
import venv

import pytest
import yaml
from conftest import PACKAGE, check_that_it_works, run
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

HOOK = """\
repos:
  - repo: local
    hooks:
      - id: akvlint
        name: akvlint
        language: python
        additional_dependencies: ["{wheel}"]
        entry: akvlint check --hook
        files: '(^|[/.])gitlab-ci\\.ya?ml$'
        require_serial: true
"""


def test_checksums(dist):
    lines = run("sha256sum", "--check", "SHA256SUMS", cwd=dist).splitlines()
    others = {path.name for path in dist.iterdir()} - {"SHA256SUMS"}
    assert {line.removesuffix(": OK") for line in lines} == others


def test_packing_twice_gives_the_same_bytes(dist, tmp_path):
    run("make", "-s", "-C", PACKAGE / "packaging", "dist", f"OUT={tmp_path}")
    assert (tmp_path / "SHA256SUMS").read_text() == (dist / "SHA256SUMS").read_text()


def test_tarball(one, tree, tmp_path):
    with tarfile.open(one("*.tar.gz")) as archive:
        for member in archive:
            assert (member.uid, member.gid) == (0, 0)
            assert not member.name.startswith(("/", "..")) and not member.issym()
            assert stat.S_IMODE(member.mode) in (0o644, 0o755), member.name
    binary = tree / "bin/akvlint"
    check_that_it_works(binary, tmp_path / "work")
    # No interpreter and no section of symbols: it runs anywhere and is stripped.
    kinds = run("readelf", "-lS", binary)
    assert "INTERP" not in kinds and ".symtab" not in kinds
    # The one that asks needs the C library, to look names up, and nothing else.
    live = run("readelf", "-dSW", tree / "bin/akvlint-live")
    needed = set(re.findall(r"NEEDED.*\[(.*?)\]", live))
    assert ".symtab" not in live and needed <= {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"}


def test_debian_package(one, tmp_path):
    package = one("*.deb")
    root = tmp_path / "root"
    for folder in ("info", "updates", "triggers"):
        (root / "var/lib/dpkg" / folder).mkdir(parents=True)
    for file in ("status", "available"):
        (root / "var/lib/dpkg" / file).touch()

    def dpkg(*arguments):
        command = ["dpkg", f"--root={root}", "--force-not-root", "--log=/dev/null", *arguments]
        return run(*command)

    before = sorted(root.rglob("*"))
    dpkg("-i", package)
    check_that_it_works(root / "usr/bin/akvlint", tmp_path / "work")
    assert "Recommends: ca-certificates, libc6 (>= 2." in run("dpkg-deb", "-I", package)
    assert "ok installed" in dpkg("-s", "akvlint")
    assert dpkg("--verify", "akvlint") == ""
    dpkg("-i", package)
    dpkg("-r", "akvlint")
    left = {path for path in root.rglob("*") if "var" not in path.relative_to(root).parts}
    assert left <= set(before)


def test_wheel(one, tmp_path):
    wheel = one("*.whl")
    run("check-wheel-contents", "--ignore", "W007,W008", wheel)
    assert "PASSED" in run("twine", "check", "--strict", wheel)
    venv.create(tmp_path / "venv", with_pip=True)
    run(tmp_path / "venv/bin/pip", "install", "-q", "--no-index", wheel)
    check_that_it_works(tmp_path / "venv/bin/akvlint", tmp_path / "work")
    run(tmp_path / "venv/bin/pip", "uninstall", "-q", "-y", "akvlint")
    assert not (tmp_path / "venv/bin/akvlint").exists()


def test_pre_commit_installs_the_wheel(one, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    work = tmp_path / "work"
    work.mkdir()
    run("git", "init", "-q", cwd=work)
    (work / ".pre-commit-config.yaml").write_text(HOOK.format(wheel=one("*.whl")))
    (work / ".gitlab-ci.yml").write_text("job: {script: make}\n")
    run("git", "add", "-A", cwd=work)

    def hooks():
        return subprocess.run(
            ["pre-commit", "run", "--all-files"],
            cwd=work, env=environment, capture_output=True, text=True,
        )

    good = hooks()
    assert good.returncode == 0 and "Passed" in good.stdout, good
    (work / ".gitlab-ci.yml").write_text("job: {script: make, secrets: {K: {token: $NOBODY}}}\n")
    bad = hooks()
    assert bad.returncode == 1 and "AKV202" in bad.stdout, bad


def test_the_guide_shows_that_hook():
    guide = (PACKAGE / "docs/pre-commit.md").read_text()
    shown = [block for block in re.findall(r"```yaml\n(.*?)```", guide, re.S) if "local" in block]
    ours = yaml.safe_load(HOOK)["repos"][0]["hooks"][0]
    (theirs,) = [yaml.safe_load(block)["repos"][0]["hooks"][0] for block in shown]
    assert theirs.keys() == ours.keys()
    assert (theirs["language"], theirs["entry"]) == (ours["language"], ours["entry"])


def guide_commands():
    guide = (PACKAGE / "docs/install.md").read_text()
    return re.findall(r"~~~sh\n(.*?)~~~", guide, re.S)


@pytest.mark.parametrize("commands", guide_commands(), ids=lambda text: text.split()[0])
def test_the_guide(dist, tmp_path, commands):
    """Every command of the guide; dpkg gets a root of its own, and no password is asked for."""
    work, root, bin = tmp_path / "work", tmp_path / "root", tmp_path / "bin"
    shutil.copytree(dist, work)
    for folder in ("info", "updates"):
        (root / "var/lib/dpkg" / folder).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    bin.mkdir()
    for name, text in {
        "sudo": 'exec "$@"',
        "dpkg": f'exec /usr/bin/dpkg --root={root} --force-not-root --log=/dev/null "$@"',
        # Only GitLab can sign a release, so this checks no more than the form of the call.
        "cosign": '[ "$1 $2 $4" = "verify-blob --bundle SHA256SUMS" ] && [ -f "$4" ]',
    }.items():
        (bin / name).write_text(f"#!/bin/sh\n{text}\n")
        (bin / name).chmod(0o755)
    environment = {"PATH": f"{bin}:{root}/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(tmp_path)}
    shown = run("sh", "-eu", "-c", commands, cwd=work, env=environment)
    assert "OK" in shown or "rules of" in shown


def test_bill_of_materials(one):
    document = parse_file(str(one("*.spdx.json")))
    assert [str(message) for message in validate_full_spdx_document(document)] == []
    names = {package.name for package in document.packages}
    assert {"akvlint", "akvlint-live", "libyaml", "swift", "swift-argument-parser"} <= names
    assert {"async-http-client", "swift-nio-ssl", "boringssl", "swift-subprocess"} <= names
    lean = {
        relation.related_spdx_element_id for relation in document.relationships
        if relation.spdx_element_id == "SPDXRef-Package-0"
    }
    linked = {package.name for package in document.packages if package.spdx_id in lean}
    assert linked == {"glibc", "libstdc++", "libyaml", "swift", "swift-argument-parser"}


def test_formula(one):
    formula = one("akvlint.rb")
    assert "Syntax OK" in run("ruby", "-wc", formula)
    text = formula.read_text()
    assert "@" not in re.sub(r"@0\.1\.0|#\{.*?\}", "", text)
    sums = (one("SHA256SUMS")).read_text()
    assert re.search(r'sha256 "([0-9a-f]{64})"', text)[1] in sums
    assert f"-linux-{platform.machine()}.tar.gz" in text


def test_packages_of_other_machines_are_joined(dist, tmp_path):
    """The recipe takes the names of the machine's architecture, and joins what several have packed."""
    here, there, joined = dist, tmp_path / "there", tmp_path / "joined"
    there.mkdir()
    for file in dist.glob("akvlint[-_]*"):
        name = file.name.replace("x86_64", "aarch64").replace("amd64", "arm64")
        (there / name).write_bytes(file.read_bytes() + b"\n")
    run("make", "-s", "-C", PACKAGE / "packaging", "join", f"PARTS={here} {there}", f"OUT={joined}")
    names = {path.name for path in joined.iterdir()}
    assert {path.name for path in dist.iterdir()} <= names
    assert {path.name for path in there.iterdir()} <= names
    formula = (joined / "akvlint.rb").read_text()
    assert "Syntax OK" in run("ruby", "-wc", joined / "akvlint.rb")
    assert "on_intel do" in formula and "on_arm do" in formula
    sums = (joined / "SHA256SUMS").read_text()
    assert all(name in sums for name in names - {"SHA256SUMS"})


def test_dockerfile():
    run("hadolint", "--ignore", "DL3008", PACKAGE / "Dockerfile")
    # The first stage must copy everything that the packages are made of.
    copied = re.findall(r"COPY --from=build /source/(\S+)", (PACKAGE / "Dockerfile").read_text())
    packed = (PACKAGE / "packaging/Makefile").read_text()
    assert copied == re.findall(r"^(?:BINARY|LIVE) \?= \$\(abspath \.\./(.*)\)$", packed, re.M)
    assert len(copied) == 2 and (PACKAGE / copied[0]).exists()


def test_manual(tree):
    page = tree / "share/man/man1/akvlint.1"
    shown = run("man", "--warnings", "-l", page, env={**os.environ, "MANPAGER": "cat"})
    assert "diagnose" in shown and "--fail-on" in shown and "warning:" not in shown
    assert "\n\n             Examples:\n" in shown
    live = run(
        "man", "--warnings", "-l", tree / "share/man/man1/akvlint-live.1",
        env={**os.environ, "MANPAGER": "cat"},
    )
    assert "EXAMPLES" in live and "akvlint --live" in live and "warning:" not in live


@pytest.mark.parametrize(
    ("shell", "script"),
    [
        (
            "bash",
            "source {share}/bash-completion/completions/akvlint; COMP_WORDS=(akvlint {word});"
            " COMP_CWORD=1; COMP_LINE='akvlint {word}'; COMP_POINT=${{#COMP_LINE}};"
            " $(complete -p akvlint | sed 's/.*-F \\([^ ]*\\).*/\\1/') akvlint {word} akvlint;"
            " printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        ),
        ("fish", "source {share}/fish/vendor_completions.d/akvlint.fish; complete -C 'akvlint {word}'"),
    ],
)
@pytest.mark.parametrize(("word", "expected"), [("dia", "diagnose"), ("pre", "predict")])
def test_completions(tree, tmp_path, shell, script, word, expected):
    file = tmp_path / "script"
    file.write_text(script.format(share=tree / "share", word=word))
    environment = {"PATH": f"{tree}/bin:/usr/bin:/bin", "HOME": str(tmp_path)}
    shown = run(shell, file, env=environment, cwd=tmp_path)
    assert expected in [line.split("\t")[0].strip() for line in shown.splitlines()], shown


def test_bash_completes_names_and_runs_nothing(tree, tmp_path):
    """Bash splits words at colons and equals signs, and expands the words that `compgen` gets."""
    (tmp_path / ".gitlab-ci.yml").write_text(
        "deploy: {script: x}\n$(touch ran): {script: x}\nstart: {trigger: {include: child.yml}}\n"
    )
    (tmp_path / "child.yml").write_text("build: {script: x}\n")
    file = tmp_path / "script"
    file.write_text(
        f"source {tree}/share/bash-completion/completions/akvlint\n"
        """
        complete_words() {
            COMP_LINE="$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_POINT=${#COMP_LINE}; COMPREPLY=()
            _akvlint_whole_words akvlint "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
        }
        complete_words 'akvlint model --job ' akvlint model --job ''
        complete_words 'akvlint model --job child.yml:' akvlint model --job child.yml :
        complete_words 'akvlint check --severity AKV202=w' akvlint check --severity AKV202 = w
        """
    )
    shown = run("bash", file, env={"PATH": f"{tree}/bin:/usr/bin:/bin"}, cwd=tmp_path).splitlines()
    assert shown == ["deploy", "$(touch ran)", "start", "child.yml:build", "build", "warning"]
    assert not (tmp_path / "ran").exists()


def test_zsh_completion(tree, tmp_path):
    """zsh completes at a terminal only, so it gets one of its own."""
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / ".zshrc").write_text(
        f"fpath=({tree}/share/zsh/site-functions $fpath)\n"
        "autoload -Uz compinit && compinit -u -D\nPS1='> '\nsetopt no_beep\n"
    )
    program = (
        "zmodload zsh/zpty\n"
        "zpty shell zsh -i\n"
        "zpty -w shell 'echo read''y'\n"
        "zpty -r shell answer '*ready*'\n"
        "zpty -w -n shell $'akvlint diag\\t'\n"
        "zpty -r shell answer '*diagnose*' && print found\n"
        "zpty -d shell\n"
    )
    (tmp_path / "drive.zsh").write_text(program)
    environment = {
        "PATH": f"{tree}/bin:/usr/bin:/bin", "HOME": str(tmp_path), "ZDOTDIR": str(tmp_path),
        "TERM": "dumb",
    }
    shown = run("zsh", "-f", tmp_path / "drive.zsh", env=environment, cwd=work, timeout=30)
    assert "found" in shown


def test_install_puts_things_where_they_belong(tmp_path):
    run("make", "-s", "-C", PACKAGE / "packaging", "install", f"DESTDIR={tmp_path}", "PREFIX=/usr")
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert {
        "usr/bin/akvlint",
        "usr/share/man/man1/akvlint.1",
        "usr/share/man/man1/akvlint-live.1",
        "usr/share/bash-completion/completions/akvlint",
        "usr/share/zsh/site-functions/_akvlint",
        "usr/share/fish/vendor_completions.d/akvlint.fish",
    } <= found
