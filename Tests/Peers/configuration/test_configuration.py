"""A validator compares configurations with the JSON Schema, as an editor does.

Run by `make test-configuration`, with AKVLINT naming the binary to use.
"""

import json
import os
import pathlib
import subprocess

import jsonschema
import pytest
import yaml

PACKAGE = pathlib.Path(__file__).parents[3]
SCHEMA = json.loads((PACKAGE / "schema/akvlint.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SAMPLES = sorted(PACKAGE.glob("samples/*/.akvlint.yml"))


def akvlint(folder, *arguments):
    return subprocess.run(
        [os.environ["AKVLINT"], *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
    )


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_samples_are_valid(path):
    VALIDATOR.validate(yaml.safe_load(path.read_text()))


def test_what_init_writes_is_valid(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitlab-ci.yml").write_text("test: {script: x}\n")
    assert akvlint(tmp_path, "init").returncode == 0
    VALIDATOR.validate(yaml.safe_load((tmp_path / ".akvlint.yml").read_text()))


@pytest.mark.parametrize(
    "text",
    [
        "gitlab: {urls: https://gitlab.com}",
        "gitlab: []",
        "azure: {cloud: moon}",
        "azure: {identities: [{client_id: abc}]}",
        "variables: {A: 1}",
        "rules: {AKV209: fatal}",
        "paths: [{match: a, severity: {AKV209: fatal}}]",
        "profiles: {ours: {rule: {}}}",
        "rule_packs: [{project: a/b}]",
        "scenarios: [{ref: main}]",
        "unknown: 1",
    ],
)
def test_both_refuse_the_same(text, tmp_path):
    assert list(VALIDATOR.iter_errors(yaml.safe_load(text)))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitlab-ci.yml").write_text("test: {script: x}\n")
    (tmp_path / ".akvlint.yml").write_text(text)
    assert akvlint(tmp_path, "check").returncode == 2


@pytest.mark.parametrize(
    "text",
    [
        "rules: {AKV209: off, outdated-pin: {severity: warning}}",
        "rules: {AKV2: off, SHOP: error}",
        "paths: [{match: a, severity: {AKV2: off}, params: {AKV808: {days: 3}}}]",
        "{profile: ours, profiles: {ours: {extends: strict, rules: {AKV2: info}}}}",
        "rule_packs: [ci/rules, {project: a/b, path: rules}]",
        "variables: [A, {key: B, protected: true}, {file: x.json}]",
        "gitlab: {default_branch: main, protected: {branches: [main]}}",
    ],
)
def test_the_schema_takes_what_akvlint_takes(text):
    VALIDATOR.validate(yaml.safe_load(text))
