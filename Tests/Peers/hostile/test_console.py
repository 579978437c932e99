"""Small promises of the command line: invisible text is shown, lost output is an error."""

import json
import unicodedata

import pytest

from conftest import BAD, GOOD

HIDDEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u034f", "\u061c", "\u115f", "\u3164",
          "\U000e0041", "\U000e0001", "\u2062", "\ufff9", "\u200e", "\ufe0f", "\U000e0100"]


@pytest.mark.parametrize("format", ["text", "concise", "github"])
@pytest.mark.parametrize("letter", HIDDEN, ids=lambda letter: f"U+{ord(letter):04X}")
def test_invisible_text_is_shown(repository, format, letter):
    repository.write(".gitlab-ci.yml", f"""jo{letter}b: {{script: x, stage: "a{letter}b", {letter}x: y}}\n""")
    outcome = repository.run("check", "--format", format)
    assert letter not in outcome.output.decode()


@pytest.mark.parametrize("text", ["\U0001f468\u200d\U0001f4bb", "\u2764\ufe0f", "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937"])
def test_what_emoji_and_writing_systems_need_stays(repository, text):
    repository.write(".gitlab-ci.yml", f'a: {{script: x, stage: "{text}"}}\n')
    assert text in repository.run("check", "--format", "concise").output.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://evil.example", "file:///etc/passwd", "data:text/html,x", "https://good.example/a"])
def test_help_is_https_only(repository, address):
    repository.write("rules/TEAM950-own-rule.yml", f"""id: TEAM950
name: own-rule
severity: warning
profile: recommended
roles: [pipeline]
title: A rule
for: job
assert: 'false'
at: job.name
message: x
identity: [job]
why: x
remedy: x
references: ['{address}']
examples: {{bad: [], good: []}}
""")
    repository.write(".akvlint.yml", "rule_packs: [rules]\n")
    repository.write(".gitlab-ci.yml", GOOD)
    for format in ("sarif", "json", "text", "gitlab-codequality"):
        outcome = repository.run("check", "--format", format)
        if outcome.status == 2:
            continue
        if format == "sarif":
            for rule in outcome.report["runs"][0]["tool"]["driver"]["rules"]:
                assert rule.get("helpUri", "https://").startswith("https://")
        if not address.startswith("https:"):
            assert f'"helpUri":"{address}' not in outcome.output.decode()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["help"], ["--generate-completion-script", "bash"]])
def test_lost_output_is_an_error(repository, arguments):
    with open("/dev/full", "wb") as full:
        outcome = repository.run(*arguments, streams={"stdout": full})
    assert outcome.status == 2


def test_fixed_is_said_only_of_what_is_written(repository):
    repository.write(".gitlab-ci.yml", BAD)
    pipeline = repository.path / ".gitlab-ci.yml"
    outcome = repository.run("check", "--fix", limits={"FSIZE": 10}, ignores_file_size=True)
    assert pipeline.read_text() == BAD
    assert "fixed" not in outcome.text, outcome.text
    outcome = repository.run("check", "--fix", "--diff")
    assert "fixed" not in outcome.text, outcome.text
    assert pipeline.read_text() == BAD


@pytest.mark.parametrize("arguments", [["chekc"], ["no/such/file.yml"], ["check", "no/such"], ["predcit", "x"], ["model", "nothing.yml"],
                                       ["predict", "nothing.yml"], [".gitlab-ci.yml", "nothing.yml"]])
def test_what_does_not_exist_is_a_mistake_of_the_call(repository, arguments):
    repository.write(".gitlab-ci.yml", GOOD)
    outcome = repository.run(*arguments)
    assert outcome.status == 2, outcome.text
    assert arguments[-1] in outcome.text or arguments[0] in outcome.text


def test_a_misspelt_command_is_named(repository):
    repository.write(".gitlab-ci.yml", GOOD)
    assert "check" in repository.run("chekc").text
