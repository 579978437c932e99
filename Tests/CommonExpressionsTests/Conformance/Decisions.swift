/// The constructs that our subset refuses, and the positions of errors.
extension ConformanceTable {
  /// Each is stated in the documentation of `ExpressionParser` or `StandardFunction`, or where the
  /// pattern of `matches()` is compiled.
  static let decisions: [ConformanceCase] = section(
    "our decisions",
    [
      .refused("secret{name: 'x'}"),
      .refused("secret{}"),
      .refused("timestamp('2024-01-01T00:00:00Z').getHours('a', 'b')"),
      .fails("timestamp('2024-01-01T00:00:00Z').getHours('Europe/Berlin')"),
      .refused("optional"),
      .refused("cel"),
      .refused("cel.block([1], 2)"),
      .refused("math.greatest(1, 2)"),
      .refused("base64.encode(b'a')"),
      .refused("ip('127.0.0.1')"),
      .refused("'a'.matches('(')"),
    ]
  )

  /// The place is that of what is wrong: of an operand or argument its own, of an operation with
  /// two operands that do not fit the operator's.
  static let places: [ConformanceCase] = section(
    "our places of errors",
    [
      .refused("\t\tmissing", at: "1:3"),
      .refused("// note\nmissing", at: "2:1"),
      .refused("\r\n missing", at: "2:2"),
      .refused("'é' + 1", at: "1:5"),
      .refused("'😀' == 1", at: "1:5"),
      .refused("'''a\nb''' + 1", at: "2:6"),
      .refused("[1,\n 2,\n missing]", at: "3:2"),
      .refused("{'a': 1,\n 'b' 2}", at: "2:6"),
      .refused("true &&\n  1", at: "2:3"),
      .refused("'ab\\q'", at: "1:4"),
      .refused("'é\\q'", at: "1:3"),
      .refused("1 < 2 <= 'a'", at: "1:7"),
      .refused("size(7)", at: "1:6"),
      .refused("!(1)", at: "1:3"),
      .refused("(1 + 2", at: "1:7"),
      .refused("secret.nme", at: "1:8"),
      .refused("[1].map(x, y)", at: "1:12"),
      .refused("secret.name.\n  missing()", at: "2:3"),
      .refused("false || 1 > 0 ? 1 : 'a'", at: "1:16"),
      .refused("1 + 2 3", at: "1:7"),
      .refused("[1].all(1, true)", at: "1:9"),
    ]
  )
}
