import Testing
import YAMLSyntax

@Suite struct ScalarTextTests {
  @Test(arguments: [
    ("abc", NodeStyle.plain, "abc"), ("$AZURE_JWT", .plain, "$AZURE_JWT"), ("123", .plain, "'123'"),
    ("no", .plain, "'no'"), ("a: b", .plain, "'a: b'"), ("it's", .singleQuoted, "'it''s'"),
    ("say \"x\"", .doubleQuoted, "\"say \\\"x\\\"\""), ("a\nb", .plain, "\"a\\nb\""),
    ("00000000000000000000000000000000", .plain, "'00000000000000000000000000000000'"),
    ("", .plain, "''"), ("2024-01-01", .singleQuoted, "'2024-01-01'"),
  ])
  func writes(text: String, style: NodeStyle, expected: String) {
    #expect(ScalarText.write(text, like: style) == expected)
  }
}
