/// Equality and order.
extension ConformanceTable {
  static let equality: [ConformanceCase] = sameType + mixedTypes

  private static let sameType = section(
    "langdef: Equality",
    [
      .holds("7 == 7"),
      .isFalse("7 == 8"),
      .holds("7u == 7u"),
      .holds("1.0 == 1.0"),
      .holds("0.0 == -0.0"),
      .isFalse("0.0 / 0.0 == 0.0 / 0.0"),
      .isFalse("0.0 / 0.0 == 1.0"),
      .holds("'a' == \"a\""),
      .isFalse("'a' == 'A'"),
      .isFalse("'a' == 'a '"),
      .isFalse(#"'\u00e9' == 'e\u0301'"#),
      .isFalse(#"{'k': '\u00e9'}.k == {'k': 'e\u0301'}.k"#),
      .holds(#"b'\141' == b'a'"#),
      .isFalse("b'a' == b'b'"),
      .holds("true == true"),
      .isFalse("true == false"),
      .holds("null == null"),
      .isFalse("null != null"),
      .holds("7 != 8"),
      .isFalse("'a' != 'a'"),
      .holds("secret == secret"),
      .isFalse("secret == other"),
      .refused("1 == 1u"),
      .refused("1 == 1.0"),
      .refused("1 == '1'"),
      .refused("'a' == b'a'"),
      .refused("1 == null"),
      .refused("[1] == {1: 1}"),
      .refused("[1] == ['a']"),
      .fails("1 / 0 == 1"),
    ]
  )

  private static let mixedTypes = section(
    "langdef: Equality, runtime; testdata: comparisons",
    [
      .holds("dyn(1) == 1u"),
      .holds("dyn(1) == 1.0"),
      .holds("dyn(1u) == 1.0"),
      .holds("dyn(-1.0) == -1"),
      .isFalse("dyn(1) == 1.1"),
      .isFalse("dyn(-1) == 18446744073709551615u"),
      .isFalse("dyn(1) == 0.0 / 0.0"),
      .holds("dyn(1) != 0.0 / 0.0"),
      .holds("dyn(9223372036854775807) == 9223372036854775808.0"),
      .isFalse("dyn(9223372036854775807) == 9223372036854775808u"),
      .isFalse("dyn(1) == '1'"),
      .holds("dyn(1) != '1'"),
      .isFalse("dyn(true) == 1"),
      .isFalse("dyn('a') == b'a'"),
      .isFalse("dyn(null) == false"),
      .isFalse("null == dyn(0)"),
      .isFalse("dyn([]) == {}"),
      .isFalse("dyn(int) == 'int'"),
    ]
  )

  static let ordering: [ConformanceCase] =
    section(
      "langdef: Ordering",
      [
        .holds("-1 < 0"),
        .isFalse("0 < 0"),
        .holds("0 <= 0"),
        .holds("2u > 1u"),
        .holds("1.5 >= 1.5"),
        .holds("false < true"),
        .isFalse("true < true"),
        .holds("'a' < 'b'"),
        .holds("'Z' < 'a'"),
        .holds("'' < 'a'"),
        .holds("'a' < 'aa'"),
        .holds("'z' < 'é'"),
        .holds(#"'\uFFFD' < '\U00010000'"#),
        .holds(#"b'\001' > b'\000'"#),
        .isFalse(#"b'\000\001' > b'\001'"#),
        .isFalse("0.0 / 0.0 < 1.0"),
        .isFalse("0.0 / 0.0 >= 0.0 / 0.0"),
        .holds("-1.0 / 0.0 < -1e308"),
        .isFalse("-0.0 < 0.0"),
        .refused("1 < 'a'"),
        .refused("[1] < [2]"),
        .refused("{1: 1} < {1: 2}"),
        .refused("null < null"),
        .refused("int < uint"),
        .refused("1 < 2 < 3"),
        .fails("dyn('a') < 1"),
        .fails("dyn([1]) <= dyn([1])"),
        .fails("dyn(null) > dyn(null)"),
        .fails("dyn(true) < 2"),
      ]
    )
    + section(
      "langdef: Ordering, across numbers; testdata: comparisons",
      [
        .holds("dyn(1) < 2u"),
        .holds("dyn(-1) < 0u"),
        .holds("dyn(1u) > -1"),
        .holds("dyn(1) < 1.5"),
        .holds("dyn(1.5) < 2u"),
        .holds("dyn(18446744073709551615u) > 9223372036854775807"),
        .isFalse("1 >= dyn(18446744073709551615u)"),
        .isFalse("dyn(9223372036854775807) < 9223372036854775808.0"),
        .holds("dyn(9223372036854775807) <= 9223372036854775808.0"),
        .holds("dyn(9223372036854775807) < 1e19"),
        .holds("dyn(0u) > -1e30"),
        .isFalse("dyn(1) < 0.0 / 0.0"),
        .isFalse("dyn(1u) >= 0.0 / 0.0"),
      ]
    )
}
