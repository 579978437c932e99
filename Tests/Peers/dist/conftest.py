import os
import pathlib
import subprocess

import pytest

PACKAGE = pathlib.Path(__file__).parents[3]


def run(*command, **options):
    """Runs a command and gives what it prints; it must succeed."""
    done = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="session")
def dist():
    return pathlib.Path(os.environ["DIST"])


@pytest.fixture(scope="session")
def one(dist):
    """The one file in dist/ that matches a pattern."""

    def find(pattern):
        (path,) = dist.glob(pattern)
        return path

    return find


@pytest.fixture(scope="session")
def tree(one, tmp_path_factory):
    """The tarball, unpacked as in the guide."""
    folder = tmp_path_factory.mktemp("local")
    run("tar", "-xzf", one("*.tar.gz"), "-C", folder, "--strip-components=1")
    return folder


def check_that_it_works(binary, folder):
    """A linter that finds what is wrong, and knows what it is."""
    folder.mkdir(exist_ok=True)
    (folder / ".gitlab-ci.yml").write_text(
        "job:\n  script: make\n  secrets:\n"
        "    KEY:\n      azure_key_vault: {name: key}\n      token: $NOBODY\n"
    )
    version = run(binary, "--version")
    assert "0.1.0 (commit " in version and ", rules of 20" in version
    done = subprocess.run([binary, "check", folder], capture_output=True, text=True, cwd=folder)
    assert done.returncode == 1 and "AKV202" in done.stdout, done
    # For live queries it starts the one that can, which gets no answer here.
    asked = subprocess.run(
        [binary, "check", "--live=vault", folder], capture_output=True, text=True, cwd=folder,
        env={"HTTPS_PROXY": "http://127.0.0.1:9", "AKVLINT_LIVE_TIMEOUT": "5", "AKVLINT_AZ": "off"},
    )
    assert asked.returncode in (1, 4) and "built without" not in asked.stderr, asked
