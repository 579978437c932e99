import CommonExpressions

/// Literals of numbers, booleans and null.
extension ConformanceTable {
  static let numberLiterals: [ConformanceCase] = whole + floating

  private static let whole = section(
    "langdef: Numeric Values",
    [
      .gives("0", .int(0)),
      .gives("42", .int(42)),
      .gives("-42", .int(-42)),
      .gives("9223372036854775807", .int(.max)),
      .gives("-9223372036854775808", .int(.min)),
      .gives("0xA5", .int(165)),
      .gives("-0x7fffFFFF", .int(-2_147_483_647)),
      .gives("0x0", .int(0)),
      .gives("0u", .uint(0)),
      .gives("42U", .uint(42)),
      .gives("0xA5u", .uint(165)),
      .gives("18446744073709551615u", .uint(.max)),
      .gives("0xffffffffffffffffu", .uint(.max)),
      .gives("true", .bool(true)),
      .gives("false", .bool(false)),
      .gives("null", .null),
      .refused("9223372036854775808"),
      .refused("-9223372036854775809"),
      .refused("18446744073709551616u"),
      .refused("0x10000000000000000u"),
      .refused("0x"),
      .refused("0xg"),
      .refused("0X1F"),
      .refused("-1u"),
      .refused("1_000"),
      .refused("12abc"),
      .refused("1 2"),
      .refused("0b1"),
    ]
  )

  private static let floating = section(
    "langdef: Syntax, FLOAT_LIT",
    [
      .gives("0.0", .double(0)),
      .gives("2.50", .double(2.5)),
      .gives("-2.5", .double(-2.5)),
      .gives(".5", .double(0.5)),
      .gives("-.5", .double(-0.5)),
      .gives("7e0", .double(7)),
      .gives(".700e1", .double(7)),
      .gives("1E3", .double(1000)),
      .gives("1.5e+3", .double(1500)),
      .gives("15e-1", .double(1.5)),
      .gives("1.7976931348623157e308", .double(1.797_693_134_862_315_7e308)),
      .gives("5e-324", .double(.leastNonzeroMagnitude)),
      .refused("1."),
      .refused("1.e3"),
      .refused("1e"),
      .refused("1e+"),
      .refused("1.5u"),
      .refused("0x1.8"),
      .refused("1.2.3"),
      .refused("."),
    ]
  )
}
