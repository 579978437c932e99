"""Many folders, each with a pipeline, a configuration, evidence or rules: all of them are one run."""

import json
import os

import pytest

from conftest import GOOD, each, rule

VARIABLES = json.dumps([{"key": f"A{number}", "value": "x"} for number in range(20_000)])
NUMBERS = json.dumps({"schema": 1, "identities": [1] * 100_000})
STATE = json.dumps({"format_version": "1.0", "values": {"root_module": {"child_modules": [
    {"resources": [{"type": "azuread_application", "values": {"client_id": f"{number}"}}]} for number in range(10_000)]}}})
IDENTITY = ("azure: {identities: [{client_id: 11111111-2222-3333-4444-555555555555, "
            "tenant_id: 66666666-7777-8888-9999-000000000000, credentials: x.json}]}\n")


def linked(repository, count, names, configuration):
    """Folders whose files are one file on disk, as they are one object in Git."""
    for name, text in names.items():
        repository.write(name, text)
    for number in range(count):
        repository.write(f"d{number}/.gitlab-ci.yml", GOOD)
        repository.write(f"d{number}/.akvlint.yml", configuration.replace("#", str(number)))
        for name in names:
            os.link(repository.path / name, repository.path / f"d{number}/{name}")


def packs(repository, rules):
    for number in range(950, 950 + rules):
        repository.write(f"rules/TEAM{number}-own-rule-{number}.yml", rule('job.name != "a"', number))


FOLDERS = {
    "pipelines": lambda repository, count: [repository.write(f"d{number}/.gitlab-ci.yml", GOOD) for number in range(20 * count)],
    "fragments": lambda repository, count: [
        repository.write(f"d{number // 1_000}/{number}.gitlab-ci.yml", "include: x.yml\n") for number in range(20 * count)],
    "configurations": lambda repository, count: linked(repository, count, {}, "rules: {AKV209: error}\n"),
    "severities": lambda repository, count: linked(repository, count, {}, "paths: [" + each(200, "{match: 'a#', severity: {AKV209: error}}, ") + "]\n"),
    "parameters": lambda repository, count: linked(
        repository, count, {}, "paths: [" + each(100, "{match: '*', params: {AKV505: {environments: [production#]}}}, ") + "]\n"),
    "exports": lambda repository, count: linked(repository, count, {"v.json": VARIABLES}, "variables: [{file: v.json}]\n"),
    "states": lambda repository, count: linked(repository, count, {"x.json": STATE}, IDENTITY),
    "snapshots": lambda repository, count: linked(repository, count, {".akvlint.snapshot.json": NUMBERS}, "{}\n"),
    "extended configurations": lambda repository, count: [
        repository.write("heavy.yml", "variables: [" + each(10_000, "{key: A#, value: x}, ") + "]\n"),
        linked(repository, count, {}, "extends: [../heavy.yml]\n")],
    "rules": lambda repository, count: [packs(repository, 900), linked(repository, count, {}, "rule_packs: [../rules]\n")],
    "a rule": lambda repository, count: [packs(repository, 1), linked(repository, count, {}, "rule_packs: [../rules]\n")],
    "wrong configurations": lambda repository, count: linked(repository, count, {}, each(500, "k#: 1\n")),
    "baselines": lambda repository, count: linked(
        repository, count, {"b.json": json.dumps({"schema": 1, "findings": [{"fingerprint": "0" * 64}] * 5_000})}, "baseline: b.json\n"),
    "excluded": lambda repository, count: linked(repository, count, {}, "exclude: ['" + "**/*a" * 20 + "']\n"),
    "scenarios": lambda repository, count: linked(repository, count, {}, "scenarios: [" + each(100, "{name: s#, source: push, ref: a}, ") + "]\n"),
}


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("count", [200, 5_000])
def test_folders(repository, name, count):
    repository.write(".gitlab-ci.yml", GOOD)
    FOLDERS[name](repository, count)
    outcome = repository.check(".")
    assert outcome.status in (0, 2, 3), outcome.text[-500:]
    assert len(outcome.output + outcome.errors) < 8 * 1_048_576


def test_a_run_of_too_many_configurations_names_the_limit(repository):
    repository.write(".gitlab-ci.yml", GOOD)
    FOLDERS["configurations"](repository, 5_000)
    outcome = repository.check(".")
    assert outcome.status == 3
    assert "AKV003" in outcome.rules
    assert "configurations" in outcome.text


def test_a_thousand_folders_with_configurations_are_linted(repository):
    repository.write(".gitlab-ci.yml", GOOD)
    FOLDERS["configurations"](repository, 1_000)
    assert repository.check(".").status == 0


EXTENDED = {
    "a chain": {".akvlint.yml": "extends: [a0.yml]\n"} | {f"a{number}.yml": f"extends: [a{number + 1}.yml]\n" for number in range(1_000)},
    "a circle": {".akvlint.yml": "extends: [a.yml]\n", "a.yml": "extends: [.akvlint.yml]\n"},
    "itself by a link": {".akvlint.yml": "extends: [./x/../.akvlint.yml, .//.akvlint.yml]\n"},
    "a tree": {".akvlint.yml": "extends: [" + "a0.yml, " * 10 + "]\n"}
    | {f"a{number}.yml": "extends: [" + f"a{number + 1}.yml, " * 10 + "]\n" for number in range(20)},
    "many": {".akvlint.yml": "extends: [" + each(3_000, "a#.yml, ") + "]\n"},
    "a project that is not mapped": {".akvlint.yml": "extends: [" + "{project: a/b, file: x.yml}, " * 5_000 + "]\n"},
    "outside": {".akvlint.yml": "extends: [../outside/secret.yml, /etc/passwd, .git/config]\n"},
    "a mapped folder": {".akvlint.yml": "includes: [{project: a/b, path: ../outside}]\nextends: [{project: a/b, file: secret.yml}]\n"},
    "packs outside": {".akvlint.yml": "rule_packs: [../outside, /etc, .git, '..']\n"},
}


@pytest.mark.parametrize("name", EXTENDED)
def test_extended_configurations(repository, outside, name):
    repository.write(".gitlab-ci.yml", GOOD)
    for path, text in EXTENDED[name].items():
        repository.write(path, text)
    for command in (["check"], ["config", "show"], ["predict"]):
        outcome = repository.run(*command)
        assert "TOP-SECRET" not in outcome.text
        assert len(outcome.output + outcome.errors) < 1_048_576
