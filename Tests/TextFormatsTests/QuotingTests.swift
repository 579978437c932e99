import Testing
import TextFormats

/// Texts of hostile repositories in generated code.
@Suite struct QuotingTests {
  @Test(arguments: [
    ("main", "'main'"), ("", "''"), ("it's", #"'it'\''s'"#), ("$HOME `id`", "'$HOME `id`'"),
    ("a\nb", #"$'a\nb'"#), ("'\u{1B}[2J", #"$'\'\u001b[2J'"#), ("\\\t", #"$'\\\t'"#),
    ("\u{202E}", #"$'\u202e'"#), ("é", "'é'"),
  ])
  func bash(text: String, expected: String) {
    #expect(ShellText.bash(text) == expected)
  }

  @Test(arguments: [
    ("main", "main"), ("", "''"), ("a b", "'a b'"), ("https://x", "https://x"),
    ("it's", #"'it'\''s'"#),
  ])
  func word(text: String, expected: String) {
    #expect(ShellText.word(text) == expected)
  }

  @Test(arguments: [
    ("main", "\"main\""), ("a\"b\\", #""a\"b\\""#), ("${HOME}", "\"$${HOME}\""),
    ("%{if}", "\"%%{if}\""), ("$${x}", "\"$$${x}\""), ("$x %y {z}", "\"$x %y {z}\""),
    ("a\nb\r\t", #""a\nb\r\t""#), ("\u{1B}", #""\u001b""#),
  ])
  func terraform(text: String, expected: String) {
    #expect(HCLText.quoted(text) == expected)
  }

  @Test(arguments: [
    ("main", "'main'"), ("it's", #"'it\'s'"#), ("${HOME}", #"'\${HOME}'"#), ("$x", "'$x'"),
    ("a\\b\n", #"'a\\b\n'"#), ("\u{1B}", #"'\u{1b}'"#),
  ])
  func bicep(text: String, expected: String) {
    #expect(BicepText.quoted(text) == expected)
  }
}
