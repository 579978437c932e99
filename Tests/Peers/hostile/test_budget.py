"""Few bytes that need much work: every run ends in time and names the exceeded limit.

`Repository.run` looks at the limits. What exceeds the budget of a run ends with AKV003 and 3; what
fits into it is linted.
"""

import json

import pytest

from conftest import BAD, GOOD, each, rule

MEBIBYTE = 1_048_576


def test_long_messages_of_rules(repository):
    value = '"' + "x" * 1_000 + '"' + '.replace("x", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")'
    repository.write("rules/TEAM950-own-rule-950.yml", rule("false", message="{{ " + value + " }}"))
    repository.write(".akvlint.yml", "rule_packs: [rules]\n")
    repository.write(".gitlab-ci.yml", each(5_000, "job#: {script: x}\n"))
    for format in ("text", "concise", "json", "sarif", "gitlab-codequality", "junit", "checkstyle", "github"):
        outcome = repository.run("check", "--format", format)
        assert outcome.status in (0, 3)
        assert len(outcome.output) < 64 * MEBIBYTE


def test_queries(repository):
    """The expression is the operator's, the pipeline is not."""
    repository.write(".gitlab-ci.yml", each(3_000, "job#: {script: x, tags: [a, b, c]}\n"))
    outcome = repository.run("query", "pipeline.jobs.map(a, pipeline.jobs.map(b, a.name + b.name))")
    assert outcome.status in (0, 2, 3)
    assert repository.run("query", "[1]" + ".map(v, [v, v])" * 40).status in (2, 3)


RULE_PACKS = {
    "files": lambda repository: [repository.write(f"rules/{number}.yml", "x") for number in range(20_000)],
    "rules": lambda repository: [
        repository.write(f"rules/TEAM{number}-own-rule-{number}.yml", rule("job.name != '' ".replace("'", '"'), number))
        for number in range(950, 3_000)
    ],
    "folders": lambda repository: [repository.write(f"rules/{number}/x.yml", "x") for number in range(5_000)],
    "one big file": lambda repository: repository.write("rules/x.yml", "a: 'x'\n" * 500_000),
    "big files": lambda repository: [repository.write(f"rules/{number}.yml", "# x\n" * 500_000) for number in range(60)],
    "a long expression": lambda repository: repository.write(
        "rules/TEAM950-own-rule-950.yml", rule(" || ".join(["true"] * 100_000))),
    "other files": lambda repository: [repository.write(f"rules/{number}.txt", "x") for number in range(20_000)],
}


@pytest.mark.parametrize("name", RULE_PACKS)
def test_packs_of_rules(repository, name):
    repository.write(".akvlint.yml", "rule_packs: [rules]\n")
    repository.write(".gitlab-ci.yml", GOOD)
    RULE_PACKS[name](repository)
    outcome = repository.run("check")
    assert outcome.status in (0, 2, 3)
    assert len(outcome.errors) < MEBIBYTE


# Patterns times paths


IGNORED = {
    "many": each(200_000, "x#\n"),
    "many that match nothing": each(200_000, "*a*#*b*\n"),
    "many folders": each(100_000, "**/x#/**\n"),
    "many negated": each(100_000, "!x#\n"),
    "one greedy": "*a" * 5_000 + "\n",
    "greedy ones": ("**/" * 200 + "*a*a*a*b\n") * 2_000,
    "sets": ("[a-z]" * 100 + "\n") * 5_000,
    "open sets": "[" * 100_000 + "\n" + "[!" * 100_000 + "\n",
    "long": ("x" * 10_000 + "\n") * 1_000,
    "one line": "x" * 10_000_000,
    "empty lines": "\n" * 10_000_000,
}


@pytest.mark.parametrize("name", IGNORED)
def test_patterns_of_ignored_files(repository, name):
    repository.write(".gitlab-ci.yml", GOOD)
    repository.write(".gitignore", IGNORED[name])
    for number in range(2_000):
        repository.write(f"{'a' * 100}{number % 20}/{'a' * 100}{number}.gitlab-ci.yml", GOOD)
    assert repository.check(".").status in (0, 3)


