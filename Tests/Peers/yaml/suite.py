"""Fetches the YAML test suite's documents: python suite.py FOLDER.

They are part of a source package on PyPI; of its files only these are unpacked.
"""

import hashlib
import io
import json
import os
import pathlib
import sys
import tarfile
import urllib.request

PACKAGE = "py-yaml12"
FILE = "py_yaml12-0.2.0.tar.gz"
SHA256 = "b8326c144e26a4ae7e03d13175667d85c580a9f0512fd7b809e5c92b5569f74e"
PART = "/tests/yaml-test-suite/data/"


def fetch(url, kind="*/*"):
    request = urllib.request.Request(url, headers={"Accept": kind})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def main(folder):
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    page = fetch(f"{index}/{PACKAGE}/", "application/vnd.pypi.simple.v1+json")
    url = next(file["url"] for file in json.loads(page)["files"] if file["filename"] == FILE)
    content = fetch(url)
    if hashlib.sha256(content).hexdigest() != SHA256:
        sys.exit(f"{url} is not the file it was")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            if member.isfile() and PART in member.name and member.name.endswith("/in.yaml"):
                path = pathlib.Path(folder, member.name.split(PART)[1])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.extractfile(member).read())


main(sys.argv[1])
