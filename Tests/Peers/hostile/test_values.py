"""Values that explode: aliases, levels, sizes."""

import pytest

from conftest import GOOD

MEBIBYTE = 1_048_576


def laughs(levels, width, template="[{}]"):
    """Each level holds several aliases of the one before."""
    lines = [".a0: &a0 " + template.format(", ".join(["x"] * width))]
    for level in range(1, levels):
        inside = ", ".join([f"*a{level - 1}"] * width)
        lines.append(f".a{level}: &a{level} " + template.format(inside))
    return "\n".join(lines) + "\n" + GOOD


def quadratic(count):
    return f".big: &big [{', '.join(['xxxxxxxx'] * count)}]\n.all: [{', '.join(['*big'] * count)}]\n"


def merges(levels, width):
    """Each level merges several copies of the one before."""
    keys = ", ".join(f"k{key}: v" for key in range(1000))
    lines = [f".a0: &a0 {{{keys}}}"]
    for level in range(1, levels):
        inside = ", ".join([f"*a{level - 1}"] * width)
        lines.append(f".a{level}: &a{level} {{<<: [{inside}], n{level}: v}}")
    return "\n".join(lines) + "\n" + GOOD


TOO_BIG = {
    "a billion laughs": laughs(10, 10),
    "laughs in mappings": laughs(10, 10).replace("[x", "[{a: x}"),
    "a quadratic bomb": quadratic(5000) + GOOD,
    "an alias of itself": ".a: &a [*a]\n" + GOOD,
    "a key that is an alias of itself": ".a: &a {*a : 1}\n" + GOOD,
    "10,000 levels of flow": ".a: " + "[" * 10_000 + "]" * 10_000 + "\n" + GOOD,
    "10,000 levels of mappings": ".a: " + "{a: " * 10_000 + "}" * 10_000 + "\n" + GOOD,
    "10,000 levels that never close": ".a: " + "[" * 10_000,
    "10,000 levels of blocks in a line": ".a:\n " + "- " * 10_000 + "x\n" + GOOD,
    "3,000 levels of blocks": "".join(" " * level + "a:\n" for level in range(3000)) + GOOD,
    "3 MB of values": GOOD + ".a: [" + "'xxxxxxxx', " * 250_000 + "]\n",
    "one value of 3 MB": GOOD + ".a: '" + "x" * 3 * MEBIBYTE + "'\n",
    "a block of 3 MB": GOOD + ".a: |\n" + ("  " + "x" * 60 + "\n") * 50_000,
}


@pytest.mark.parametrize("name", TOO_BIG)
def test_what_is_too_big_is_refused(repository, name):
    repository.write(".gitlab-ci.yml", TOO_BIG[name])
    outcome = repository.check()
    assert outcome.status == 3
    assert "AKV003" in outcome.rules, outcome.text[:500]


@pytest.mark.parametrize("name", TOO_BIG)
def test_in_an_include_as_well(repository, name):
    repository.write("ci/part.yml", TOO_BIG[name])
    repository.write(".gitlab-ci.yml", "include: ci/part.yml\n" + GOOD)
    outcome = repository.check()
    assert outcome.status == 3
    assert "AKV003" in outcome.rules, outcome.text[:500]


@pytest.mark.parametrize("levels, width", [(50, 20), (90, 40), (3, 400)])
def test_merge_keys_do_not_multiply(repository, levels, width):
    repository.write(".gitlab-ci.yml", merges(levels, width))
    repository.check()


def test_a_file_of_50_megabytes_is_not_read(repository):
    with repository.write(".gitlab-ci.yml", b".a: '").open("r+b") as file:
        file.truncate(50 * MEBIBYTE)
    outcome = repository.check()
    assert outcome.status == 3
    assert "larger than 16 MiB" in outcome.text


def test_50_megabytes_of_standard_input_are_not_read(repository):
    outcome = repository.check("-", stdin=b".a: '" + b"x" * 50 * MEBIBYTE + b"'\n")
    assert outcome.status == 2
    assert "larger than 16 MiB" in outcome.text


@pytest.mark.parametrize(
    "content",
    [
        b"\t" * 1_000_000,
        b"\0" * 1_000_000,
        b"\xef\xbb\xbf" * 300_000,
        b"\xff\xfe" + GOOD.encode("utf-16-le"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        b"\xff\xfe\0\0" + GOOD.encode("utf-32-le"),
        b"\xff" * 1_000_000,
        b"\r" * 1_000_000,
        b"\xe2\x80\xa8" * 300_000,
        b"---\n" * 250_000,
        b"%" * 1_000_000,
        b"- " * 500_000,
        b"? " * 500_000,
        b"&a " * 300_000,
        b"! " * 300_000,
        b"a" * 5_000_000,
        b"a: b: " * 100_000,
        b'"' + b"\\x41" * 400_000 + b'"',
        b"[" * 1_000_000,
        b"{" * 1_000_000,
        b"*" * 1_000_000,
        b"'" * 999_999,
        b"#" * 5_000_000,
        b"#\n" * 2_500_000,
        b"\n" * 10_000_000,
        b"a:\n" + b" " * 10_000_000 + b"b",
    ],
    ids=lambda content: repr(content[:8]) + f"x{len(content)}",
)
def test_a_file_of_one_thing(repository, content):
    repository.write(".gitlab-ci.yml", content)
    outcome = repository.check()
    assert outcome.status in (1, 3)
    assert "AKV" in outcome.output.decode()
    assert len(outcome.output) < 5_000, "the report prints the file"