def test_patterns_of_ignored_files_in_many_folders(repository):
    repository.write(".gitlab-ci.yml", GOOD)
    for number in range(2_000):
        repository.write(f"a{number}/.gitignore", each(500, "*a*#*b*\n"))
        repository.write(f"a{number}/x.gitlab-ci.yml", GOOD)
    assert repository.check(".").status in (0, 3)


def many_paths(repository, count=2_000, length=200):
    for number in range(count):
        repository.write(f"many/{'a' * (length - len(str(number)))}{number}.yml", ".a: {script: x}\n")


WILDCARDS = {
    "includes": lambda count: "include:\n" + each(count, "  - 'many/" + "*a" * 30 + "#.yml'\n") + GOOD,
    "deep includes": lambda count: "include:\n" + each(count, "  - '" + "**/" * 30 + "*a*a*a#.yml'\n") + GOOD,
    "exists": lambda count: each(count, "j#: {script: x, rules: [{exists: ['many/" + "*a" * 30 + "#.yml']}]}\n"),
    "many exists": lambda count: "j: {script: x, rules: [{exists: [" + each(count, "'many/" + "*a" * 30 + "#.yml', ") + "]}]}\n",
    "exists with braces": lambda count: each(count, "j#: {script: x, rules: [{exists: ['many/" + "{a,b}*" * 20 + "#.yml']}]}\n"),
    "exists with sets": lambda count: each(count, "j#: {script: x, rules: [{exists: ['many/" + "[!b]*" * 20 + "#.yml']}]}\n"),
    "exists with variables": lambda count: "variables: {A: '" + "*a" * 30 + "'}\n"
    + each(count, "j#: {script: x, rules: [{exists: ['many/$A#.yml']}]}\n"),
    "changes": lambda count: each(count, "j#: {script: x, rules: [{changes: ['many/" + "*a" * 30 + "#.yml']}]}\n"),
    "rules of includes": lambda count: "include:\n"
    + each(count, "  - {local: x.yml, rules: [{exists: ['many/" + "*a" * 30 + "#.yml']}]}\n") + GOOD,
    "exists with variables of braces": lambda count: "variables: {A: '" + "{a,b}" * 7 + "'}\n"
    + each(count, "j#: {script: x, rules: [{exists: ['$A/#/*.yml']}]}\n"),
    "exists with open braces": lambda count: each(count, "j#: {script: x, rules: [{exists: ['" + "{a," * 200 + "#']}]}\n"),
    "rules of the workflow": lambda count: "workflow: {rules: ["
    + each(count, "{exists: ['many/" + "*a" * 30 + "#.yml']}, ") + "]}\n" + GOOD,
}


@pytest.mark.parametrize("name", WILDCARDS)
@pytest.mark.parametrize("count", [20, 140, 2_000])
def test_wildcards(repository, name, count):
    many_paths(repository)
    repository.write(".gitlab-ci.yml", WILDCARDS[name](count))
    for command in (["check"], ["predict"]):
        assert repository.run(*command).status in (0, 1, 3)


def test_paths_of_the_configuration(repository):
    many_paths(repository)
    repository.write(".gitlab-ci.yml", "include: 'many/*0.yml'\n" + each(2_000, "j#: {scrip: x}\n"))
    repository.write(".akvlint.yml", "paths:\n" + each(2_000, "  - {match: '" + "**/*a*" * 20 + "#', ignore: [all]}\n"))
    assert repository.check().status in (0, 1, 2, 3)


# Regular expressions times text


LONG = "a" * 200_000

