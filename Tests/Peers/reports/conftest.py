"""Reports of the built akvlint over a small repository that has everything that is hard to write."""

import os
import subprocess

import pytest

AKVLINT = os.environ["AKVLINT"]

PIPELINE = """\
include: [{project: g/p, file: x.yml}, ci/more.yml]
"d\\u00e9pl <&>\\"' \\u001b[31m \\u6f22":
  script: x
  id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
  secrets:
    PASSWORD:
      azure_key_vault:
        name: password
        version: 3f2a9c1b-7d4e-4a68-9b0c-5e1d2f3a4b5c
      token: $AZURE_JTW
silenced:
  script: x
  id_tokens: {A: {aud: https://gitlab.com}}
  secrets:
    # akvlint: ignore[AKV202] the runner sets it
    S: {azure_key_vault: {name: n}, token: $B}
"""

CLEAN = "job: {script: x}\n"


class Repository:
    """A repository and the reports that akvlint writes about it."""

    def __init__(self, path):
        self.path = path

    def write(self, name, text):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, *arguments):
        return subprocess.run(
            [AKVLINT, *arguments], cwd=self.path, env={}, capture_output=True, check=False
        )

    def report(self, format, *arguments):
        """The file that holds the report of everything, in a format."""
        file = self.path / f"report.{format}"
        run = self.run("check", "--output", f"{format}={file}", *(arguments or ["."]))
        assert run.returncode in (0, 1, 3), run.stderr
        return file


def repository(path, files):
    result = Repository(path)
    result.write(".git/HEAD", "ref: refs/heads/main\n")
    for name, text in files.items():
        result.write(name, text)
    return result


@pytest.fixture
def faulty(tmp_path):
    return repository(
        tmp_path,
        {".gitlab-ci.yml": PIPELINE, "ci/more.yml": "more: {script: y}\n", "b c.gitlab-ci.yml": CLEAN},
    )


@pytest.fixture
def clean(tmp_path):
    return repository(tmp_path, {".gitlab-ci.yml": CLEAN})


@pytest.fixture(params=["faulty", "clean"])
def any_repository(request):
    return request.getfixturevalue(request.param)
