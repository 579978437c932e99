"""More of everything than real projects have: jobs, tokens, secrets, files, comments, long lines.

Each kind is tried with far too many, which is refused or not, and then with ever fewer, down to
a number that is small enough to be linted: such a one takes the most.
"""

import pytest

from conftest import BAD, GOOD


def each(count, text):
    return "".join(text.replace("#", str(number)) for number in range(count))


def job(keyword, entries):
    return f"deploy:\n  script: x\n  {keyword}:\n{entries}"


def chain(count, first, text, last):
    """Each refers to the one before it, which is `@`."""
    middle = "".join(
        text.replace("#", str(number)).replace("@", str(number - 1)) for number in range(1, count)
    )
    return first + middle + last.replace("@", str(count - 1))


MANY = {
    "jobs": (100_000, lambda n: each(n, "j#: {script: x}\n")),
    "hidden jobs": (100_000, lambda n: each(n, ".j#: {script: x}\n") + GOOD),
    "ID tokens": (100_000, lambda n: job("id_tokens", each(n, "    T#: {aud: a}\n"))),
    "secrets": (100_000, lambda n: job("secrets", each(n, "    S#: {vault: a/b/c@d}\n"))),
    "Azure secrets": (
        100_000,
        lambda n: job("secrets", each(n, "    S#: {azure_key_vault: {name: n_#}, token: $T}\n")),
    ),
    "secrets with tokens that are nearly right": (
        50_000,
        lambda n: job(
            "secrets", each(n, "    S#: {azure_key_vault: {name: n}, token: $TOKEM_#}\n")
        ) + "  id_tokens:\n" + each(n, "    TOKEN_#: {aud: a}\n"),
    ),
    "needs that are nearly right": (
        50_000,
        lambda n: each(n, "build_#: {script: x}\n")
        + each(n, "test_#: {script: x, needs: [biuld_#]}\n"),
    ),
    "extends that are nearly right": (
        50_000,
        lambda n: each(n, ".build_#: {script: x}\n")
        + each(n, "test_#: {script: x, extends: .biuld_#}\n"),
    ),
    "references that are nearly right": (
        50_000,
        lambda n: each(n, ".build_#: {script: x}\n")
        + each(n, "test_#: {script: !reference [.biuld_#, script]}\n"),
    ),
    "unknown keywords": (100_000, lambda n: "deploy:\n  script: x\n" + each(n, "  scrip_#: y\n")),
    "stages that are nearly right": (
        50_000,
        lambda n: "stages:\n" + each(n, "  - build_#\n") + each(n, "j#: {script: x, stage: biuld_#}\n"),
    ),
    "audiences": (
        100_000, lambda n: "deploy: {script: x, id_tokens: {T: {aud: [" + "a, " * n + "]}}}\n"
    ),
    "variables": (100_000, lambda n: job("variables", each(n, "    V#: $V#\n"))),
    "variables of each other": (
        50_000, lambda n: "variables:\n" + each(n, "  V#: $V1 $V2 $V3 $V#\n") + GOOD
    ),
    "variables that grow": (
        50_000,
        lambda n: "variables:\n" + chain(n, "  V0: xxxxxxxxxx\n", "  V#: $V@$V@$V@$V@\n", "")
        + job("secrets", "    S: {azure_key_vault: {name: $V%d}, token: $T}\n" % (n - 1)),
    ),
    "needs": (
        50_000, lambda n: each(n, "j#: {script: x}\n") + job("needs", each(n, "    - j#\n"))
    ),
    "needs of everybody": (
        2_000,
        lambda n: each(n, "a#: {script: x}\n")
        + each(n, f"b#: {{script: x, needs: [{each(50, 'a#, ')}]}}\n").replace("b", "c"),
    ),
    "needs in a row": (
        50_000, lambda n: chain(n, "j0: {script: x}\n", "j#: {script: x, needs: [j@]}\n", "")
    ),
    "needs in a circle": (
        50_000,
        lambda n: chain(
            n, f"j0: {{script: x, needs: [j{n - 1}]}}\n", "j#: {script: x, needs: [j@]}\n", ""
        ),
    ),
    "rules": (50_000, lambda n: job("rules", each(n, "    - if: $A == \"#\"\n"))),
    "conditions": (50_000, lambda n: job("rules", each(n, "    - if: $A#\n"))),
    "changes": (50_000, lambda n: job("rules", "    - changes:\n" + each(n, "      - a#/**/*\n"))),
    "stages": (100_000, lambda n: "stages:\n" + each(n, "  - s#\n") + GOOD),
    "script lines": (100_000, lambda n: "a:\n  script:\n" + each(n, "    - echo $A#\n")),
    "long scripts": (
        100_000, lambda n: "a:\n  script:\n    - |\n" + each(n, "      az login --x $A# | cat\n")
    ),
    "duplicate keys": (400_000, lambda n: job("variables", "    V: x\n" * n)),
    "duplicate jobs": (100_000, lambda n: "a: {script: x}\n" * n),
    "duplicate sections": (20_000, lambda n: job("id_tokens", "    T: {aud: a}\n") * n),
    "comments that silence": (400_000, lambda n: "# akvlint: ignore[AKV202] because\n" * n + GOOD),
    "rules that a comment silences": (
        100_000, lambda n: "# akvlint: ignore-file[" + "undefined-tokn, " * n + "]\n" + GOOD
    ),
    "comments that silence files": (
        100_000, lambda n: "# akvlint: ignore-file[AKV202] because\n" * n + GOOD
    ),
    "comments that are wrong": (400_000, lambda n: "# akvlint: nothing\n" * n + GOOD),
    "comments beside values": (
        100_000, lambda n: "variables:\n" + each(n, "  V#: x # akvlint: ignore[AKV2#] \n") + GOOD
    ),
    "lines": (1_000_000, lambda n: GOOD + "#\n" * n),
    "findings on one line": (
        50_000,
        lambda n: "a: {script: x, secrets: {"
        + each(n, "S#: {azure_key_vault: {name: n_}, token: $T}, ") + "}}\n",
    ),
    "findings on one line of all letters": (
        50_000,
        lambda n: "a: {script: x, secrets: {"
        + each(n, "S#\u00e9: {azure_key_vault: {name: n_}, token: $T}, ") + "}}\n",
    ),
    "good secrets of many jobs": (
        20_000,
        lambda n: ".t:\n  id_tokens: {T: {aud: a}}\n  secrets:\n"
        + each(50, "    S#: {azure_key_vault: {name: n-#}, token: $T}\n")
        + each(n, "j#: {extends: .t, script: x}\n"),
    ),
    "bad secrets of many jobs": (
        2_000,
        lambda n: ".t:\n  secrets:\n"
        + each(500, "    S#: {azure_key_vault: {name: n_#}, token: $T}\n")
        + each(n, f"j#{'x' * 250}: {{extends: .t, script: x}}\n"),
    ),
    "values in a matrix": (
        100_000, lambda n: "a: {script: x, parallel: {matrix: [{A: [" + "b, " * n + "]}]}}\n"
    ),
    "keys of a matrix": (
        10_000,
        lambda n: "a: {script: x, parallel: {matrix: [{" + each(n, "V#: [1, 2, 3, 4], ") + "}]}}\n",
    ),
    "matrices": (
        50_000,
        lambda n: "a: {script: x, parallel: {matrix: ["
        + "{A: [1, 2, 3, 4], B: [1, 2, 3]}, " * n + "]}}\n",
    ),
    "jobs with a matrix": (
        20_000,
        lambda n: each(
            n,
            "j#: {script: x, parallel: {matrix: [{A: [1, 2, 3, 4, 5, 6, 7, 8, 9], "
            "B: [1, 2, 3, 4, 5, 6, 7, 8, 9]}]}, secrets: {S: {azure_key_vault: {name: $A-$B}, "
            "token: $T}}}\n",
        ),
    ),
    "extends in a row": (
        50_000,
        lambda n: chain(n, ".j0: {script: x}\n", ".j#: {extends: .j@}\n", "a: {extends: .j@}\n"),
    ),
    "extends in a circle": (
        50_000,
        lambda n: chain(n, f".j0: {{extends: .j{n - 1}}}\n", ".j#: {extends: .j@}\n", GOOD),
    ),
    "extends of many": (
        20_000,
        lambda n: each(n, ".j#: {variables: {A#: b}}\n")
        + "a: {script: x, extends: [" + each(n, ".j#, ") + "]}\n",
    ),
    "extends that double": (
        11,
        lambda n: chain(
            n, ".j0: {script: x}\n", ".j#: {extends: [.j@, .j@, .j@, .j@, .j@, .j@]}\n",
            "a: {extends: .j@}\n",
        ),
    ),
    "jobs that extend much": (
        20_000,
        lambda n: ".t: {variables: {" + each(1_000, "A#: b, ") + "}}\n"
        + each(n, "j#: {extends: .t, script: x, variables: {B: c}}\n"),
    ),
    "jobs that merge much": (
        20_000,
        lambda n: ".t: &t {variables: &v {" + each(1_000, "A#: b, ") + "}}\n"
        + each(n, "j#: {<<: *t, script: x, variables: {<<: *v, B: c}}\n"),
    ),
    "references that multiply": (
        10,
        lambda n: chain(
            n, ".r0: {script: [x, x, x, x, x, x, x, x, x, x]}\n",
            ".r#: {script: [" + "!reference [.r@, script], " * 10 + "]}\n",
            "a: {script: !reference [.r@, script]}\n",
        ),
    ),
    "references in a row": (
        50_000,
        lambda n: chain(
            n, ".r0: {script: [x]}\n", ".r#: {script: !reference [.r@, script]}\n",
            "a: {script: !reference [.r@, script]}\n",
        ),
    ),
    "references in a circle": (
        50_000,
        lambda n: chain(
            n, f".r0: {{script: !reference [.r{n - 1}, script]}}\n",
            ".r#: {script: !reference [.r@, script]}\n", "a: {script: !reference [.r@, script]}\n",
        ),
    ),
    "references to much": (
        20_000,
        lambda n: ".r: {script: [" + "x, " * 5_000 + "]}\n"
        + each(n, "j#: {script: !reference [.r, script]}\n"),
    ),
    "default tokens for many": (
        20_000,
        lambda n: "default: {id_tokens: {" + each(500, "T#: {aud: a}, ") + "}}\n"
        + each(n, "j#: {script: x}\n"),
    ),
    "global variables for many": (
        20_000,
        lambda n: "variables: {" + each(2_000, "V#: a, ") + "}\n" + each(n, "j#: {script: x}\n"),
    ),
    "default secrets for many": (
        20_000,
        lambda n: "default: {secrets: {" + each(
            200, "S#: {azure_key_vault: {name: n_#}, token: $T}, "
        ) + "}}\n" + each(n, "j#: {script: x}\n"),
    ),
    "inputs": (50_000, lambda n: "spec:\n  inputs:\n" + each(n, "    i#: {default: x}\n") + "---\n" + GOOD),
    "interpolations": (
        100_000,
        lambda n: "spec: {inputs: {i: {default: xxxxxxxxxxxxxxxx}}}\n---\na: {script: '"
        + "$[[ inputs.i ]]" * n + "'}\n",
    ),
    "inputs that grow": (
        20_000,
        lambda n: "spec: {inputs: {i: {default: " + "x" * 500_000
        + "}}}\n---\na:\n  script:\n" + "    - $[[ inputs.i ]]\n" * n,
    ),
    "functions of inputs": (
        100_000,
        lambda n: "spec: {inputs: {i: {default: x}}}\n---\na: {script: '$[[ inputs.i"
        + " | expand_vars" * n + " ]]'}\n",
    ),
    "workflow rules": (50_000, lambda n: "workflow: {rules: [" + "{if: $A}, " * n + "]}\n" + GOOD),
    "includes": (10_000, lambda n: "include:\n" + each(n, "  - a#.yml\n") + GOOD),
    "includes that need a server": (
        10_000, lambda n: "include:\n" + each(n, "  - https://a.example/#.yml\n") + GOOD
    ),
    "levels": (300, lambda n: ".a: " + "[" * n + "]" * n + "\n" + GOOD),
    "dollars": (500_000, lambda n: "a: {script: '" + "$" * n + "'}\n"),
    "dollars with braces": (300_000, lambda n: "a: {script: '" + "${" * n + "'}\n"),
    "substitutions": (300_000, lambda n: "a: {script: '" + "$(" * n + "'}\n"),
    "quotes of the shell": (300_000, lambda n: "a: {script: \"" + "`'" * n + "\"}\n"),
    "here documents": (300_000, lambda n: "a: {script: '" + "<<A " * n + "'}\n"),
    "here documents in lines": (
        200_000, lambda n: "a:\n  script: |\n" + each(n, "    cat <<A# <<B\n") + "\n"
    ),
    "groups of the shell": (500_000, lambda n: "a: {script: '" + "(" * n + "'}\n"),
    "pipes of the shell": (500_000, lambda n: "a: {script: '" + "a|" * n + "'}\n"),
    "heredocs in substitutions": (200_000, lambda n: "a: {script: '" + "$(<<A " * n + "'}\n"),
    "conditions with brackets": (
        100_000, lambda n: job("rules", "    - if: '" + "(" * n + "$A" + ")" * n + "'\n")
    ),
    "conditions with and": (
        100_000, lambda n: job("rules", "    - if: '$A" + " && $A == \"b\"" * n + "'\n")
    ),
    "conditions with or": (
        100_000, lambda n: job("rules", "    - if: '$A" + " || $A != null" * n + "'\n")
    ),
    "conditions with patterns": (
        50_000, lambda n: job("rules", "    - if: '$A" + " || $A =~ /^(a+)+$/" * n + "'\n")
    ),
}

