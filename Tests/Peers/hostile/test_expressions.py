"""Expressions of rules that need much work: every call charges the budget of the run."""

import pytest

from conftest import each, rule

DIGITS = "[1,2,3,4,5,6,7,8,9]"


def doubled(count, inner, last):
    """A value that holds itself twice, on many levels: small in memory, huge when it is compared."""
    value = inner
    for level in range(count):
        value = f"[{value}].map(v{level}, [v{level}, v{level}])[0]"
    return last.replace("@", value)


def loops(inner, depth):
    """Evaluates an expression nine times on each of some levels; the variables are a, b, c …"""
    for name in reversed("abcdefgh"[:depth]):
        inner = f"{DIGITS}.all({name}, {inner})"
    return inner


def with_long_text(inner, doublings=17):
    """Evaluates an expression in which `@` is a text of a megabyte."""
    bindings = "".join(f"cel.bind(t{n + 1}, t{n} + t{n}, " for n in range(doublings))
    return 'cel.bind(t0, "xxxxxxxxxx", ' + bindings + inner.replace("@", f"t{doublings}") + ")" * (doublings + 1)


def repeated(call):
    """Calls something with a text of a megabyte half a million times."""
    return with_long_text(loops(f"{call} || true", 6))


EXPRESSIONS = {
    "equal": doubled(40, "[1]", "@ == @"),
    "not equal": doubled(40, "[1]", "@ != @"),
    "in": doubled(40, "[1]", "@ in [@]"),
    "of maps": doubled(30, '{"a": 1}', "@ == @"),
    "of optionals": doubled(40, "[1]", "optional.of(@) == optional.of(@)"),
    "known": doubled(40, "[1]", "known(optional.of(@))"),
    "in a text": doubled(40, "[1]", '"%s".format([@]) == ""'),
    "as an index": doubled(40, "[1]", "dyn([1])[dyn(@)] == 1"),
    "as a key": doubled(40, "[1]", '{"a": 1}[dyn(@)] == 1'),
    "as an optional key": doubled(40, "[1]", '{"a": 1}[?dyn(@)] == optional.none()'),
    "text": doubled(30, "[1]", "string(@.size()) == @.map(x, string(x.size())).join()"),
    "nested loops": "pipeline.jobs.all(a, pipeline.jobs.all(b, pipeline.jobs.all(c, pipeline.jobs.all(d, a.name != b.name || c.name == d.name))))",
    "nested lists": loops("a + b + c + d + e + f > 0", 6),
    "text that doubles": '["x"]' + ".map(a, a+a)" * 27 + '.all(a, a.matches("(x+x+)+y"))',
    "lists that double": '["x"]' + ".map(a, a)" * 3 + ".all(a, a.size() < 3)",
    "patterns": '"' + "a" * 2_000 + '".matches("' + "(a|b|c)*" * 100 + 'd")',
    "patterns that are made": loops('"aaaa".matches("(a|b)*" + string(a) + string(b)) || true', 8),
    "replacements": '"' + "a" * 1_000 + '"' + '.replace("a", "aaaa")' * 8 + ' == ""',
    "split": '"' + "a" * 1_000 + '"' + '.replace("a", "aaaa")' * 6 + '.split("").map(x, x + x).join("").size() > 0',
    "digits": loops('"%.1000f %.1000e".format([1e-300, 1e300]) != ""', 8),
    "repeated digits": with_long_text('"%s %x".format([@, @]).size() > 0'),
}

CALLS_WITH_LONG_TEXT = [
    "bool(@)", "int(@) > 0", "uint(@) > 0u", "double(@) > 0.0", "timestamp(@) == timestamp(0)",
    'timestamp("2020-01-01T" + @) == timestamp(0)', 'duration(@) == duration("0")',
    'duration(@.replace("x", "1")) == duration("0")', 'double(@.replace("x", "1")) > 0.0',
    'duration(@.replace("x", "1ns")) == duration("0")', "timestamp(0).getHours(@) == 0",
    '{"a": 1}[@] == 1', 'dyn([1])[dyn(@)] == 1', "{@: 1} == {}", "[@].transformMap(i, x, {x: i}) == {}",
    "dyn(@) in {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9}", '@ == @ + "a"', "@ < @", "@ in [@, @]",
    '@.contains("xxxxxxxxxxxxxy")', '@.indexOf("y") > 0', '@.lastIndexOf("y") > 0', "@.charAt(5) == @",
    "@.substring(1) == @", "@.reverse() == @", "@.trim() == @", "@.lowerAscii() == @", "strings.quote(@) == @",
    '@.split("x").size() > 0', '@.replace("x", "") == @', "[@, @].join() == @", "size(@) > 0", "bytes(@) == b\"\"",
    "string(bytes(@)) == @", '@.matches("(x+x+)+y")', '"x".matches(@)', '"%s".format([@]) == @', "@.startsWith(@)",
]

CALLS = [
    "timestamp(a).getDayOfYear() >= 0", 'timestamp(a).getHours("+01:00") >= 0', 'string(timestamp(a)) != ""',
    'timestamp("2020-01-01T00:00:00.123456789+01:00") != timestamp(0)', 'duration("1h30m20s100ms") != duration("0")',
    'string(duration("1.5s")) != ""', "timestamp(a) - timestamp(b) < duration(\"1h\")", 'string(double(a) * 1.1) != ""',
    'double("1.23456789e-300") > 0.0', '"abcdefghijklmno".lastIndexOf("b") > 0', '"a,b".split(",").size() == 2',
    '{"a": a, "b": b} == {"b": b, "a": a}', "[a, b, c, d] + [a, b] != []", "type(a) == int", "known(a)",
    "optional.of(a).optMap(x, x + 1).orValue(1) > 0", 'strings.quote("a") != ""', "[a].exists_one(x, x > 0)",
    'job.name.matches("^" + string(a)) || true', "pipeline.jobs.filter(j, j.name == string(a)).size() == 0",
]


def lint(repository, expression, jobs=1, message="x"):
    repository.write("rules/TEAM950-own-rule-950.yml", rule(expression, message=message))
    repository.write(".akvlint.yml", "rule_packs: [rules]\n")
    repository.write(".gitlab-ci.yml", each(jobs, "job#: {script: x}\n"))
    return repository.check()


@pytest.mark.parametrize("name", EXPRESSIONS)
@pytest.mark.parametrize("jobs", [1, 2_000])
def test_expressions_of_rules(repository, name, jobs):
    assert lint(repository, EXPRESSIONS[name], jobs).status in (0, 1, 3)


@pytest.mark.parametrize("call", CALLS_WITH_LONG_TEXT)
def test_calls_with_a_long_text(repository, call):
    outcome = lint(repository, repeated(call))
    assert outcome.status in (0, 3), outcome.text
    assert len(outcome.output) < 10_000


@pytest.mark.parametrize("call", CALLS)
def test_calls_that_are_repeated(repository, call):
    outcome = lint(repository, loops(call, 8))
    assert outcome.status == 3, outcome.text
    assert "the expressions of the rules take more than" in outcome.text


@pytest.mark.parametrize("count", [20, 40])
def test_messages_of_rules(repository, count):
    assert lint(repository, "false", 100, message="{{ " + doubled(count, "[1]", "@") + " }}").status in (2, 3)


@pytest.mark.parametrize("call", ["int(@)", '{"a": 1}[@]', "timestamp(0).getHours(@)"])
def test_messages_of_what_failed(repository, call):
    outcome = lint(repository, "false", 100, message="{{ " + with_long_text(call) + " }}")
    assert outcome.status in (0, 2, 3), outcome.text
    assert len(outcome.output) < 100_000
