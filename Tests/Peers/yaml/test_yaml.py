"""Compares akvlint's YAML with PyYAML's, which reads with libyaml too: `make test-yaml`.

`DOCUMENTS` names folders of documents: those of the YAML test suite and the tests of PyYAML, which
are from the YAML specification and many broken ones. What libyaml accepts must give the same events
with the same places through akvlint; what it rejects must give AKV001 at libyaml's place, in its
words.
"""

import json
import os
import pathlib
import re
import subprocess

import pytest
import yaml

AKVLINT = os.environ["AKVLINT"]
CORPUS = os.environ["AKVLINT_CORPUS"]
ENDINGS = {".data", ".canonical", ".loader-error", ".yaml", ".yml", ".error"}
STYLES = {None: "plain", "": "plain", "'": "singleQuoted", '"': "doubleQuoted", "|": "literal",
          ">": "folded"}


def documents():
    for folder in os.environ["DOCUMENTS"].split(os.pathsep):
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file() and path.suffix in ENDINGS:
                yield path


DOCUMENTS = list(documents())
# Where the YAML test suite lies, when that is part of them.
SUITE = os.environ.get("SUITE")


def is_utf8(content):
    """GitLab reads UTF-8 only; libyaml would also guess other encodings from a mark."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return not content.startswith((b"\xff\xfe", b"\xfe\xff"))


def place(mark):
    return f"{mark.line + 1}:{mark.column + 1}"


def without_place(text):
    kind, _, *rest = text.split("\t")
    return "\t".join([kind, "", *rest])


def escaped(text):
    for character, name in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(character, name)
    return text


def line(event):
    kind = type(event).__name__.removesuffix("Event")
    parts = [kind[0].lower() + kind[1:], f"{place(event.start_mark)}-{place(event.end_mark)}"]
    if isinstance(event, yaml.ScalarEvent):
        parts.append("style=" + STYLES[event.style])
    elif isinstance(event, yaml.CollectionStartEvent):
        parts.append("style=" + ("flow" if event.flow_style else "block"))
    if getattr(event, "tag", None):
        parts.append("tag=" + event.tag)
    if getattr(event, "anchor", None):
        parts.append("anchor=" + event.anchor)
    if isinstance(event, yaml.ScalarEvent):
        parts.append("text=" + escaped(event.value))
    return "\t".join(parts)


def expected(content):
    """The events of PyYAML's binding of libyaml, and whether it accepts the document."""
    lines = []
    try:
        for event in yaml.parse(content, Loader=yaml.CLoader):
            lines.append(line(event))
    except yaml.MarkedYAMLError as error:
        lines.append(f"error\t{place(error.problem_mark)}\t{error.problem}")
        return lines, False
    except yaml.reader.ReaderError as error:
        lines.append(f"error\t\t{error.reason}")
        return lines, False
    return lines, True


@pytest.fixture(scope="session")
def listings():
    """akvlint's events for all documents."""
    output = subprocess.run(
        [CORPUS, "events", *DOCUMENTS], check=True, capture_output=True
    ).stdout.decode()
    found = {}
    for text in output.split("\n"):
        if text.startswith("# "):
            lines = found[pathlib.Path(text[2:])] = []
        elif text:
            lines.append(text)
    return found


def identify(path):
    return "/".join(path.parts[-2:])


@pytest.mark.parametrize("path", DOCUMENTS, ids=identify)
def test_events(path, listings):
    content = path.read_bytes()
    if not is_utf8(content):
        assert listings[path][-1].startswith("error\t")
        return
    lines, accepted = expected(content)
    ours = listings[path]
    if re.search("[\x85\u2028\u2029]", content.decode()):
        # libyaml counts these as line breaks; editors, and so akvlint, do not.
        lines, ours = ([without_place(text) for text in part] for part in (lines, ours))
    if accepted:
        assert ours == lines
    else:
        # akvlint's parser of usual text looks less far ahead, and may find some more before a mistake.
        known = len(lines) - 1
        assert ours[:known] == lines[:known]
        kind, where, words = ours[-1].split("\t")
        assert (kind, words) == ("error", lines[-1].split("\t")[2])


def is_refused(content):
    """Whether GitLab surely refuses it, which it cuts apart before libyaml sees any of it, and of
    which Psych reads no further than the first document's end."""
    if not is_utf8(content):
        return True
    parts = [part for part in re.split(r"(?m)^---\s+", content.decode()) if part.strip()]
    if len(parts) != 1:
        return False
    lines, accepted = expected(parts[0])
    return not accepted and not any(text.startswith("documentEnd") for text in lines)


@pytest.mark.parametrize("path", DOCUMENTS, ids=identify)
def test_findings(path, tmp_path):
    """Alone in a repository, a document that libyaml rejects is reported as AKV001 with its place."""
    content = path.read_bytes()
    tmp_path.joinpath(".gitlab-ci.yml").write_bytes(content)
    run = subprocess.run(
        [AKVLINT, "--root", tmp_path, "--format", "json", tmp_path], capture_output=True
    )
    assert run.returncode in (0, 1, 3), run.stderr
    findings = [
        finding for finding in json.loads(run.stdout)["findings"] if finding["rule"] == "AKV001"
    ]
    if is_refused(content):
        assert findings
        start = findings[0]["location"]["start"]
        assert 1 <= start["line"] <= content.count(b"\n") + content.count(b"\r") + 1
        assert start["column"] >= 1


def test_both_kinds_are_there(capsys):
    if SUITE:
        assert len(list(pathlib.Path(SUITE).rglob("in.yaml"))) == 402
    texts = [content for path in DOCUMENTS if is_utf8(content := path.read_bytes())]
    accepted = sum(expected(content)[1] for content in texts)
    with capsys.disabled():
        print(f"\nlibyaml accepts {accepted} documents and rejects {len(texts) - accepted};"
              f" {len(DOCUMENTS) - len(texts)} are not UTF-8")
    assert 0 < accepted < len(texts)
