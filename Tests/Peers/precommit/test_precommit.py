"""The real pre-commit, with the hooks of this repository, on good and bad commits.

Run by `make test-precommit`, with AKVLINT naming the binary to use.
"""

import os
import pathlib
import re
import shutil
import subprocess

import pytest
import yaml

PACKAGE = pathlib.Path(__file__).parents[3]
HOOKS = yaml.safe_load((PACKAGE / ".pre-commit-hooks.yaml").read_text())

GOOD = """\
deploy:
  script: ./deploy.sh
  id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
  secrets:
    PASSWORD:
      azure_key_vault: {name: database-password}
      token: $AZURE_JWT
"""
BAD = GOOD.replace("token: $AZURE_JWT", "token: $AZURE_JTW")


class Repository:
    def __init__(self, folder, hook):
        self.folder = folder
        self.environment = {
            "PATH": f"{folder}/bin:{os.environ['PATH']}",
            "HOME": str(folder),
            "PRE_COMMIT_HOME": str(folder / "cache"),
            "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        (folder / "bin").mkdir()
        os.symlink(os.environ["AKVLINT"], folder / "bin/akvlint")
        # A repository of hooks, as a release would be.
        hooks = folder / "hooks"
        hooks.mkdir()
        shutil.copy(PACKAGE / ".pre-commit-hooks.yaml", hooks)
        self.git("init", "-q", cwd=hooks)
        self.commit("hooks", cwd=hooks, runs_hooks=False)
        revision = self.git("rev-parse", "HEAD", cwd=hooks).stdout.strip()
        self.work = folder / "work"
        self.work.mkdir()
        self.git("init", "-q")
        configuration = {
            "repos": [{"repo": str(hooks), "rev": revision, "hooks": [{"id": hook}]}]
        }
        self.write(".pre-commit-config.yaml", yaml.safe_dump(configuration))
        self.commit("configuration", runs_hooks=False)
        subprocess.run(
            ["pre-commit", "install"], cwd=self.work, env=self.environment, check=True
        )

    def git(self, *arguments, cwd=None):
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        return subprocess.run(
            ["git", *identity, *arguments],
            cwd=cwd or self.work,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def write(self, path, text):
        file = self.work / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def commit(self, message, cwd=None, runs_hooks=True):
        self.git("add", "-A", cwd=cwd)
        options = [] if runs_hooks else ["--no-verify"]
        return self.git("commit", "-q", "-m", message, *options, cwd=cwd)


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path, "akvlint-system")


def test_a_good_commit_passes(repository):
    repository.write(".gitlab-ci.yml", GOOD)
    outcome = repository.commit("good")
    assert outcome.returncode == 0, outcome.stderr
    assert "Passed" in outcome.stdout + outcome.stderr


def test_a_bad_commit_is_refused_with_its_place(repository):
    repository.write(".gitlab-ci.yml", BAD)
    outcome = repository.commit("bad")
    assert outcome.returncode == 1
    assert ".gitlab-ci.yml:7:14: error" in outcome.stdout + outcome.stderr
    assert "AKV202" in outcome.stdout + outcome.stderr


def test_a_part_is_linted_through_the_pipeline_that_includes_it(repository):
    repository.write(".gitlab-ci.yml", "include: .gitlab/ci/deploy.yml\n")
    repository.write(".gitlab/ci/deploy.yml", GOOD)
    assert repository.commit("good").returncode == 0
    repository.write(".gitlab/ci/deploy.yml", BAD)
    outcome = repository.commit("bad")
    assert outcome.returncode == 1
    assert ".gitlab/ci/deploy.yml:7:14: error" in outcome.stdout + outcome.stderr


def test_a_token_that_comes_from_another_file_is_found(repository):
    tokens = "default: {id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}}\n"
    repository.write("ci/tokens.yml", tokens)
    repository.write("ci/deploy.yml", GOOD.replace("  id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}\n", ""))
    repository.write(".gitlab-ci.yml", "include: [ci/tokens.yml, ci/deploy.yml]\n")
    outcome = repository.commit("good")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_other_yaml_is_skipped(repository):
    repository.write("ci/docker-compose.yml", "services: {web: {image: x}}\n")
    repository.write("ci/broken.yml", "a: [\n")
    repository.write("values.yaml", "x: 1\n")
    outcome = repository.commit("other")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_many_files_are_one_run(repository):
    for number in range(300):
        repository.write(f"project{number}/.gitlab-ci.yml", BAD if number == 299 else GOOD)
    outcome = repository.commit("many")
    assert outcome.returncode == 1
    assert "project299/.gitlab-ci.yml:7:14" in outcome.stdout + outcome.stderr
    assert outcome.stdout.count("in 300 files") + outcome.stderr.count("in 300 files") == 1


@pytest.mark.parametrize(
    "path, is_taken",
    [
        (".gitlab-ci.yml", True),
        ("service/.gitlab-ci.yml", True),
        ("shared/deploy.gitlab-ci.yml", True),
        (".gitlab/ci/deploy.yaml", True),
        ("ci/deploy.yml", True),
        ("templates/deploy/template.yml", True),
        ("README.md", False),
        ("docs/gitlab-ci.md", False),
        (".akvlint.yml", True),
        ("service/.akvlint.snapshot.json", True),
        ("platform/akvlint-base.yml", True),
        ("azure/credentials.json", True),
        ("ci/akvlint-rules/shop.yml", True),
        ("values.yml", False),
        (".gitlab/issue_templates/bug.yml", False),
    ],
)
def test_the_pattern_takes_what_may_be_a_pipeline(path, is_taken):
    for hook in HOOKS:
        assert bool(re.search(hook["files"], path)) == is_taken


def test_the_hook_that_builds_is_the_same_otherwise():
    building, system, container = HOOKS
    assert building["language"] == "swift"
    assert container["language"] == "docker_image"
    image, _, command = container["entry"].partition(" ")
    assert image.startswith("ghcr.io/akvlint/akvlint:")
    assert building["entry"] == system["entry"] == command
    for key in ("files", "require_serial"):
        assert building[key] == system[key] == container[key]


@pytest.mark.parametrize(
    "path, text",
    [
        (".akvlint.yml", "azure: {identities: [{client_id: x}]}\n"),
        ("azure/credentials.json", "{\n"),
        ("platform/akvlint.yml", "ruels: {}\n"),
        ("rules/shop.yml", "id: shop-1\n"),
    ],
)
def test_it_runs_for_what_pipelines_are_judged_by(repository, path, text):
    repository.write(
        ".akvlint.yml",
        "extends: [platform/akvlint.yml]\n"
        "rule_packs: [rules]\n"
        "azure:\n"
        "  identities:\n"
        "    - client_id: 11111111-2222-3333-4444-555555555555\n"
        "      credentials: azure/credentials.json\n",
    )
    repository.write("platform/akvlint.yml", "fail_on: error\n")
    repository.write("azure/credentials.json", "[]\n")
    repository.write("rules/README.md", "Rules of our own.\n")
    repository.write(".gitlab-ci.yml", "job: {script: make}\n")
    outcome = repository.commit("good")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    repository.write(path, text)
    outcome = repository.commit("bad")
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
