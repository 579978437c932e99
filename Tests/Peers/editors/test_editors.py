"""Real editors, set up as in docs/editors.md. Neovim opens a file, fixes it by an action, saves."""

import os
import pathlib
import re
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
AKVLINT = pathlib.Path(os.environ["AKVLINT"])
GUIDE = (HERE / "../../../docs/editors.md").read_text(encoding="utf-8")

WRONG = """\
deploy:
  id_tokens:
    AZURE_JWT:
      aud: https://gitlab.com
  variables:
    AZURE_KEY_VAULT_SERVER_URL: https://shop.vault.azure.net
  secrets:
    PASSWORD:
      azure_key_vault:
        name: password
      token: AZURE_JWT
  script: ./deploy.sh
"""


def recipe(editor, language, number=0):
    """A block of a language in an editor's section of the guide."""
    section = GUIDE.split(f"\n## {editor}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)[number]


@pytest.fixture
def repository(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitlab-ci.yml").write_text(WRONG, encoding="utf-8")
    return tmp_path


def run(repository, script, program=("nvim", "--headless")):
    """Runs an editor with akvlint on its path and nothing of the user's."""
    environment = {
        "PATH": f"{AKVLINT.parent}:{os.environ['PATH']}",
        "HOME": str(repository / "home"),
        "XDG_CACHE_HOME": str(repository / "home/cache"),
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        [*program, *script],
        cwd=repository,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_open_fix_save(repository):
    setup = repository / "init.lua"
    setup.write_text(recipe("Neovim", "lua"), encoding="utf-8")
    done = run(repository, ["-u", setup, ".gitlab-ci.yml", "-c", f"luafile {HERE / 'fix.lua'}"])
    assert done.returncode == 0, done.stderr
    assert "AKV203" in done.stderr
    fixed = (repository / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert fixed == WRONG.replace("token: AZURE_JWT", "token: $AZURE_JWT")


@pytest.mark.parametrize("program", [("nvim", "--headless"), ("vim", "-es", "-T", "dumb")])
def test_quickfix_list(repository, program):
    """Vim's own way, without a server: makeprg and errorformat, here when the file is saved."""
    setup = repository / "init.vim"
    setup.write_text(f"set nocompatible\n{recipe('Vim', 'vim')}", encoding="utf-8")
    listed = "map(getqflist(), 'v:val.lnum . \" \" . v:val.col . \" \" . v:val.type . v:val.text')"
    commands = ["write", f"call writefile({listed}, 'found')", "qall!"]
    script = [part for command in commands for part in ("-c", command)]
    done = run(repository, ["-u", setup, ".gitlab-ci.yml", *script], program)
    assert done.returncode == 0, done.stderr
    found = (repository / "found").read_text(encoding="utf-8")
    assert re.search(r"^11 14 e.*\[AKV203\]$", found, re.MULTILINE), found


def test_emacs_on_save(repository):
    """Emacs's own way: a list of findings that `next-error` walks through."""
    setup = repository / "init.el"
    setup.write_text(recipe("Emacs", "elisp", 1), encoding="utf-8")
    check = HERE / "on-save.el"
    done = run(repository, ["--batch", "-l", setup, "-l", check], ("emacs", "-Q"))
    assert done.returncode == 0, done.stderr
    assert "found at line 11, column 13" in done.stdout, done.stdout + done.stderr


def test_emacs_with_eglot(repository):
    setup = repository / "init.el"
    setup.write_text(recipe("Emacs", "elisp"), encoding="utf-8")
    check = HERE / "eglot.el"
    start = ["-q", "--batch", "--eval", "(package-initialize)"]
    done = run(repository, [*start, "-l", setup, "-l", check], ("emacs",))
    assert done.returncode == 0, done.stderr
    assert "found at line 11, column 13" in done.stdout, done.stdout + done.stderr
    fixed = (repository / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert fixed == WRONG.replace("token: AZURE_JWT", "token: $AZURE_JWT")
