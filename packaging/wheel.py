"""Packs the binaries as a Python wheel, for pip, pipx, uv and pre-commit's `language: python`.

    wheel.py BINARY LIVE VERSION MACHINE FOLDER

The linter is static, so it runs with any C library: the tags name the oldest that pip knows. LIVE,
which it starts for live queries, needs the C library of the system that built it.
"""

import base64
import hashlib
import os
import pathlib
import sys
import time
import zipfile

HERE = pathlib.Path(__file__).parent
PROJECT = "https://github.com/akvlint/akvlint"


def metadata(version):
    return f"""\
Metadata-Version: 2.4
Name: akvlint
Version: {version}
Summary: Linter for GitLab CI pipelines that read Azure Key Vault secrets
License-Expression: Apache-2.0
License-File: LICENSE
Project-URL: Homepage, {PROJECT}
Project-URL: Changelog, {PROJECT}/blob/main/CHANGELOG.md
Keywords: gitlab,ci,linter,azure,key vault,oidc
Classifier: Environment :: Console
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Software Development :: Quality Assurance
Requires-Python: >=3.8
Description-Content-Type: text/markdown

{(HERE.parent / "README.md").read_text(encoding="utf-8")}"""


def digest(data):
    hashed = hashlib.sha256(data).digest()
    return "sha256=" + base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def main():
    binary, live, version, machine, folder = sys.argv[1:]
    tag = f"manylinux_2_17_{machine}.musllinux_1_1_{machine}"
    info, data = f"akvlint-{version}.dist-info", f"akvlint-{version}.data"
    wheel = "\n".join(
        ["Wheel-Version: 1.0", "Generator: akvlint", "Root-Is-Purelib: false"]
        + [f"Tag: py3-none-{part}" for part in tag.split(".")]
    )
    files = {
        f"{data}/scripts/akvlint": (pathlib.Path(binary).read_bytes(), 0o755),
        f"{data}/scripts/akvlint-live": (pathlib.Path(live).read_bytes(), 0o755),
        f"{info}/METADATA": (metadata(version).encode(), 0o644),
        f"{info}/WHEEL": (f"{wheel}\n".encode(), 0o644),
        f"{info}/licenses/LICENSE": ((HERE.parent / "LICENSE").read_bytes(), 0o644),
    }
    record = "".join(f"{path},{digest(text)},{len(text)}\n" for path, (text, _) in files.items())
    files[f"{info}/RECORD"] = (f"{record}{info}/RECORD,,\n".encode(), 0o644)
    # A zip file cannot store a time before 1980.
    moment = time.gmtime(max(int(os.environ["SOURCE_DATE_EPOCH"]), 315532800))[:6]
    os.makedirs(folder, exist_ok=True)
    path = f"{folder}/akvlint-{version}-py3-none-{tag}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, (text, mode) in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)


main()
