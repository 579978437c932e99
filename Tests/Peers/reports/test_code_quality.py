"""Code Quality reports against what GitLab documents: docs.gitlab.com/ci/testing/code_quality."""

import json

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def test_every_key_is_what_gitlab_documents(faulty):
    text = faulty.report("gitlab-codequality").read_bytes()
    assert not text.startswith(b"\xef\xbb\xbf")
    issues = json.loads(text)
    assert len(issues) > 1
    for issue in issues:
        assert issue["description"] and issue["check_name"] and issue["fingerprint"]
        assert issue["severity"] in SEVERITIES
        path = issue["location"]["path"]
        assert not path.startswith(("./", "/"))
        assert (faulty.path / path).is_file()
        line = issue["location"]["lines"]["begin"]
        assert 1 <= line <= len((faulty.path / path).read_text().splitlines())


def test_gitlab_would_drop_none(faulty):
    issues = json.loads(faulty.report("gitlab-codequality").read_text())
    findings = json.loads(faulty.report("json").read_text())["findings"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(findings)


def test_a_clean_repository_is_an_empty_list(clean):
    assert json.loads(clean.report("gitlab-codequality").read_text()) == []
