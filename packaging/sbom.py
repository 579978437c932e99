"""Writes the SPDX document of the binary: what is linked into it, from where, under which licence.

    sbom.py BINARY VERSION FILE
"""

import hashlib
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import time

PROJECT = "https://github.com/akvlint/akvlint"


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def resolved(name):
    """The version of a Swift package that the build used."""
    pins = json.loads((pathlib.Path(__file__).parent.parent / "Package.resolved").read_text())
    return next(pin["state"]["version"] for pin in pins["pins"] if pin["identity"] == name)


def libraries():
    """Name, version, licence, supplier, where it comes from, package URL."""
    swift = re.search(r"Swift version ([\d.]+)", output("swift", "--version"))[1]
    parser = resolved("swift-argument-parser")
    yaml = output("pkg-config", "--modversion", "yaml-0.1")
    runtime = "Apache-2.0 WITH Swift-exception"
    return [
        ("swift-argument-parser", parser, runtime, "Organization: Apple Inc.",
         f"git+https://github.com/apple/swift-argument-parser@{parser}",
         f"pkg:swift/github.com/apple/swift-argument-parser@{parser}"),
        # The standard library, Dispatch and FoundationEssentials come with the compiler.
        ("swift", swift, runtime, "Organization: The Swift project",
         f"git+https://github.com/swiftlang/swift@swift-{swift}-RELEASE",
         f"pkg:github/swiftlang/swift@swift-{swift}-RELEASE"),
        ("libyaml", yaml, "MIT", "Organization: The YAML project",
         f"https://pyyaml.org/download/libyaml/yaml-{yaml}.tar.gz", f"pkg:generic/libyaml@{yaml}"),
    ] + system_libraries()


def system_libraries():
    if platform.system() != "Linux":
        return []
    glibc = platform.libc_ver()[1]
    stdcxx = output("c++", "-dumpfullversion") if has("c++") else "NOASSERTION"
    return [
        ("glibc", glibc, "LGPL-2.1-or-later", "Organization: Free Software Foundation",
         f"https://ftp.gnu.org/gnu/glibc/glibc-{glibc}.tar.xz", f"pkg:generic/glibc@{glibc}"),
        ("libstdc++", stdcxx, "GPL-3.0-or-later WITH GCC-exception-3.1",
         "Organization: Free Software Foundation", "https://gcc.gnu.org/",
         f"pkg:generic/libstdc%2B%2B@{stdcxx}"),
    ]


def has(program):
    return subprocess.run(["which", program], capture_output=True).returncode == 0


def package(number, name, version, licence, supplier, location, url):
    return {
        "SPDXID": f"SPDXRef-Package-{number}",
        "name": name,
        "versionInfo": version,
        "supplier": supplier,
        "downloadLocation": location,
        "filesAnalyzed": False,
        "licenseConcluded": licence,
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": url,
        }],
    }


def main():
    binary, version, path = sys.argv[1:]
    digest = hashlib.sha256(pathlib.Path(binary).read_bytes()).hexdigest()
    own = package(
        0, "akvlint", version, "Apache-2.0", "Organization: The akvlint authors",
        f"git+{PROJECT}@v{version}", f"pkg:github/akvlint/akvlint@v{version}",
    )
    own["primaryPackagePurpose"] = "APPLICATION"
    own["checksums"] = [{"algorithm": "SHA256", "checksumValue": digest}]
    linked = [package(number, *values) for number, values in enumerate(libraries(), start=1)]
    moment = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"akvlint-{version}",
        "documentNamespace": f"{PROJECT}/releases/download/v{version}/spdx/{digest}",
        "creationInfo": {
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", moment),
            "creators": ["Organization: The akvlint authors"],
        },
        "packages": [own] + linked,
        "relationships": [{
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": own["SPDXID"],
        }] + [{
            "spdxElementId": own["SPDXID"],
            "relationshipType": "STATIC_LINK",
            "relatedSpdxElement": library["SPDXID"],
        } for library in linked],
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
        file.write("\n")


main()
