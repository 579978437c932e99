import CommonExpressions
import Testing

/// Mistakes that are found when an expression is compiled.
@Suite struct ExpressionErrorTests {
  /// The place as `line:column`.
  static let mistakes: [(source: String, place: String, message: String)] = [
    ("", "1:1", "expected a value, not the end"),
    ("1 +", "1:4", "expected a value, not the end"),
    ("1 2", "1:3", "expected an operator or the end, not \"2\""),
    ("(1", "1:3", "expected \")\", not the end"),
    ("[1 2]", "1:4", "expected \",\" or \"]\", not \"2\""),
    ("{'a' 1}", "1:6", "expected \":\", not \"1\""),
    ("a = 1", "1:3", "expected \"==\", not \"=\""),
    ("a & b", "1:3", "expected \"&&\", not \"&\""),
    ("'abc", "1:1", "missing closing quote of this string"),
    ("'\\q'", "1:2", "unknown escape in a string; a raw string such as r'\\d' has none"),
    ("'\\uD800'", "1:2", "this escape names no Unicode scalar"),
    ("'\\x4'", "1:2", "this escape names no Unicode scalar"),
    ("#", "1:1", "\"#\" is not part of an expression"),
    ("1abc", "1:2", "expected an operator after a number, not \"abc\""),
    ("9223372036854775808", "1:1", "expected a 64-bit integer"),
    ("0x", "1:1", "expected a 64-bit integer"),
    ("for", "1:1", "\"for\" is a reserved word"),
    ("secret.", "1:8", "expected the name of a field or method, not the end"),
    ("true ? 1", "1:9", "expected \":\", not the end"),
    ("!-1", "1:2", "expected a value, not \"-\""),
    ("has(secret)", "1:1", "has() takes the selection of a field, such as has(x.y)"),
    ("[1].all(x)", "1:5", "all() takes one or two variables and a condition"),
    ("[1].map(1, 2)", "1:9", "expected the name of a variable as first argument of map()"),
    ("sekret.name", "1:1", "unknown variable \"sekret\"; did you mean \"secret\"?"),
    ("secret.provder", "1:8", "secret has no field \"provder\"; did you mean \"provider\"?"),
    (
      "secret.version.x", "1:16", "text has no field \"x\"; expected text"
    ),
    ("has(secret.verson)", "1:12", "secret has no field \"verson\"; did you mean \"version\"?"),
    ("siez('a')", "1:1", "unknown function \"siez\"; did you mean \"size\"?"),
    ("'a'.startWith('b')", "1:5", "unknown method \"startWith\"; did you mean \"startsWith\"?"),
    ("[1].fliter(x, true)", "1:5", "unknown method \"fliter\"; did you mean \"filter\"?"),
    (
      "startsWith('a', 'b')", "1:1",
      "startsWith() is a method: expected its first argument before it, as in x.startsWith(...)"
    ),
    ("'a'.int()", "1:5", "int() is a function: expected int(...)"),
    ("'a'.contains()", "1:5", "expected 1 argument of contains(), not 0"),
    ("'a'.replace('b')", "1:5", "expected 2 or 3 arguments of replace(), not 1"),
    ("size(1)", "1:6", "expected string, bytes, list or map as argument of size(), not int"),
    ("'a'.contains(1)", "1:14", "expected string as argument of contains(), not int"),
    ("secret.name == 1", "1:13", "expected string on the right of ==, not int"),
    ("1 == 1u", "1:3", "expected int on the right of ==, not uint"),
    ("1 + 1.0", "1:3", "expected int on the right of +, not double"),
    ("1 + 'a'", "1:3", "expected int on the right of +, not string"),
    ("[1] + ['a']", "1:5", "expected list(int) on the right of +, not list(string)"),
    ("true + true", "1:6", "+ does not take bool"),
    ("1.0 % 2.0", "1:5", "% does not take double"),
    ("'a' < 1", "1:5", "expected string on the right of <, not int"),
    ("[1] < [2]", "1:5", "< does not take list(int)"),
    ("-'a'", "1:2", "expected int or double after -, not string"),
    ("!1", "1:2", "expected bool after !, not int"),
    ("1 && true", "1:1", "expected bool as operand of &&, not int"),
    ("1 ? 2 : 3", "1:1", "expected bool before ?, not int"),
    (
      "true ? 1 : 'a'", "1:6", "expected one type on both sides of the colon, not int and string"
    ),
    ("'a' in 'abc'", "1:5", "expected a list or a map on the right of in, not string"),
    ("'a' in [1]", "1:5", "expected int on the left of in, not string"),
    ("[1]['a']", "1:4", "expected int as index of a list, not string"),
    ("1[0]", "1:2", "expected a list or a map before [, not int"),
    ("1.all(x, true)", "1:1", "expected a list or a map to go through, not int"),
    ("'a'.all(x, true)", "1:1", "expected a list or a map to go through, not string"),
    ("[1].all(x, x)", "1:12", "expected bool as condition of a macro, not int"),
    ("{1.5: 2}", "1:2", "expected bool, int, uint or string as key of a map, not double"),
    (
      "'a'.x", "1:5",
      "expected an object or a map with string keys before \".x\", not string"
    ),
    ("secret.name.x == 'ö' &&\n  secret.nme", "1:13", "not string"),
    ("'ö' == secret.name &&\n  'ö' == secret.nme", "2:17", "did you mean \"name\"?"),
    ("'a'.matches('(')", "1:13", "missing closing ), at character 1 of the regular expression"),
  ]

  @Test(arguments: mistakes)
  func saysWhereAndWhatWasExpected(
    _ example: (source: String, place: String, message: String)
  ) throws {
    let error = #expect(throws: ExpressionError.self) {
      try SecretFixture.evaluate(example.source)
    }
    #expect(error.map { "\($0.line):\($0.column)" } == example.place)
    #expect(error?.message.hasSuffix(example.message) ?? false, "\(error?.message ?? "")")
  }

  @Test func sayWhichTypeWasExpected() {
    let error = #expect(throws: ExpressionError.self) {
      try Program("1", schema: SecretFixture.schema, variables: [], expecting: .bool)
    }
    #expect(error?.message == "expected an expression of type bool, not int")
  }

  /// Nesting that would overflow a stack, and chains that would make deep trees.
  static let tooLarge: [String] = [
    String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000),
    String(repeating: "[", count: 30_000),
    String(repeating: "!", count: 30_000) + "true",
    "1" + String(repeating: "+1", count: 10_000),
    "secret" + String(repeating: ".x", count: 10_000),
    "secret" + String(repeating: "[0]", count: 10_000),
    String(repeating: "true?true:", count: 3000) + "true",
    String(repeating: "-", count: 30_000) + "unknown_bool",
    String(repeating: " ", count: 40_000),
  ]

  @Test(arguments: tooLarge)
  func refusesWhatIsTooLarge(_ source: String) {
    let error = #expect(throws: ExpressionError.self) { try SecretFixture.evaluate(source) }
    #expect(
      error?.message == "the expression is nested too deep"
        || error?.message == "the expression is longer than 32768 bytes"
    )
  }

  @Test func takesLongChainsOfConditions() throws {
    let chain = String(repeating: "true && ", count: 3000) + "true"
    #expect(try SecretFixture.evaluate(chain) == .bool(true))
  }
}
