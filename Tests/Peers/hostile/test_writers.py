"""Every file that akvlint writes is complete or unchanged, for any failure."""

import os
import pathlib
import shutil
import tempfile

import pytest

from conftest import AKVLINT, BAD, Repository, launch

OLD = "old " * 1_000 + "\n"

WRITERS = {
    "a report": (["check", "--output", "json={}"], (0, 1)),
    "a page of reports": (["check", "--output", "sarif={}", "--output", "junit=other.xml"], (0, 1)),
    "a baseline": (["check", "--write-baseline", "{}"], (0,)),
    "a trust report": (["report", "-o", "{}"], (0,)),
    "a picture": (["graph", "--format", "svg", "-o", "{}"], (0,)),
    "merged reports": (["merge", "one.json", "-o", "{}"], (0, 1)),
    "fixes": (["check", "--fix"], (0, 1)),
}
"""Commands with the file they write, and how they end when they can."""


class Writer:
    """A command that writes a file, in a repository that all users get at."""

    def __init__(self, folder, name):
        os.chmod(folder, 0o755)
        shutil.copy(AKVLINT, folder)
        path = pathlib.Path(folder, "repository")
        path.mkdir()
        self.repository = Repository(path)
        self.repository.write(".gitlab-ci.yml", BAD)
        self.repository.write("one.json", self.repository.run("check", "--format", "json").output)
        self.arguments, self.statuses = WRITERS[name]
        self.file = path / "file"
        self.old = OLD
        if name == "fixes":
            self.file = path / ".gitlab-ci.yml"
            # A finding stays, so that there is a report as well; it is long, so that it hits limits.
            self.old = BAD + "# " + "x" * 5_000 + "\n"
        self.file.write_text(self.old)
        self.file.chmod(0o640)

    @property
    def names(self):
        return sorted(path.name for path in self.repository.path.iterdir() if path.name != "other.xml")

    def run(self, **how):
        arguments = [argument.replace("{}", str(self.file)) for argument in self.arguments]
        return self.repository.run(*arguments, **how)


@pytest.fixture(params=WRITERS)
def writer(request):
    with tempfile.TemporaryDirectory() as folder:
        yield Writer(folder, request.param)


def test_the_new_file_takes_the_place_of_the_old(writer):
    names = writer.names
    with writer.file.open() as reader:
        outcome = writer.run()
        assert outcome.status in writer.statuses, outcome.text
        assert reader.read() == writer.old, "who reads the old file is disturbed"
    assert writer.file.read_text() != writer.old
    assert writer.names == names
    assert writer.file.stat().st_mode & 0o7777 == 0o640


def test_a_link_stays_and_what_it_leads_to_is_replaced(writer):
    target = writer.file.rename(writer.repository.path / "target")
    writer.file.symlink_to("target")
    outcome = writer.run()
    assert outcome.status in writer.statuses, outcome.text
    assert writer.file.is_symlink()
    assert target.read_text() != writer.old
    assert target.stat().st_mode & 0o7777 == 0o640


@pytest.mark.parametrize("limit", [0, 1, 100, 4096])
@pytest.mark.parametrize("ignores", [True, False])
def test_a_file_that_grows_too_long(writer, limit, ignores):
    names = writer.names
    arguments = [argument.replace("{}", str(writer.file)) for argument in writer.arguments]
    with open("/dev/null", "wb") as null:
        outcome = launch(
            arguments, folder=writer.repository.path, limits={"FSIZE": limit},
            ignores_file_size=ignores, streams={"stdout": null, "stderr": null},
        )
    if outcome.status in writer.statuses:
        assert writer.file.stat().st_size <= limit
    else:
        assert outcome.status in ((2, 3) if ignores else (2, 3, -25))
        assert writer.file.read_text() == writer.old
    assert writer.names == names


def test_a_folder_that_may_not_be_written(writer):
    if os.geteuid() == 0:
        writer.file.chmod(0o644)
    else:
        writer.repository.path.chmod(0o555)
    names = writer.names
    outcome = writer.run(is_nobody=True)
    writer.repository.path.chmod(0o755)
    assert outcome.status in (2, 3)
    assert "Permission denied" in outcome.text
    assert writer.file.read_text() == writer.old
    assert writer.names == names


def test_a_folder_in_its_place(writer):
    if writer.file.name != "file":
        return
    writer.file.unlink()
    writer.file.mkdir()
    outcome = writer.run()
    assert outcome.status == 2
    assert "it is a folder" in outcome.text


@pytest.mark.parametrize("name", ["no/such/folder", ".gitlab-ci.yml/file", "x" * 300])
def test_a_place_where_nothing_can_be(writer, name):
    if writer.file.name != "file":
        return
    writer.file = writer.repository.path / name
    outcome = writer.run()
    assert outcome.status == 2
    assert "cannot write" in outcome.text


def test_a_first_configuration_overwrites_nothing(repository):
    configuration = repository.write(".akvlint.yml", "variables: []\n")
    assert repository.run("init").status == 2
    assert configuration.read_text() == "variables: []\n"
    configuration.unlink()
    configuration.symlink_to("nowhere.yml")
    assert repository.run("init").status == 2
    assert configuration.is_symlink()
    assert not (repository.path / "nowhere.yml").exists()


def test_a_fix_in_an_include_that_leads_out_is_not_written(repository, outside):
    outside /= "part.yml"
    outside.write_text(BAD)
    repository.link("ci.yml", outside)
    repository.write(".gitlab-ci.yml", "include: ci.yml\n")
    assert repository.run("check", "--fix").status == 3
    assert outside.read_text() == BAD