CONDITIONS = {
    "the rules of a job": lambda count: each(count, "j#: {script: x, rules: [{if: '$LONG =~ /(a|b|c|d)*(a+b?)+#$/'}]}\n"),
    "rules of one job": lambda count: "j: {script: x, rules: [" + each(count, "{if: '$LONG =~ /(a|b|c|d)*(a+b?)+#$/'}, ") + "]}\n",
    "one condition": lambda count: "j: {script: x, rules: [{if: '" + each(count, "$LONG =~ /(a|b|c)*#$/", " || ") + "'}]}\n",
    "the workflow": lambda count: "workflow: {rules: [" + each(count, "{if: '$LONG =~ /(a|b|c|d)*(a+b?)+#$/'}, ") + "]}\n" + GOOD,
    "includes": lambda count: "include:\n" + each(min(count, 140), "  - {local: x.yml, rules: [{if: '$LONG =~ /(a|b|c|d)*(a+b?)+#$/'}]}\n") + GOOD,
    "big expressions": lambda count: each(count, "j#: {script: x, rules: [{if: '$LONG =~ /(a{1,30}){1,30}#/'}]}\n"),
    "comparisons": lambda count: "j: {script: x, rules: [" + each(count, "{if: '$LONG == $LONG2'}, ") + "]}\n",
    "refs": lambda count: each(count, "j#: {script: x, only: ['/(a|b|c|d)*(a+b?)+#$/']}\n"),
    "expressions in variables": lambda count: each(count, "j#: {script: x, variables: {P#: '/(a|b)*#$/'}, rules: [{if: '$LONG =~ $P#'}]}\n"),
}


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize("count", [10, 100, 2_000])
@pytest.mark.parametrize("where", ["configuration", "yaml"])
def test_patterns_against_a_long_value(repository, name, count, where):
    repository.write("x.yml", ".x: {script: x}\n")
    text = CONDITIONS[name](count)
    if where == "configuration":
        repository.write(
            ".akvlint.yml", f"variables: [{{key: LONG, value: {LONG}}}, {{key: LONG2, value: {LONG}}}]\n"
            f"gitlab: {{project: a/b, default_branch: {'a' * 200}}}\n")
    else:
        text = f"variables: {{LONG: {LONG}, LONG2: {LONG}}}\n" + text
    repository.write(".gitlab-ci.yml", text)
    for command in (["check"], ["predict"]):
        assert repository.run(*command).status in (0, 1, 2, 3)


# Compositions


HEAVY = ".t: {variables: {" + each(1_000, "A#: b, ") + "}}\n" + each(400, ".h#: {extends: .t, script: x, variables: {B: c}}\n")

BIG = "# " + "x" * (15 * MEBIBYTE) + "\n.a: {script: x}\n"


def children(count):
    return each(count, "t#: {trigger: {include: c#.yml}}\n")


COMPOSITIONS = {
    "roots": lambda n: {f"r{i}.gitlab-ci.yml": "include: heavy.yml\n" + GOOD for i in range(n)} | {".gitlab-ci.yml": GOOD},
    "children": lambda n: {f"c{i}.yml": "include: heavy.yml\n" + GOOD for i in range(n)} | {".gitlab-ci.yml": children(n)},
    "one child of many jobs": lambda n: {"c.yml": "include: heavy.yml\n" + GOOD,
        ".gitlab-ci.yml": each(n, "t#: {variables: {A: '#'}, trigger: {include: c.yml}}\n")},
    "children of children": lambda n: {f"c{i}.yml": each(10, "t#: {trigger: {include: d#.yml}}\n") for i in range(n)}
    | {f"d{i}.yml": "include: heavy.yml\n" + GOOD for i in range(10)} | {".gitlab-ci.yml": children(n)},
    "includes that depend on the run": lambda n: {".gitlab-ci.yml": "include:\n"
        + each(min(n, 30), "  - {local: heavy#.yml, rules: [{if: '$CI_COMMIT_BRANCH == \"b#\"'}]}\n") + GOOD,
        ".akvlint.yml": "scenarios:\n" + each(min(n, 30), "  - {name: s#, source: push, ref: b#}\n")}
        | {f"heavy{i}.yml": HEAVY for i in range(min(n, 30))},
    "roots with configurations": lambda n: {f"r{i}/.gitlab-ci.yml": "include: heavy.yml\n" + GOOD for i in range(n)}
        | {f"r{i}/.akvlint.yml": "gitlab: {project: a/b}\n" for i in range(n)} | {".gitlab-ci.yml": GOOD},
}


