"""Writes the SPDX document of the binaries: what is linked into them, from where, under which licence.

    sbom.py BINARY LIVE VERSION FILE

LIVE is the binary with live mode, which was built in `.build-live`.
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
ROOT = pathlib.Path(__file__).parent.parent
LIVE_BUILD = ROOT / ".build-live"


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def dependencies():
    """Name, version and address of the Swift packages of the build with live mode."""
    text = output(
        "swift", "package", "--package-path", ROOT, "--build-path", LIVE_BUILD, "--traits", "Live",
        "show-dependencies", "--format", "json",
    )
    found = {}

    def add(package):
        for dependency in package["dependencies"]:
            found[dependency["identity"]] = (dependency["version"], dependency["url"])
            add(dependency)

    add(json.loads(text))
    return sorted((name, *place) for name, place in found.items())


def licence(name):
    """The licence of a Swift package, from its own file."""
    (file,) = (LIVE_BUILD / "checkouts" / name).glob("LICENSE*")
    text = file.read_text()
    assert "Apache License" in text, f"{name} has another licence"
    return "Apache-2.0" + (" WITH Swift-exception" if "Runtime Library Exception" in text else "")


def swift_package(name, version, url):
    owner, repository = url.removesuffix(".git").split("/")[-2:]
    supplier = "Apple Inc." if owner == "apple" else f"The {owner} project"
    return (name, version, licence(name), f"Organization: {supplier}", f"git+{url}@{version}",
            f"pkg:swift/github.com/{owner}/{repository}@{version}")


def boringssl():
    """The copy that swift-nio-ssl carries."""
    text = (LIVE_BUILD / "checkouts/swift-nio-ssl/Sources/CNIOBoringSSL/hash.txt").read_text()
    revision = re.search(r"[0-9a-f]{40}", text)[0]
    address = "https://boringssl.googlesource.com/boringssl"
    return ("boringssl", revision, "NOASSERTION", "Organization: Google LLC",
            f"git+{address}@{revision}", f"pkg:generic/boringssl@{revision}")


def libraries():
    """Name, version, licence, supplier, where it comes from, package URL."""
    swift = re.search(r"Swift version ([\d.]+)", output("swift", "--version"))[1]
    yaml = output("pkg-config", "--modversion", "yaml-0.1")
    return [
        # The standard library, Dispatch and FoundationEssentials come with the compiler.
        ("swift", swift, "Apache-2.0 WITH Swift-exception", "Organization: The Swift project",
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


def program(number, name, binary, version):
    described = package(
        number, name, version, "Apache-2.0", "Organization: The akvlint authors",
        f"git+{PROJECT}@v{version}", f"pkg:github/akvlint/akvlint@v{version}",
    )
    digest = hashlib.sha256(pathlib.Path(binary).read_bytes()).hexdigest()
    described["primaryPackagePurpose"] = "APPLICATION"
    described["checksums"] = [{"algorithm": "SHA256", "checksumValue": digest}]
    return described


def relationships(program, linked, kind="STATIC_LINK"):
    return [{
        "spdxElementId": program["SPDXID"],
        "relationshipType": kind,
        "relatedSpdxElement": library["SPDXID"],
    } for library in linked]


def main():
    binary, live, version, path = sys.argv[1:]
    own = [program(0, "akvlint", binary, version), program(1, "akvlint-live", live, version)]
    swift = [swift_package(*values) for values in dependencies()]
    linked = [
        package(number, *values)
        for number, values in enumerate(libraries() + swift + [boringssl()], start=2)
    ]
    names = {library["name"] for library in linked} - {"boringssl"}
    lean = names - {name for name, *_ in swift} | {"swift-argument-parser"}
    moment = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))
    digests = "".join(program["checksums"][0]["checksumValue"][:32] for program in own)
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"akvlint-{version}",
        "documentNamespace": f"{PROJECT}/releases/download/v{version}/spdx/{digests}",
        "creationInfo": {
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", moment),
            "creators": ["Organization: The akvlint authors"],
        },
        "packages": own + linked,
        "relationships": [{
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": program["SPDXID"],
        } for program in own]
        + relationships(own[0], [library for library in linked if library["name"] in lean])
        + relationships(own[1], [library for library in linked if library["name"] != "glibc"])
        + relationships(
            own[1], [library for library in linked if library["name"] == "glibc"], "DYNAMIC_LINK"
        ),
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
        file.write("\n")


main()