ODD = {
    "parallel": "a: {script: x, parallel: 99999999}\n",
    "a huge parallel": "a: {script: x, parallel: 99999999999999999999999999999999999}\n",
    "a matrix of 9 to the 20": "a: {script: x, parallel: {matrix: [{"
    + each(20, "V#: [1, 2, 3, 4, 5, 6, 7, 8, 9], ") + "}]}}\n",
    "huge numbers": "a: {script: x, timeout: 99999999999999999999 years, retry: 1e999, "
    "parallel: -9223372036854775808, start_in: 9223372036854775807 weeks}\n",
    "a number of a megabyte": "a: {script: x, retry: " + "9" * 1_000_000 + "}\n",
    "a fraction of a megabyte": "a: {script: x, retry: 0." + "9" * 1_000_000 + "e-99999999999}\n",
    "a number to the base of 60": "a: {script: x, retry: 1" + ":59" * 300_000 + "}\n",
    "odd dates": "# akvlint: ignore[AKV202] until=99999999999999999999-01-01\n"
    "# akvlint: ignore[AKV202] until=2026-99-99\n# akvlint: ignore[AKV202] until=-1--1--1\n" + GOOD,
    "a long name of a job": "j" * 1_000_000 + ": {script: x, secrets: {S: {vault: 1}}}\n",
    "a long duration": "a: {script: x, timeout: '" + "1 hour and " * 100_000 + "'}\n",
    "a long name of a secret": "a: {script: x, secrets: {S: {azure_key_vault: {name: '"
    + "n_" * 500_000 + "', version: '" + "a-" * 200_000 + "'}, token: $T}}}\n",
}


