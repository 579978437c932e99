"""Fills in the Homebrew formula with the tarballs of a folder, one for each architecture.

    formula.py TEMPLATE VERSION FOLDER
"""

import hashlib
import pathlib
import sys

DOWNLOADS = "https://github.com/akvlint/akvlint/releases/download"
# Homebrew's names for what `uname -m` prints.
BLOCKS = {"x86_64": "on_intel", "aarch64": "on_arm"}


def block(tarball, version):
    machine = tarball.name.removesuffix(".tar.gz").rsplit("-", 1)[-1]
    digest = hashlib.sha256(tarball.read_bytes()).hexdigest()
    return f"""\
    {BLOCKS[machine]} do
      url "{DOWNLOADS}/v{version}/{tarball.name}"
      sha256 "{digest}"
    end"""


def main():
    template, version, folder = sys.argv[1:]
    tarballs = sorted(pathlib.Path(folder).glob(f"akvlint-{version}-linux-*.tar.gz"))
    text = pathlib.Path(template).read_text(encoding="utf-8").replace("@VERSION@", version)
    text = text.replace("@TARBALLS@", "\n".join(block(tarball, version) for tarball in tarballs))
    (pathlib.Path(folder) / "akvlint.rb").write_text(text, encoding="utf-8")


main()
