import RegularExpressions
import Testing

/// The matches of expressions, in the order of RE2's page on its syntax.
@Suite struct MatchTests {
  static let matches: [(pattern: String, text: String, isMatch: Bool)] = [
    // Single characters.
    ("", "", true), ("", "abc", true),
    ("abc", "xabcx", true), ("abc", "ab", false),
    (".", "a", true), (".", "\n", false), ("(?s).", "\n", true), ("^.$", "😀", true),
    ("[xyz]", "y", true), ("[^xyz]", "y", false), ("[^xyz]", "\n", true),
    ("[]a]", "]", true), ("[^]a]", "]", false), ("[a-]", "-", true), ("[-a]", "-", true),
    ("[a-c-e]", "-", true), ("[[a]", "[", true), (#"[\]]"#, "]", true), (#"[\n]"#, "\n", true),
    (#"[\d_]"#, "7", true), (#"[^\d]"#, "7", false), (#"[\D]"#, "7", false),
    ("[ä-ü]", "ö", true), ("[^ä-ü]", "ö", false), ("[^a]", "ö", true),
    (#"^\d+$"#, "0123", true), (#"\d"#, "٣", false), (#"\D"#, "٣", true),
    (#"^\s+$"#, " \t\n\u{C}\r", true), (#"\s"#, "\u{B}", false), (#"\S"#, " ", false),
    (#"^\w+$"#, "aZ_9", true), (#"\w"#, "é", false), (#"\W"#, "é", true),
    ("[[:alpha:]]", "x", true), ("[[:alpha:]]", "1", false), ("[[:^alpha:]]", "1", true),
    ("[[:alpha:][:digit:]]", "1", true), ("^[[:xdigit:]]+$", "09afAF", true),
    ("[[:space:]]", "\u{B}", true), ("[[:punct:]]", "~", true), ("[[:word:]]", "_", true),
    ("[[:alpha]", ":", true),
    (#"\pL"#, "é", true), (#"\pL"#, "1", false), (#"\PL"#, "1", true), (#"\p{Lu}"#, "É", true),
    (#"\p{Lu}"#, "é", false), (#"\p{^Lu}"#, "é", true), (#"\P{^Lu}"#, "É", true),
    (#"[\p{Nd}x]"#, "٣", true), (#"[^\pL]"#, "é", false),
    (#"\pL}"#, "a}", true), (#"\p{Any}"#, "\u{10FFFF}", true), (#"\p{Sc}"#, "€", true),
    ("^é€😀$", "é€😀", true), ("^é€😀$", "é€😁", false), (#"^\p{L}+$"#, "aéЯ", true),
    (#"^\p{L}+$"#, "aé€", false), ("^.{3}$", "é€😀", true), ("^[^a]+$", "é€😀", true),
    ("€$", "10 €", true), ("^a{61}b$", String(repeating: "a", count: 61) + "b", true),
    ("^a{61}b$", String(repeating: "a", count: 62) + "b", false),
    // Composites.
    ("xy", "xy", true), ("^(?:x|y)$", "y", true), ("^(?:x|y)$", "xy", false),
    ("^(?:|a)$", "", true), ("^(?:a||b)$", "", true), ("a|b|c|d", "d", true),
    // Repetitions.
    ("^x*$", "", true), ("^x+$", "", false), ("^x?$", "xx", false), ("^x{2}$", "xx", true),
    ("^x{2}$", "x", false), ("^x{2,}$", "xxxx", true), ("^x{2,}$", "x", false),
    ("^x{2,3}$", "xxx", true), ("^x{2,3}$", "xxxx", false), ("^x{0}$", "", true),
    ("^x{0}$", "x", false), ("^x{0,2}$", "x", true), ("^x{0,}$", "xxx", true),
    ("^x*?$", "xx", true), ("^x{2,3}?$", "xxx", true), ("^(?:ab){2}$", "abab", true),
    ("x{", "x{", true), ("x{a}", "x{a}", true), ("x{,2}", "x{,2}", true), ("{", "{", true),
    ("^(?:a*)*$", "aaa", true), ("^(?:a*)+$", "", true), ("^(?:|a)+$", "aaa", true),
    ("^(?:(?:a{2}){3}){2}$", "aaaaaaaaaaaa", true), ("(?:^)*a", "ba", true),
    (#"^\w{8}(-\w{4}){3}-\w{12}$"#, "12345678-1234-1234-1234-123456789012", true),
    (#"^\w{8}(-\w{4}){3}-\w{12}$"#, "12345678-1234-1234-123456789012", false),
    // Grouping and flags.
    ("^(a)(b)$", "ab", true), ("^(?P<n>a)(?<m_2>b)$", "ab", true), ("^(?:a)$", "a", true),
    ("(?i)ABC", "xaBc", true), ("a(?i)b", "aB", true), ("a(?i)b", "AB", false),
    ("(?:(?i)a)b", "Ab", true), ("(?:(?i)a)b", "AB", false), ("(?i:a)b", "AB", false),
    ("(?i)a(?-i)b", "AB", false), ("(?i-s:A.)", "a\n", false), ("(?is)a.", "A\n", true),
    ("(?i)[a-f]", "E", true), ("(?i)[^a-f]", "E", false), ("(?i)é", "É", true),
    ("(?i)k", "\u{212A}", true), ("(?i)\u{212A}", "k", true), ("(?i)s", "ſ", true),
    ("(?i)σ", "ς", true), ("(?i)[α-ω]", "Σ", true), ("(?i)[[:upper:]]", "a", true),
    (#"(?i)\p{Lu}"#, "a", true), (#"(?i)\W"#, "\u{212A}", false), ("(?i)ß", "ẞ", true),
    ("(?i)я", "Я", true), ("^a(?i)*$", "aaa", true), ("(?U)a+", "aa", true), ("(?)a", "a", true),
    // Empty strings.
    ("^a", "ba", false), ("a$", "ab", false), ("a$", "a\n", false), ("(?m)a$", "a\nb", true),
    ("(?m)^b", "a\nb", true), ("^b", "a\nb", false), (#"\Ab"#, "a\nb", false),
    (#"(?m)\Ab"#, "a\nb", false), (#"a\z"#, "a\n", false), (#"(?m)a\z"#, "a\nb", false),
    (#"\bfoo\b"#, "a foo b", true), (#"\bfoo\b"#, "afoob", false), (#"\Boo\b"#, "foo", true),
    (#"\B"#, "", true), (#"\b"#, "", false), (#"\bé"#, "aé", true), ("^$", "", true),
    ("a^b", "ab", false), ("(^a|b)c", "xbc", true), ("^*a", "ba", true),
    // Escapes.
    (#"\a\f\t\n\r\v"#, "\u{7}\u{C}\t\n\r\u{B}", true), (#"^\x41\x{1F600}$"#, "A😀", true),
    (#"^\101\012$"#, "A\n", true), (#"^\0$"#, "\0", true), (#"^\.\*\_\-$"#, ".*_-", true),
    (#"^\Qa.b*\E+$"#, "a.b***", true), (#"\Q\\E"#, "\\", true),
    (#"[\x41-\x{43}]"#, "B", true), (#"[\101-\103]"#, "B", true),
  ]

  @Test(arguments: matches)
  func findsWhatItSays(_ example: (pattern: String, text: String, isMatch: Bool)) throws {
    let pattern = try Pattern(example.pattern)
    #expect(pattern.matches(example.text) == example.isMatch)
    #expect((pattern.firstMatch(in: example.text) != nil) == example.isMatch)
    // Made too long for the machine of short programs, it finds the same.
    let long = try Pattern("\u{1}{70}|(?:\(example.pattern))")
    #expect(long.matches(example.text) == example.isMatch)
  }

  static let wholeMatches: [(pattern: String, text: String, isMatch: Bool)] = [
    ("a", "a", true), ("a", "ab", false), ("a|ab", "ab", true), ("a*?", "aaa", true),
    ("", "", true), ("", "a", false), (".*", "a\nb", false), ("(?s).*", "a\nb", true),
    ("(?m)^a$", "a\nb", false), ("a{70}|b", "b", true), ("a{70}|ab|a", "ab", true),
  ]

  @Test(arguments: wholeMatches)
  func spansTheText(_ example: (pattern: String, text: String, isMatch: Bool)) throws {
    #expect(try Pattern(example.pattern).wholeMatch(example.text) == example.isMatch)
  }

  /// The first match, as Perl and RE2 choose it.
  static let firstMatches: [(pattern: String, text: String, match: String?)] = [
    ("a+", "baaa", "aaa"), ("a+?", "baaa", "a"), ("(?U)a+", "baaa", "a"),
    ("(?U)a+?", "baaa", "aaa"), ("a|ab", "ab", "a"), ("ab|a", "ab", "ab"),
    ("a*", "baaa", ""), ("(?:a|b)+", "xabay", "aba"), ("a{2,3}", "aaaa", "aaa"),
    ("a{2,3}?", "aaaa", "aa"), ("b", "aaa", nil), ("ö+", "äööü", "öö"), (".$", "äö😀", "😀"),
    ("x*?y", "xxyxy", "xxy"), ("(?i)KEY", "a key", "key"), (#"\d+|\w+"#, "abc 12", "abc"),
    ("foo(?:bar)?", "foobar", "foobar"), ("foo(?:bar)??", "foobar", "foo"),
  ]

  @Test(arguments: firstMatches)
  func takesTheFirst(_ example: (pattern: String, text: String, match: String?)) throws {
    let range = try Pattern(example.pattern).firstMatch(in: example.text)
    #expect(range.map { String(example.text[$0]) } == example.match)
  }

  @Test func quotesToTheEnd() throws {
    #expect(try Pattern(#"^\Qa.b"#).matches("a.b"))
    #expect(try !Pattern(#"^\Qa.b"#).matches("axb"))
  }

  @Test func takesOptions() throws {
    #expect(try Pattern("abc", options: .ignoresCase).matches("ABC"))
    #expect(try Pattern("^b$", options: .multiline).matches("a\nb\nc"))
    #expect(try Pattern("a.b", options: .dotMatchesNewline).matches("a\nb"))
    let lazy = try Pattern("a+", options: .ungreedy).firstMatch(in: "aaa")
    #expect(lazy.map { "aaa"[$0].count } == 1)
  }
}