COMMANDS = (
    ["check", "--format", "sarif"], ["model", "--spans"], ["predict"],
    ["query", "pipeline.jobs.size()"], ["includes", "list"], ["report"],
    ["graph", "--format", "dot"],
)

def is_small_enough(repository, text):
    repository.write(".gitlab-ci.yml", text)
    outcome = repository.run("check")
    assert outcome.status in (0, 1, 3)
    return b"[AKV003 " not in outcome.output


def write_the_most(repository, name):
    """Leaves about the greatest number in the repository that is linted."""
    count, make = MANY[name]
    most = count
    while not is_small_enough(repository, make(count)):
        count //= 2
    more = min(count * 3 // 2, most)
    if more > count and not is_small_enough(repository, make(more)):
        repository.write(".gitlab-ci.yml", make(count))
    print(name, count, more)


@pytest.mark.parametrize("name", MANY)
def test_many(repository, name):
    write_the_most(repository, name)
    for command in COMMANDS:
        repository.run(*command)


@pytest.mark.parametrize("name", ODD)
def test_odd_values(repository, name):
    repository.write(".gitlab-ci.yml", ODD[name])
    assert repository.check().status in (0, 1, 3)
    repository.run("predict")


FORMATS = ["text", "concise", "json", "jsonl", "sarif", "gitlab-codequality", "junit", "github", "checkstyle"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_long_line_with_a_finding_is_not_printed(repository, format):
    finding = "S: {azure_key_vault: {name: password}, token: AZURE_JWT}"
    text = "a: {script: x, id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}, secrets: {" + finding
    repository.write(".gitlab-ci.yml", text + "}} " + "#" + "x" * 10_000_000 + "\n")
    outcome = repository.run("check", "--format", format)
    assert outcome.status == 1
    assert len(outcome.output) < 200_000


@pytest.mark.parametrize("format", FORMATS)
def test_long_names_with_many_findings(repository, format):
    name = "j" * 100_000
    secrets = each(200, "S#: {azure_key_vault: {name: n_}, token: $T}, ")
    repository.write(".gitlab-ci.yml", f"{name}: {{script: x, secrets: {{{secrets}}}}}\n" + BAD)
    repository.run("check", "--format", format)
