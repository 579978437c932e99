"""JUnit reports against the schema of Jenkins's xUnit plugin, and as junitparser reads them."""

import json
import os

import junitparser
import pytest
import xmlschema
from lxml import etree

SCHEMA = os.environ["JUNIT_XSD"]


def validate(report):
    """The schema lacks one attribute that GitLab documents: the file of a case."""
    tree = etree.parse(str(report))
    for case in tree.iter("testcase"):
        case.attrib.pop("file", None)
    xmlschema.validate(tree, SCHEMA)


def test_the_schema_holds(any_repository):
    validate(any_repository.report("junit"))


def test_unread_files_are_errors(faulty):
    (faulty.path / "empty").mkdir()
    report = faulty.report("junit", ".", "empty")
    validate(report)
    errors = [
        result
        for suite in junitparser.JUnitXml.fromfile(str(report))
        for case in suite
        for result in case.result
        if isinstance(result, junitparser.Error)
    ]
    assert [error.text for error in errors] == ["empty contains no pipeline"]


def test_the_schema_refuses(tmp_path):
    """The schema is not one that lets all pass."""
    file = tmp_path / "junit.xml"
    file.write_text('<testsuites><testcase name="x"/></testsuites>')
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        validate(file)


def test_junitparser_reads_what_was_found(faulty):
    findings = json.loads(faulty.report("json").read_text())["findings"]
    junit = junitparser.JUnitXml.fromfile(str(faulty.report("junit")))
    errors = [finding for finding in findings if finding["severity"] == "error"]
    assert len(findings) > junit.failures == len(errors) > 1
    cases = [case for suite in junit for case in suite]
    assert len({(case.classname, case.name) for case in cases}) == len(cases)
    failed = [case for case in cases if case.result]
    assert len(failed) == len(errors)
    for case, finding in zip(failed, sorted(errors, key=lambda each: each["location"]["path"])):
        start = finding["location"]["start"]
        place = f"{finding['location']['path']}:{start['line']}:{start['column']}: "
        # GitLab shows the content, so the content must contain the place.
        assert case.result[0].text.startswith(place)
        assert case._elem.get("file") == finding["location"]["path"]


def test_clean_files_pass(faulty):
    junit = junitparser.JUnitXml.fromfile(str(faulty.report("junit")))
    passed = {case.classname for suite in junit for case in suite if not case.result}
    assert {"b c.gitlab-ci.yml", "ci/more.yml"} <= passed
