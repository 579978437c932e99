import CommonExpressions
import Testing

/// Unknown values propagate as in the language's partial evaluation.
@Suite struct UnknownTests {
  static let decided: [ExpressionCase] = [
    ExpressionCase("Logical Operators", "false && unknown_bool", .bool(false)),
    ExpressionCase("Logical Operators", "unknown_bool && false", .bool(false)),
    ExpressionCase("Logical Operators", "true || unknown_bool", .bool(true)),
    ExpressionCase("Logical Operators", "unknown_bool || true", .bool(true)),
    ExpressionCase("Logical Operators", "unknown_bool && 1 / 0 == 1 && false", .bool(false)),
    ExpressionCase("Logical Operators", "true ? 1 : secret.audience.size()", .int(1)),
    ExpressionCase("Macros", "partly_known.all(x, x)", .bool(false)),
    ExpressionCase("Macros", "partly_known.exists(x, x)", .bool(true)),
    ExpressionCase("Aggregate Values", "partly_known[0]", .bool(true)),
    ExpressionCase("Aggregate Values", "size(partly_known)", .int(3)),
    ExpressionCase("List of Standard Definitions", "false in partly_known", .bool(true)),
  ]

  @Test(arguments: decided)
  func doesNotMatter(_ example: ExpressionCase) throws {
    #expect(try SecretFixture.evaluate(example.source) == example.value)
  }

  static let undecided: [(source: String, reasons: [String])] = [
    ("secret.audience", ["audience"]),
    ("unknown_bool && true", ["unknown_bool"]),
    ("unknown_bool || false", ["unknown_bool"]),
    ("unknown_bool && secret.open", ["unknown_bool", "open"]),
    ("secret.open || unknown_bool || secret.open", ["open", "unknown_bool"]),
    ("unknown_bool && 1 / 0 == 1", ["unknown_bool"]),
    ("1 / 0 == 1 || unknown_bool", ["unknown_bool"]),
    ("!unknown_bool", ["unknown_bool"]),
    ("unknown_bool ? 1 : 2", ["unknown_bool"]),
    ("secret.audience == 'x'", ["audience"]),
    ("secret.audience + secret.audience == 'x'", ["audience"]),
    ("secret.audience.startsWith('x')", ["audience"]),
    ("secret.audience.matches('x')", ["audience"]),
    ("secret.audience < 'x'", ["audience"]),
    ("secret.audience in ['x']", ["audience"]),
    ("size(unknown_list)", ["unknown_list"]),
    ("unknown_list[0]", ["unknown_list"]),
    ("[secret.audience, 'a']", ["audience"]),
    ("{'a': secret.audience}", ["audience"]),
    ("has(secret.audience)", ["audience"]),
    ("unknown_list.all(x, x > 0)", ["unknown_list"]),
    ("partly_known.all(x, x || true == unknown_bool)", ["element", "unknown_bool"]),
    ("[1, 2].all(x, unknown_bool)", ["unknown_bool"]),
    ("[1, 2].exists(x, x == 3 || secret.open)", ["open"]),
    ("[1, 2].exists_one(x, x == 1 || secret.open)", ["open"]),
    ("[1, 2].map(x, secret.audience)", ["audience"]),
    ("[1, 2].filter(x, unknown_bool)", ["unknown_bool"]),
    ("[0, 1].filter(x, 1 / x == 1 && secret.open)", ["open"]),
    ("type(unknown_bool)", ["unknown_bool"]),
    ("[secret.name, secret.audience].join(',')", ["audience"]),
  ]

  @Test(arguments: undecided)
  func spreadsWithItsReasons(_ example: (source: String, reasons: [String])) throws {
    guard case .unknown(let unknown) = try SecretFixture.evaluate(example.source) else {
      Issue.record("\(try SecretFixture.evaluate(example.source)) is known")
      return
    }
    #expect(unknown.reasons == example.reasons)
  }
}
