"""Names and values that try to control a terminal, a job log, or the reader of a report."""

import json
import re
import unicodedata
import xml.etree.ElementTree

import pytest

from conftest import GOOD

NASTY = {
    "escape": "\x1b[2J\x1b[31mok",
    "title": "\x1b]0;owned\x07",
    "link": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "C1": "\x9b31m\x85\x90",
    "line": "a\nb\r\nc\rd",
    "lines of Unicode": "a\u2028b\u2029c",
    "right to left": "a\u202eb\u2066c\u2069\u200f",
    "invisible": "a\u200bb\ufeffc\u00add\u2060",
    "tags": "a\U000e0041\U000e0042",
    "GitLab's section": "\x1b[0Ksection_start:1:a\r\x1b[0Kowned",
    "GitHub's command": "a\n::error file=x::owned\n::set-output name=a::b",
    "GitHub's other": "a%0A::stop-commands::x,y=z:",
    "Azure's command": "##vso[task.setvariable variable=a]b",
    "XML": "]]><!ENTITY x SYSTEM 'file:///etc/passwd'><![CDATA[&x;\x00\ufffe",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`",
    "JSON": '\\u0000","x":"\\',
    "Markdown": "![x](https://evil.example/a.png) | `a` | <b> [y](javascript:alert(1))",
    "percent": "%s%n%d{{ secret.name }}${x}$(x)`x`",
    "template": "{{ secret.name }} {{",
    # To Swift a sign with an accent after it is another character, to programs it is that sign.
    "accents": "'\u0301;`\u0301|\u0301\"\u0301<\u0301\\\u0301$\u0301{\u0301",
    "enclosing marks": "*\u20dd[\u20ddx](\u20ddy)",
}

FORMATS = ["text", "concise", "json", "jsonl", "sarif", "gitlab-codequality", "junit", "github", "checkstyle"]

PIPELINE = """\
include: [{include}]
stages: [{name}]
{name}:
  script: x
  stage: {name}x
  needs: [{name}y]
  extends: {name}z
  {name}: x
  environment: {name}
  variables: {{{name}: {name}}}
  id_tokens: {{{name}: {{aud: {name}}}, A: {{aud: https://gitlab.com}}}}
  secrets:
    {name}: {{azure_key_vault: {{name: {name}, version: {name}}}, token: {name}}}
    # akvlint: ignore[{comment}] {comment}
    S: {{azure_key_vault: {{name: n}}, token: ${name}}}
  rules: [{{if: '$A == {comment}'}}]
"""


def pipeline(text):
    quoted = json.dumps(text, ensure_ascii=True).replace("\\ud", "\\ud")
    # YAML knows no surrogates.
    quoted = '"' + "".join(escaped(letter) for letter in text) + '"'
    comment = "".join(letter for letter in text if letter.isprintable() and letter not in "'\\")
    return PIPELINE.format(
        name=quoted, comment=comment, include=quoted[:-1] + '.yml"',
    ).replace("${", "$").replace('$"', '"$')


def escaped(letter):
    if letter.isascii() and letter.isprintable() and letter not in '"\\':
        return letter
    return f"\\U{ord(letter):08x}"