@pytest.mark.parametrize("name", COMPOSITIONS)
@pytest.mark.parametrize("count", [10, 100])
def test_compositions(repository, name, count):
    repository.write("heavy.yml", HEAVY)
    for path, text in COMPOSITIONS[name](count).items():
        repository.write(path, text)
    for arguments in (["check", "."], ["check"], ["predict"], ["report"], ["graph"]):
        assert repository.run(*arguments).status in (0, 1, 3)


@pytest.mark.parametrize("name", ["links", "one file", "copies"])
@pytest.mark.parametrize("what", ["comment", "space", "values"])
def test_a_big_file_often(repository, name, what):
    big = {"comment": BIG, "space": "\n" * 15 * MEBIBYTE + ".a: {script: x}\n",
           "values": each(40_000, ".a#: {script: x}\n")}[what]
    repository.write("big.yml", big)
    count = 149 if name == "links" else 140 if name == "one file" else 30
    if name == "links":
        for number in range(count):
            repository.link(f"l/{number}.yml", "../big.yml")
        text = "include: 'l/*.yml'\n"
    elif name == "one file":
        text = "include: [" + "big.yml, " * count + "]\n"
    else:
        for number in range(count):
            repository.write(f"l/{number}.yml", big)
        text = "include: 'l/*.yml'\n"
    repository.write(".gitlab-ci.yml", text + GOOD)
    assert repository.check().status in (0, 1, 3)


# Lines of nothing


@pytest.mark.parametrize("end", ["\n", "\r"])
@pytest.mark.parametrize("kind", ["roots", "children", "includes"])
def test_empty_lines(repository, end, kind):
    """The places of the lines take more memory than the lines."""
    name = {"roots": "r#.gitlab-ci.yml", "children": "c#.yml", "includes": "l/#.yml"}[kind]
    for number in range(60):
        repository.write(name.replace("#", str(number)), end * 1_800_000 + ".a: {script: x}\n" + GOOD)
    repository.write(".gitlab-ci.yml", {
        "roots": GOOD,
        "children": each(60, "t#: {trigger: {include: c#.yml}}\n"),
        "includes": "include: 'l/*.yml'\n" + GOOD,
    }[kind])
    assert repository.check(".").status in (0, 3)


# Predictions


def predictions(jobs, secrets, scenarios):
    pipeline = (
        ".t:\n  script: x\n  id_tokens: {T: {aud: https://gitlab.com}}\n  secrets:\n"
        + each(secrets, "    S#: {azure_key_vault: {name: n#}, token: $T}\n")
        + each(jobs, "j#: {extends: .t}\n")
    )
    configuration = (
        "gitlab: {project: a/b}\nscenarios:\n"
        + each(scenarios, "  - {name: s#, source: push, ref: b#}\n")
        + "azure: {identities: [{client_id: 11111111-2222-3333-4444-555555555555, "
        "tenant_id: 66666666-7777-8888-9999-000000000000, credentials: ["
        + each(20, "{name: c#, issuer: https://gitlab.com, audiences: [https://gitlab.com], "
               "subject: 'project_path:a/b:ref_type:branch:ref:b#'}, ") + "]}]}\n"
        "variables: [{key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}, "
        "{key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}, "
        "{key: AZURE_KEY_VAULT_SERVER_URL, value: https://v.vault.azure.net}]\n"
    )
    return pipeline, configuration


@pytest.mark.parametrize("jobs, secrets, scenarios", [(160, 500, 100), (2_000, 50, 50), (20, 500, 7), (1, 1, 20_000), (1_000, 20, 7)])
def test_predictions(repository, jobs, secrets, scenarios):
    pipeline, configuration = predictions(jobs, secrets, scenarios)
    repository.write(".gitlab-ci.yml", pipeline)
    repository.write(".akvlint.yml", configuration)
    for command in (["check"], ["predict"], ["predict", "--format", "json"], ["report"], ["graph"]):
        assert repository.run(*command).status in (0, 1, 2, 3)


# Bytes, findings, keys


