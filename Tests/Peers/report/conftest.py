"""A browser, and pages that akvlint writes; `make test-report` says where akvlint is."""

import os
import pathlib
import shutil
import subprocess

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

AKVLINT = os.environ["AKVLINT"]


@pytest.fixture(scope="session")
def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ["--headless=new", "--disable-dev-shm-usage", "--window-size=1280,900"]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        # Chromium's own sandbox does not run as root, as which containers of CI run.
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def akvlint(tmp_path):
    """Runs akvlint on a pipeline and returns what it prints."""

    def run(arguments, pipeline, configuration):
        (tmp_path / ".gitlab-ci.yml").write_text(pipeline, encoding="utf-8")
        (tmp_path / ".akvlint.yml").write_text(configuration, encoding="utf-8")
        place = ["--root", tmp_path, tmp_path / ".gitlab-ci.yml"]
        done = subprocess.run([AKVLINT, *arguments, *place], capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def report(akvlint, tmp_path):
    """Writes the report of a pipeline and returns its file."""

    def write(pipeline, configuration):
        page = tmp_path / "report.html"
        akvlint(["report", "-o", page], pipeline, configuration)
        return page

    return write


@pytest.fixture
def sample(tmp_path):
    """The report of a sample."""
    root = pathlib.Path(__file__).parents[3] / "samples" / "predict"
    page = tmp_path / "sample.html"
    subprocess.run(
        [AKVLINT, "report", "--root", root, "-o", page, root / ".gitlab-ci.yml"], check=True
    )
    return page
