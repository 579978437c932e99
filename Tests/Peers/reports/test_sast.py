"""SAST reports: what GitLab's schema, version 15.0.7, requires of one, in a schema of our own.

GitLab publishes the schema only on its own servers, so it is not available to a test without network.
"""

import json

import jsonschema

TEXT = {"type": "string", "minLength": 1}
TOOL = {
    "type": "object",
    "required": ["id", "name", "version", "vendor"],
    "properties": {
        "id": TEXT,
        "name": {"type": "string", "minLength": 1, "maxLength": 255},
        "version": TEXT,
        "vendor": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
    },
}
TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"}
IDENTIFIER = {
    "type": "object",
    "required": ["type", "name", "value"],
    "properties": {"type": TEXT, "name": TEXT, "value": TEXT, "url": {"pattern": "^https?://"}},
}
VULNERABILITY = {
    "type": "object",
    "required": ["id", "identifiers", "location"],
    "properties": {
        "id": TEXT,
        "name": {"type": "string", "maxLength": 255},
        "description": {"type": "string", "maxLength": 1_048_576},
        "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
        "solution": {"type": "string", "maxLength": 7000},
        "identifiers": {"type": "array", "minItems": 1, "items": IDENTIFIER},
        "location": {
            "type": "object",
            "properties": {
                "file": {"type": "string"},
                "start_line": {"type": "integer"},
                "end_line": {"type": "integer"},
            },
        },
    },
}
REPORT = {
    "type": "object",
    "required": ["version", "scan", "vulnerabilities"],
    "properties": {
        "version": {"pattern": r"^15\.\d+\.\d+$"},
        "scan": {
            "type": "object",
            "required": ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
            "properties": {
                "analyzer": TOOL,
                "scanner": TOOL,
                "start_time": TIME,
                "end_time": TIME,
                "status": {"enum": ["success", "failure"]},
                "type": {"const": "sast"},
                "messages": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["level", "value"],
                        "properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": TEXT},
                    },
                },
            },
        },
        "vulnerabilities": {"type": "array", "items": VULNERABILITY},
    },
}


def load(repository, *arguments):
    report = json.loads(repository.report("gitlab-sast", *arguments).read_text(encoding="utf-8"))
    jsonschema.validate(report, REPORT)
    return report


def test_the_schema_holds(any_repository):
    load(any_repository)


def test_no_two_vulnerabilities_are_one_to_gitlab(faulty):
    ids = [vulnerability["id"] for vulnerability in load(faulty)["vulnerabilities"]]
    assert ids and len(ids) == len(set(ids))


def test_unread_files_are_messages(faulty):
    (faulty.path / "empty").mkdir()
    scan = load(faulty, ".", "empty")["scan"]
    assert scan["status"] == "failure"
    assert [message["value"] for message in scan["messages"]] == ["empty contains no pipeline"]