DOCUMENTS = {
    "unknown keys": json.dumps({f"k{number}": number for number in range(200_000)}),
    "nulls": "[" + "null," * 3_000_000 + "null]",
    "nulls of a list": '{"value": [' + "null," * 2_000_000 + "null]}",
    "numbers": "[" + "1," * 3_000_000 + "1]",
    "empty lists": "[" + "[]," * 3_000_000 + "[]]",
    "levels": "[" * 1_000_000,
    "empty objects": "[" + "{}," * 3_000_000 + "{}]",
    "a long text": json.dumps("x" * 10_000_000),
    "escapes": '"' + "\\u0041" * 2_000_000 + '"',
    "a long number": "1" * 10_000_000,
    "wrong items": json.dumps([{"key": number} for number in range(200_000)]),
    "unknown keys of items": json.dumps([{"key": "A", f"x{number}": 1} for number in range(100_000)]),
    "many variables": json.dumps([{"key": f"A{number}", "value": "x"} for number in range(200_000)]),
    "keys in escapes": "[" + ",".join(f'{{"\\u006b\\u0065\\u0079": "A{n}"}}' for n in range(100_000)) + "]",
    "long numbers": "[" + ",".join(["1e308", "1" * 3_000, "0." + "9" * 3_000] * 1_500) + "]",
    "objects in objects": '{"a":' * 300_000 + "1" + "}" * 300_000,
    "equal keys": '{"a": 1' + ', "a": 1' * 500_000 + "}",
}

NAMES = {
    "credentials": "azure: {identities: [{client_id: 11111111-2222-3333-4444-555555555555, "
    "tenant_id: 66666666-7777-8888-9999-000000000000, credentials: x.json}]}\n",
    "variables": "variables: [{file: x.json}]\n",
}


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("name", ["credentials", "variables", "snapshot", "baseline"])
def test_documents(repository, document, name):
    repository.write(".gitlab-ci.yml", GOOD)
    repository.write(".akvlint.snapshot.json" if name == "snapshot" else "x.json", DOCUMENTS[document])
    if name in NAMES:
        repository.write(".akvlint.yml", NAMES[name])
    arguments = ["--baseline", "x.json"] if name == "baseline" else []
    for format in ("text", "json"):
        outcome = repository.run("check", "--format", format, *arguments)
        assert outcome.status in (0, 1, 2, 3)
        assert len(outcome.output + outcome.errors) < MEBIBYTE