def controls(text, allowed="\n"):
    """What steers a terminal, or turns or hides text."""
    return {
        hex(ord(letter))
        for letter in text
        if letter not in allowed
        and (unicodedata.category(letter) == "Cc" or letter in "\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    }


@pytest.fixture(params=NASTY)
def nasty(request, repository):
    repository.write(".gitlab-ci.yml", pipeline(NASTY[request.param]))
    return repository


@pytest.mark.parametrize("format", FORMATS)
def test_reports(nasty, format):
    outcome = nasty.run("check", "--format", format, "-v")
    assert outcome.status in (1, 3)
    text = outcome.output.decode()
    assert not controls(text), text
    assert not controls(outcome.errors.decode())
    match format:
        case "json" | "sarif" | "gitlab-codequality":
            json.loads(text)
        case "jsonl":
            for line in text.splitlines():
                json.loads(line)
        case "junit" | "checkstyle":
            xml.etree.ElementTree.fromstring(text)
            assert "<!ENTITY" not in text.replace("&lt;", "")
        case "github":
            for line in text.splitlines():
                assert re.match(r"::(error|warning|notice) |akvlint|\d|no findings", line), line


def test_text_in_colour_holds_no_codes_but_its_own(nasty):
    outcome = nasty.run("check", "--color", "always", "-v", environment={"CI": "true", "GITLAB_CI": "true"})
    text = outcome.output.decode()
    own = r"\x1b\[[0-9;]*m|\x1b\[0Ksection_(start|end):\d+:akvlint_\w+(\[collapsed=true\])?\r\x1b\[0K"
    assert not controls(re.sub(own, "", text)), text
    assert "akvlint_owned" not in text


@pytest.mark.parametrize(
    "command",
    [["model"], ["predict"], ["graph"], ["graph", "--format", "dot"], ["graph", "--format", "svg"],
     ["report"], ["report", "--format", "markdown"], ["includes", "list"], ["init", "-o", "-"],
     ["query", "pipeline.jobs.map(j, j.name)"], ["check", "--fix=unsafe", "--diff"]],
    ids=" ".join,
)
def test_other_commands(nasty, command):
    outcome = nasty.run(*command)
    # Output for programs may contain a tab or an escape of its own language, but no raw code.
    assert not controls(outcome.output.decode(), allowed="\n\t"), outcome.output
    assert not controls(outcome.errors.decode())
    if command == ["model"]:
        json.loads(outcome.output)


@pytest.mark.parametrize("name", [name for name in NASTY if "\0" not in NASTY[name]])
@pytest.mark.parametrize("format", FORMATS)
def test_names_of_files(repository, name, format):
    path = NASTY[name].replace("/", "_") + ".gitlab-ci.yml"
    repository.write(path, "a: {script: x, secrets: {S: {azure_key_vault: {name: n_}, token: $T}}}\n")
    for argument, statuses in ((path, {1}), (".", {1, 3}), ("no" + path, {2})):
        outcome = repository.run("check", "--format", format, argument)
        assert outcome.status in statuses, outcome.text
        assert not controls(outcome.output.decode())
        assert not controls(outcome.errors.decode())


@pytest.mark.parametrize("name", [b"\xff\xfe", b"a\xc3(", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"])
@pytest.mark.parametrize("format", FORMATS)
def test_names_that_are_no_text(repository, name, format):
    folder = bytes(repository.path)
    with open(folder + b"/" + name + b".gitlab-ci.yml", "w") as file:
        file.write("a: {script: x, secrets: {S: {azure_key_vault: {name: n_}, token: $T}}}\n")
    repository.write(".gitlab-ci.yml", "include: '*.gitlab-ci.yml'\n" + GOOD)
    outcome = repository.run("check", "--format", format, ".")
    assert outcome.status in (1, 3)
    outcome.output.decode()


@pytest.mark.parametrize("name", [name for name in NASTY if "\0" not in NASTY[name]])
def test_arguments(repository, name):
    repository.write(".gitlab-ci.yml", GOOD)
    text = NASTY[name]
    for arguments in (
        ["--select", text], ["--severity", text], ["--config", text], ["--baseline", text],
        ["--evidence", text], ["--rules", text], ["--root", text], ["--includes", text],
        ["--output", f"json={text}/x"], ["--format", text], [f"--{text}"],
    ):
        outcome = repository.run("check", *arguments)
        assert outcome.status == 2, arguments
        assert not controls(outcome.errors.decode(), allowed="\n\t"), arguments
    for command in ("explain", "query", "diagnose", "merge"):
        outcome = repository.run(command, text)
        assert not controls(outcome.errors.decode(), allowed="\n\t"), command
