"""Hostile repositories against the built akvlint: `make test-hostile`, with AKVLINT naming it.

Every run is measured: processor time, the greatest memory, and that it ends at all.
"""

import dataclasses
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

import pytest

AKVLINT = os.environ["AKVLINT"]
LIMITED = pathlib.Path(__file__).with_name("limited.py")

SECONDS = float(os.environ.get("AKVLINT_SECONDS", 2))
"""What a run may take of a processor."""

MEBIBYTES = 512
"""What a run may hold of memory."""

PATIENCE = 30
"""The seconds after which a run counts as hanging; CI machines are shared."""

GOOD = "job: {script: x}\n"

BAD = """\
deploy:
  script: x
  id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
  secrets: {PASSWORD: {azure_key_vault: {name: password}, token: AZURE_JWT}}
"""


def each(count, text, separator=""):
    return separator.join(text.replace("#", str(number)) for number in range(count))


RULE = """\
id: TEAM{number}
name: own-rule-{number}
severity: warning
profile: recommended
roles: [pipeline]
title: A rule
for: {subject}
assert: '{expression}'
at: {at}
message: '{message}'
identity: [job]
why: x
remedy: x
references: []
examples: {{bad: [], good: []}}
"""


def rule(expression, number=950, subject="job", message="x"):
    at = {"pipeline": "pipeline.jobs[0].name", "job": "job.name"}[subject]
    return RULE.format(number=number, subject=subject, expression=expression, at=at, message=message)


@dataclasses.dataclass
class Outcome:
    """How a process ended."""

    output: bytes
    errors: bytes
    status: int
    seconds: float
    mebibytes: float

    @property
    def text(self):
        return (self.output + self.errors).decode()

    @property
    def rules(self):
        """The rules in a report of the format `concise`."""
        return set(re.findall(r"\[(AKV\d+)", self.output.decode()))

    @property
    def report(self):
        return json.loads(self.output)


def launch(arguments, *, folder, stdin=b"", environment=None, streams=None, **options):
    """Runs akvlint in a folder and measures it.

    `streams` replaces standard streams; the other options are those of `limited.py`.
    """
    options["environment"] = environment or {}
    with tempfile.TemporaryDirectory() as place:
        files = {name: open(f"{place}/{name}", "w+b") for name in ("stdin", "stdout", "stderr")}
        files["stdin"].write(stdin)
        files["stdin"].seek(0)
        report = pathlib.Path(place, "report")
        process = subprocess.Popen(
            [sys.executable, "-IS", LIMITED, report, json.dumps(options), AKVLINT]
            + [os.fsdecode(argument) for argument in arguments],
            cwd=folder,
            start_new_session=True,
            **files | (streams or {}),
        )
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            pytest.fail(f"{arguments} hangs")
        for name in ("stdout", "stderr"):
            files[name].seek(0)
        output, errors = files["stdout"].read(), files["stderr"].read()
        for file in files.values():
            file.close()
        assert report.exists(), errors
        return Outcome(output=output, errors=errors, **json.loads(report.read_text()))


class Repository:
    """A folder with a `.git`, and akvlint in it."""

    def __init__(self, path):
        self.path = path
        self.write(".git/HEAD", "ref: refs/heads/main\n")

    def write(self, name, content):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def link(self, name, target):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(target)
        return file

    def run(self, *arguments, **how):
        """Runs akvlint, which must keep to the limits for any input."""
        how.setdefault("folder", self.path)
        outcome = launch(arguments, **how)
        what = f"{arguments}: {outcome.seconds:.2f} s, {outcome.mebibytes:.0f} MiB"
        print(what)
        assert outcome.status in (0, 1, 2, 3), (outcome.status, outcome.text[-2000:])
        assert outcome.seconds < SECONDS, what
        assert outcome.mebibytes < MEBIBYTES, what
        return outcome

    def check(self, *arguments, **how):
        return self.run("check", "--format", "concise", *arguments, **how)


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    return Repository(folder)


@pytest.fixture
def outside(tmp_path):
    """A folder beside the repository, with a secret in it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.yml").write_text(".secret: {script: TOP-SECRET}\n")
    return folder
