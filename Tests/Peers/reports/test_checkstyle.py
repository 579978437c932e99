"""Checkstyle's XML, as any XML parser reads it."""

import json

from lxml import etree


def test_every_finding_is_an_error_of_its_file(faulty):
    findings = json.loads(faulty.report("json").read_text())["findings"]
    root = etree.parse(str(faulty.report("checkstyle"))).getroot()
    assert root.tag == "checkstyle"
    errors = [
        (file.get("name"), int(error.get("line")), int(error.get("column")), error.get("severity"))
        for file in root
        for error in file
    ]
    assert sorted(errors) == sorted(
        (
            finding["location"]["path"],
            finding["location"]["start"]["line"],
            finding["location"]["start"]["column"],
            finding["severity"],
        )
        for finding in findings
    )