CONFIGURATIONS = {
    "misspelt rules": "rules:\n" + each(30_000, "  undefind-tokn-#: error\n"),
    "misspelt rules of paths": "paths: [{match: '*', ignore: [" + each(30_000, "undefind-tokn-#, ") + "]}]\n",
    "misspelt severities": "paths: [{match: '*', severity: {" + each(30_000, "undefind-tokn-#: error, ") + "}}]\n",
    "unknown keys": each(100_000, "k#: 1\n"),
    "unknown keys of rules": "rules: {AKV202: {" + each(100_000, "k#: 1, ") + "}}\n",
    "unknown scenarios": "scenarios:\n" + each(50_000, "  - {name: s#, sourc: x}\n"),
    "wrong variables": "variables: [" + each(100_000, "{key: A#, valu: x}, ") + "]\n",
    "wrong identities": "azure: {identities: [" + each(50_000, "{client_id: x#}, ") + "]}\n",
    "many projects": "includes: [" + each(50_000, "{project: a/b#, path: ../x}, ") + "]\n",
    "many packs": "rule_packs: [" + each(50_000, "x#, ") + "]\n",
    "files of variables": "variables: [" + "{file: v.json}, " * 20_000 + "]\n",
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configurations(repository, name):
    repository.write(".gitlab-ci.yml", GOOD)
    repository.write("v.json", json.dumps([{"key": f"A{number}", "value": "x" * 100} for number in range(5_000)]))
    repository.write(".akvlint.yml", CONFIGURATIONS[name])
    for format in ("text", "json"):
        outcome = repository.run("check", "--format", format)
        assert outcome.status in (0, 2, 3)
        assert len(outcome.output + outcome.errors) < MEBIBYTE


YAML = {
    "tags": each(150_000, "%TAG !t#! tag:example.com,2000:#\n") + "---\n" + GOOD,
    "tags of one handle": "%TAG !a! tag:a\n" * 150_000 + "---\n" + GOOD,
    "versions": "%YAML 1.1\n" * 150_000 + "---\n" + GOOD,
    "tags after a document": GOOD + "...\n" + each(150_000, "%TAG !t#! tag:example.com,2000:#\n") + "---\nb: 1\n",
    "tags in a header": "spec: {}\n---\n" + each(150_000, "%TAG !t#! tag:example.com,2000:#\n") + "---\n" + GOOD,
    "tagged values": "%TAG !t! tag:" + "x" * 100_000 + "\n---\n" + each(10_000, ".a#: !t!x 1\n"),
    "anchors": each(200_000, ".a#: &a# x\n") + GOOD,
    "aliases": ".a: &a x\n" + each(200_000, ".b#: *a\n") + GOOD,
    "a long URL": "include: https://example.com/" + "x" * 200_000 + "\n" + GOOD,
    "a URL of escapes": "include: https://example.com/" + "%2e%2e/" * 30_000 + "\n" + GOOD,
    "a URL of slashes": "include: https://example.com" + "/" * 200_000 + "x.yml\n" + GOOD,
    "a URL of a vault": "j: {script: x, variables: {AZURE_KEY_VAULT_SERVER_URL: 'https://" + "a." * 100_000
    + "vault.azure.net'}, id_tokens: {T: {aud: x}}, secrets: {S: {azure_key_vault: {name: n}, token: $T}}}\n",
    "a URL of a service": "j: {script: x, services: ['" + "a/" * 100_000 + "'], image: '" + "b:" * 100_000 + "'}\n",
    "an environment": "j: {script: x, environment: {name: x, url: 'https://" + "x" * 200_000 + "'}}\n",
    "long URLs": "include:\n" + each(100, "  - https://example.com/#/" + "x" * 10_000 + "\n") + GOOD,
    "a long component": "include: {component: example.com/" + "a/" * 100_000 + "x@1}\n" + GOOD,
    "a long project": "include: {project: " + "a/" * 100_000 + "x, file: y.yml}\n" + GOOD,
}


@pytest.mark.parametrize("name", YAML)
def test_yaml(repository, name):
    repository.write(".gitlab-ci.yml", YAML[name])
    for command in (["check"], ["check", "--format", "sarif"], ["predict"], ["includes", "list"], ["model"]):
        assert repository.run(*command).status in (0, 1, 2, 3)


@pytest.mark.parametrize("format", ["text", "concise", "json", "jsonl", "sarif", "gitlab-codequality", "junit", "github", "checkstyle"])
def test_many_findings(repository, format):
    name = "n_" * 15_000
    repository.write(
        ".gitlab-ci.yml", ".t: {id_tokens: {T: {aud: a}}}\n"
        + each(60, "j#: {extends: .t, script: x, secrets: {S: {azure_key_vault: {name: " + name + "}, token: $T}}}\n")
        + each(10_000, "k#: {script: x, secrets: {S: {azure_key_vault: {name: n_}, token: $U}}}\n"))
    outcome = repository.run("check", "--format", format)
    assert outcome.status in (1, 3)
    assert len(outcome.output) < 64 * MEBIBYTE


# The language server


def message(identifier, method, **parameters):
    body = {"jsonrpc": "2.0", "method": method, "params": parameters}
    if identifier is not None:
        body["id"] = identifier
    text = json.dumps(body).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(text), text)


def session(uri, text, *requests):
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 1_000_000, "character": 0}}
    document = {"uri": uri}
    stream = message(1, "initialize", processId=None, rootUri=None, capabilities={})
    stream += message(None, "initialized")
    stream += message(None, "textDocument/didOpen", textDocument=document | {"languageId": "yaml", "version": 1, "text": text})
    for number, method in enumerate(requests, 2):
        stream += message(number, method, textDocument=document, range=whole, context={"diagnostics": []},
                          position={"line": 0, "character": 1})
    return stream + message(99, "shutdown") + message(None, "exit")


