import CommonExpressions

/// Arithmetic of the three types of numbers.
extension ConformanceTable {
  static let arithmetic: [ConformanceCase] = whole + overflow + doubles + concatenation

  private static let whole = section(
    "langdef: Arithmetic Operators; testdata: integer_math",
    [
      .gives("40 + 2", .int(42)),
      .gives("42 - 50", .int(-8)),
      .gives("-3 * 7", .int(-21)),
      .gives("7 / 2", .int(3)),
      .gives("-7 / 2", .int(-3)),
      .gives("7 / -2", .int(-3)),
      .gives("43 % 5", .int(3)),
      .gives("-43 % 5", .int(-3)),
      .gives("43 % -5", .int(3)),
      .gives("-43 % -5", .int(-3)),
      .gives("-(5)", .int(-5)),
      .gives("-(-5)", .int(5)),
      .gives("40u + 2u", .uint(42)),
      .gives("50u - 42u", .uint(8)),
      .gives("6u * 7u", .uint(42)),
      .gives("7u / 2u", .uint(3)),
      .gives("43u % 5u", .uint(3)),
      .fails("1 / 0"),
      .fails("0 / 0"),
      .fails("1 % 0"),
      .fails("1u / 0u"),
      .fails("1u % 0u"),
      .refused("1 + 1u"),
      .refused("1 * 1.0"),
      .refused("1u - 1.0"),
      .refused("true + true"),
      .refused("null + null"),
      .refused("-(1u)"),
      .refused("-true"),
      .fails("dyn(1) + dyn(1u)"),
      .fails("dyn(1) * 1.0"),
      .fails("-dyn(1u)"),
      .fails("-dyn('a')"),
      .fails("dyn('a') - dyn('b')"),
      .refused("dyn('a') - 'b'"),
      .gives("dyn(1) + 1", .int(2)),
    ]
  )

  private static let overflow = section(
    "langdef: Overflow",
    [
      .fails("9223372036854775807 + 1"),
      .fails("-9223372036854775808 + -1"),
      .fails("-9223372036854775808 - 1"),
      .fails("9223372036854775807 - -1"),
      .fails("5000000000 * 5000000000"),
      .fails("-5000000000 * 5000000000"),
      .fails("-9223372036854775808 * -1"),
      .fails("-9223372036854775808 / -1"),
      .fails("-(-9223372036854775808)"),
      .fails("18446744073709551615u + 1u"),
      .fails("0u - 1u"),
      .fails("5000000000u * 5000000000u"),
      .gives("9223372036854775806 + 1", .int(.max)),
      .gives("-9223372036854775807 - 1", .int(.min)),
      .gives("18446744073709551614u + 1u", .uint(.max)),
    ]
  )

  private static let doubles = section(
    "langdef: Arithmetic Operators; testdata: fp_math",
    [
      .gives("1.25 + 2.5", .double(3.75)),
      .gives("1.25 - 2.5", .double(-1.25)),
      .gives("1.5 * -4.0", .double(-6)),
      .gives("7.0 / 2.0", .double(3.5)),
      .gives("-(2.5)", .double(-2.5)),
      .gives("1.0 / 0.0", .double(.infinity)),
      .gives("-1.0 / 0.0", .double(-.infinity)),
      .gives("1e300 * 1e300", .double(.infinity)),
      .holds("0.0 / 0.0 != 0.0 / 0.0"),
      .refused("5.0 % 2.0"),
      .fails("dyn(5.0) % dyn(2.0)"),
    ]
  )

  private static let concatenation = section(
    "langdef: Arithmetic Operators, concatenation",
    [
      .gives("'ab' + 'cd'", .string("abcd")),
      .gives("'' + ''", .string("")),
      .gives("b'ab' + b'c'", .bytes([97, 98, 99])),
      .gives("[1] + [2, 3]", ints(1, 2, 3)),
      .gives("[] + [1]", ints(1)),
      .gives("[] + []", .list([])),
      .refused("'a' + b'a'"),
      .refused("'a' + 1"),
      .refused("[1] + 1"),
      .refused("{'a': 1} + {'b': 2}"),
      .refused("'a' - 'b'"),
      .refused("'a' * 3"),
    ]
  )
}
