import CommonExpressions
import Testing

/// Texts with expressions.
@Suite struct TemplateTests {
  static let texts: [(source: String, text: String)] = [
    ("", ""),
    ("plain { text } }}", "plain { text } }}"),
    ("{{ secret.name }}", "DATABASE_PASSWORD"),
    ("'{{secret.name}}' has no token", "'DATABASE_PASSWORD' has no token"),
    ("{{ 1 + 1 }}, {{ 1.5 }}, {{ true }}", "2, 1.5, true"),
    ("{{ secret.tags }}", "prod, eu"),
    ("{{ secret.labels }}", "team: core"),
    ("{{ '}}' }}", "}}"),
    ("{{ {'a': {'b': 1}}.a.b }}", "1"),
    ("ö {{ 'ä' }} ü", "ö ä ü"),
    ("{{ secret.audience }}", "(unknown)"),
    ("{{ other.version.text }}", "(no such field 'version')"),
    ("{", "{"),
  ]

  @Test(arguments: texts)
  func isFilled(_ example: (source: String, text: String)) throws {
    #expect(try SecretFixture.render(example.source) == example.text)
  }

  static let mistakes: [(source: String, place: String, message: String)] = [
    ("a {{ sekret.name }}", "1:6", "unknown variable \"sekret\"; did you mean \"secret\"?"),
    ("a {{ secret.name", "1:17", "expected an operator or \"}}\", not the end"),
    ("a {{ secret.name }", "1:18", "expected an operator or \"}}\", not \"}\""),
    ("a {{ secret }}", "1:6", "expected a value with a text, not secret"),
    ("a {{ }}", "1:6", "expected a value, not \"}\""),
    ("a\nb {{ 1 + }}", "2:10", "expected a value, not \"}\""),
  ]

  @Test(arguments: mistakes)
  func saysWhereAMistakeIs(
    _ example: (source: String, place: String, message: String)
  ) throws {
    let error = #expect(throws: ExpressionError.self) {
      try SecretFixture.render(example.source)
    }
    #expect(error.map { "\($0.line):\($0.column)" } == example.place)
    #expect(error?.message == example.message)
  }
}
