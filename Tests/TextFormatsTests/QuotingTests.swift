import Testing
import TextFormats

/// Texts of hostile repositories in generated code.
@Suite struct QuotingTests {
  @Test(arguments: [
    ("main", "'main'"), ("", "''"), ("it's", #"'it'\''s'"#), ("$HOME `id`", "'$HOME `id`'"),
    ("a\nb", #"$'a\nb'"#), ("'\u{1B}[2J", #"$'\'\u001b[2J'"#), ("\\\t", #"$'\\\t'"#),
    ("\u{202E}", #"$'\u202e'"#), ("é", "'é'"),
    // To Swift, a quote with an accent after it is another character.
    ("a'\u{301};x", "'a'\\''\u{301};x'"), ("'\u{FE0F}", "''\\''\u{FE0F}'"),
  ])
  func bash(text: String, expected: String) {
    #expect(ShellText.bash(text) == expected)
  }

  @Test(arguments: [
    ("main", "main"), ("", "''"), ("a b", "'a b'"), ("https://x", "https://x"),
    ("it's", #"'it'\''s'"#), ("-x", "'-x'"), ("-\u{301}x", "'-\u{301}x'"),
    ("'\u{20DD}$(id)", "''\\''\u{20DD}$(id)'"),
  ])
  func word(text: String, expected: String) {
    #expect(ShellText.word(text) == expected)
  }

  @Test(arguments: [
    ("main", "\"main\""), ("a\"b\\", #""a\"b\\""#), ("${HOME}", "\"$${HOME}\""),
    ("%{if}", "\"%%{if}\""), ("$${x}", "\"$$${x}\""), ("$x %y {z}", "\"$x %y {z}\""),
    ("a\nb\r\t", #""a\nb\r\t""#), ("\u{1B}", #""\u001b""#),
    ("\"\u{301}", "\"\\\"\u{301}\""), ("$\u{301}{", "\"$\u{301}{\""),
  ])
  func terraform(text: String, expected: String) {
    #expect(HCLText.quoted(text) == expected)
  }

  @Test(arguments: [
    ("main", "'main'"), ("it's", #"'it\'s'"#), ("${HOME}", #"'\${HOME}'"#), ("$x", "'$x'"),
    ("a\\b\n", #"'a\\b\n'"#), ("\u{1B}", #"'\u{1b}'"#), ("'\u{301}", "'\\'\u{301}'"),
    // An Arabic number sign and what follows it are one character to Swift.
    ("\u{600}${x}", "'\u{600}\\${x}'"),
  ])
  func bicep(text: String, expected: String) {
    #expect(BicepText.quoted(text) == expected)
  }

  @Test(arguments: [
    ("main", "`main`"), ("`x", "`` `x ``"), ("x`", "`` x` ``"), ("", "` `"), ("a|b", "`a\\|b`"),
    ("`\u{301}x", "`` `\u{301}x ``"), (" \u{301}x", "`  \u{301}x `"),
  ])
  func markdownCode(text: String, expected: String) {
    #expect(Array(MarkdownText.code(text).unicodeScalars) == Array(expected.unicodeScalars))
  }
}