EDITED = {
    "findings": each(500, "j#: {script: x, secrets: {S: {azure_key_vault: {name: n_#}, token: T}}, id_tokens: {T: {aud: x}}}\n"),
    "one line": "j: {script: x, id_tokens: {T: {aud: x}}, secrets: {" + each(500, "S#: {azure_key_vault: {name: n_#}, token: T}, ") + "}}\n",
    "tags": YAML["tags"],
    "nothing": "\n" * 1_000_000,
}


@pytest.mark.parametrize("name", EDITED)
@pytest.mark.parametrize("method", ["codeAction", "hover", "documentSymbol", "completion", "documentLink", "foldingRange", "inlayHint", "codeLens"])
def test_an_editor(repository, name, method):
    file = repository.write(".gitlab-ci.yml", EDITED[name])
    outcome = repository.run("lsp", stdin=session(file.as_uri(), EDITED[name], f"textDocument/{method}"))
    assert outcome.status == 0
    assert b'"id":99' in outcome.output


ADDRESSES = {
    "name": "file:///" + "x" * 200_000,
    "folders": "file:///" + "a/" * 100_000,
    "escapes": "file:///" + "%2e%2e/" * 60_000,
    "dots": "file:///" + "../" * 60_000 + "etc/passwd.yml",
    "untitled": "untitled:" + "x" * 200_000,
    "no scheme": "x" * 200_000,
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_editor_with_a_long_address(repository, name):
    repository.write(".gitlab-ci.yml", GOOD)
    outcome = repository.run("lsp", stdin=session(ADDRESSES[name], GOOD, "textDocument/codeAction", "textDocument/hover"))
    assert outcome.status == 0
    assert len(outcome.output) < 8 * MEBIBYTE


def protected(patterns, name):
    branches = "[" + each(patterns, f"'{name}b#', ") + "]"
    scenarios = "[" + each(100, "{name: s#, source: push, ref: " + "a" * 200 + "#}, ") + "]"
    return (f"gitlab: {{project: a/b, default_branch: main, protected: {{branches: {branches}, tags: {branches}}}}}\n"
            f"scenarios: {scenarios}\nvariables: [{{key: AZURE_CLIENT_ID, value: x, protected: true}}]\n")


@pytest.mark.parametrize("name", ["a*", "a*" * 40])
@pytest.mark.parametrize("children", [0, 300])
def test_protected_refs(repository, name, children):
    job = "j: {script: x, id_tokens: {T: {aud: x}}, secrets: {S: {azure_key_vault: {name: n}, token: $T}}}\n"
    repository.write(".gitlab-ci.yml", job + each(children, "t#: {trigger: {include: [{local: c.yml}], forward: {pipeline_variables: true}}, variables: {A: '#'}}\n"))
    repository.write("c.yml", job)
    repository.write(".akvlint.yml", protected(3_000, name))
    for command in ("check", "predict", "credentials"):
        assert repository.run(command).status in (0, 1, 3)


HALVES = {
    "expressions": lambda repository: [
        repository.write("rules/TEAM950-own-rule-950.yml", rule("[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, a + b > 0))")),
        repository.write(".akvlint.yml", "rule_packs: [rules]\n"),
        [repository.write(f"d{number}/.gitlab-ci.yml", BAD + each(300, "j#: {script: x}\n")) for number in range(400)]],
    "compositions": lambda repository: [
        repository.write("heavy.yml", each(30_000, ".h#: {variables: {A: x}}\n")),
        [repository.write(f"d{number}/.gitlab-ci.yml", "include: heavy.yml\n" + BAD) for number in range(100)]],
}


@pytest.mark.parametrize("name", HALVES)
def test_a_run_that_exceeds_a_limit_has_the_same_report(repository, name):
    """Two cores share the work, and which of them gets how far differs from run to run."""
    HALVES[name](repository)
    outcomes = {(outcome.status, outcome.output, outcome.errors) for outcome in (repository.check(".") for _ in range(20))}
    assert len(outcomes) == 1
    assert b"AKV003" in outcomes.pop()[1]
