"""An akvlint that was built without live mode: `make test-without-live`, with AKVLINT naming it."""

import os
import pathlib
import shutil
import subprocess

import pytest

AKVLINT = pathlib.Path(os.environ["AKVLINT"])

PIPELINE = """\
variables:
  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net
  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555
  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000
deploy:
  script: x
  id_tokens: {T: {aud: https://gitlab.com}}
  secrets: {S: {azure_key_vault: {name: db}, token: $T}}
"""


@pytest.fixture
def repository(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitlab-ci.yml").write_text(PIPELINE)
    return tmp_path


def akvlint(repository, *arguments, program=AKVLINT, **options):
    return subprocess.run(
        [program, *arguments], cwd=repository, capture_output=True, text=True, **options
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["--live"],
        ["--live=vault"],
        ["snapshot"],
        ["init", "--ask=az"],
        ["diagnose", "--job-url", "https://gitlab.com/a/b/-/jobs/1"],
    ],
    ids=" ".join,
)
def test_live_mode_is_named_where_it_is(repository, arguments):
    done = akvlint(repository, *arguments)
    assert done.returncode == 4
    where = "built without live mode; install a package of akvlint, which has it as akvlint-live"
    assert where in done.stderr


def test_no_program_is_asked(repository):
    (repository / "bin").mkdir()
    (repository / "bin/az").write_text("#!/bin/sh\ntouch ran\n")
    (repository / "bin/az").chmod(0o755)
    path = f"{repository}/bin:{os.environ['PATH']}"
    done = akvlint(repository, "init", "--ask", "az", "-o", "-", env={**os.environ, "PATH": path})
    assert done.returncode == 4 and "without live mode" in done.stderr
    assert not (repository / "ran").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--live"],
        ["--live=vault", "-"],
        ["check", "--live", "a b.yml"],
        ["snapshot", "-o", "-"],
        ["init", "--ask", "az"],
    ],
    ids=" ".join,
)
def test_the_akvlint_beside_it_is_started(repository, arguments):
    folder = repository / "bin"
    folder.mkdir()
    program = shutil.copy(AKVLINT, folder / "akvlint")
    companion = folder / "akvlint-live"
    companion.write_text('#!/bin/sh\necho "$# $*"; cat; exit 7\n')

    def run(*arguments):
        return akvlint(repository, *arguments, program=program, input="typed", env={})

    # A file that is not a program does not count.
    assert run(*arguments).returncode != 7
    companion.chmod(0o755)
    done = run(*arguments)
    assert done.returncode == 7
    assert done.stdout == f"{len(arguments)} {' '.join(arguments)}\ntyped"
    assert run("--live", "--offline").returncode == 0


def test_findings_come_before_what_could_not_be_asked_unless_it_is_required(repository):
    assert akvlint(repository, "--live", "--offline").returncode == 0
    assert akvlint(repository, "--live", "--fail-on", "info").returncode == 4
    (repository / ".gitlab-ci.yml").write_text("a: {scrip: x}\n")
    assert akvlint(repository, "--live").returncode == 1
    assert akvlint(repository, "--live=vault").returncode == 4
    (repository / ".gitlab-ci.yml").write_text("a: [")
    assert akvlint(repository, "--live=vault").returncode == 3
