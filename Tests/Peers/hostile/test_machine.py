"""A machine that fails: full disks, closed streams, few descriptors, little memory, signals."""

import fcntl
import json
import os
import signal
import struct
import subprocess
import termios

import pytest

from conftest import AKVLINT, BAD, launch

FORMATS = ["text", "concise", "json", "jsonl", "sarif", "gitlab-codequality", "junit", "github", "checkstyle"]

COMMANDS = {
    "check": ["check"],
    "diff": ["check", "--diff", "--fix"],
    "standard input": ["-", "--fix"],
    "model": ["model"],
    "query": ["query", "pipeline.jobs.size()"],
    "predict": ["predict"],
    "report": ["report"],
    "graph": ["graph"],
    "includes": ["includes", "list"],
    "rules": ["rules", "list"],
    "explain": ["explain", "AKV202"],
    "init": ["init", "-o", "-"],
    "schema": ["init", "--schema"],
}


@pytest.fixture
def bad(repository):
    repository.write(".gitlab-ci.yml", BAD)
    return repository


@pytest.mark.parametrize("command", COMMANDS)
def test_a_report_that_is_lost_is_told(bad, command):
    with open("/dev/full", "wb") as full:
        outcome = bad.run(*COMMANDS[command], stdin=BAD.encode(), streams={"stdout": full})
    assert outcome.status == 2
    assert b"cannot write to standard output: No space left on device" in outcome.errors


@pytest.mark.parametrize("closed", [[0], [1], [2], [0, 1], [1, 2], [0, 1, 2]])
def test_closed_streams(bad, closed):
    file = bad.path / "report.json"
    outcome = bad.run("check", "--output", f"json={file}", closed=closed)
    assert outcome.status == (2 if 1 in closed else 1)
    # No file got the number of a stream, and so its text.
    assert json.loads(file.read_text())["schema"] == 1
    assert (bad.path / ".gitlab-ci.yml").read_text() == BAD


def test_closed_standard_input_is_told(bad):
    outcome = bad.run("-", closed=[0])
    assert outcome.status == 2
    assert b"cannot read standard input" in outcome.errors


def test_errors_that_nobody_reads_change_nothing(bad):
    with open("/dev/full", "wb") as full:
        assert bad.check(streams={"stderr": full}).status == 1


@pytest.mark.parametrize("format", FORMATS)
def test_a_reader_that_goes_away(bad, format):
    bad.write(".gitlab-ci.yml", BAD.replace("deploy:", "d" * 200_000 + ":"))
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as pipe:
        outcome = launch(["check", "--format", format], folder=bad.path, streams={"stdout": pipe})
    assert outcome.status == -signal.SIGPIPE


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"HOME": ""},
        {"HOME": "/nonexistent"},
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
        {"LANG": "\x1b[31m"},
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "/dev/zero"},
        {"TZ": "\x1b" * 10_000},
        {"TMPDIR": "/nonexistent"},
        {"PATH": ""},
        {"PWD": "/nonexistent"},
        {"TERM": "x" * 100_000, "COLUMNS": "-1"},
        {"CI": "true", "GITLAB_CI": "true", "CI_SERVER_URL": "\x1b[31m", "CI_PROJECT_PATH": "\n"},
        {"CI_SERVER_URL": "x" * 100_000},
    ],
    ids=lambda environment: " ".join(environment) + str(len(str(environment))),
)
def test_any_environment_gives_the_same(bad, environment):
    assert bad.check("--ignore", "AKV301", environment=environment).output == (
        b'.gitlab-ci.yml:4:66: error: "AZURE_JWT" does not reference an ID token; write $AZURE_JWT, '
        b"otherwise the runner sends this text literally [AKV203]\n"
    )


@pytest.mark.parametrize("files", [64, 16, 8])
def test_few_open_files(repository, files):
    for number in range(140):
        repository.write(f"ci/{number}.yml", f".a{number}: {{script: x}}\n")
    repository.write(".gitlab-ci.yml", "include: 'ci/*.yml'\n" + BAD)
    folder = "/".join(["deep"] * 30)
    repository.write(f"{folder}/.gitlab-ci.yml", BAD)
    outcome = repository.check(".", "--output", "json=report.json", limits={"NOFILE": files})
    assert outcome.status == 1 or files == 8 and outcome.status in (2, 3)


@pytest.mark.parametrize("kibibytes", [8192, 1024, 512])
def test_a_small_stack(repository, kibibytes):
    repository.write(".gitlab-ci.yml", ".a: " + "[" * 98 + "]" * 98 + "\n" + BAD)
    outcome = repository.check(limits={"STACK": kibibytes * 1024})
    assert outcome.status == 1


def test_little_memory(bad):
    # The debug build maps half of this for its libraries alone.
    assert bad.check(limits={"AS": 256 * 1_048_576}).status == 1


def test_a_folder_that_is_gone(tmp_path):
    folder = tmp_path / "gone"
    folder.mkdir()
    process = subprocess.run(
        ["sh", "-c", f'rmdir "$PWD"; exec {AKVLINT} check'],
        cwd=folder, capture_output=True, timeout=30,
    )
    assert process.returncode == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_leaves_nothing(bad, number):
    """While it waits for standard input."""
    process = subprocess.Popen(
        [AKVLINT, "-", "--output", "json=report.json"], cwd=bad.path, env={},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # The parent of these tests may ignore it, as nohup does, and a child inherits that.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    process.stdin.write(b"a: 1\n")
    process.stdin.flush()
    left = bytes(4)
    while struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, left))[0] > 0:
        assert process.poll() is None
    process.send_signal(number)
    assert process.wait(10) == -number
    assert process.communicate()[0] == b""
    assert sorted(path.name for path in bad.path.iterdir()) == [".git", ".gitlab-ci.yml"]


def test_standard_input_that_never_ends_is_left(bad):
    with open("/dev/zero", "rb") as zero:
        outcome = bad.run("-", streams={"stdin": zero})
    assert outcome.status == 2
    assert b"larger than 16 MiB" in outcome.errors
