import RegularExpressions
import Testing

/// Expressions that are refused.
@Suite struct PatternErrorTests {
  static let mistakes: [(pattern: String, offset: Int, message: String)] = [
    ("a(b", 1, "missing closing )"), ("((a)", 0, "missing closing )"), ("a)", 1, "unexpected )"),
    ("[a", 0, "missing closing ]"), ("[", 0, "missing closing ]"), ("[]", 0, "missing closing ]"),
    ("[^]", 0, "missing closing ]"), ("[a-", 0, "missing closing ]"),
    ("*a", 0, "a quantifier has nothing to repeat"),
    ("a|+", 2, "a quantifier has nothing to repeat"),
    ("(?i)*", 4, "a quantifier has nothing to repeat"),
    ("(*a)", 1, "a quantifier has nothing to repeat"),
    ("{2}", 0, "a quantifier has nothing to repeat"),
    ("a**", 2, "a quantifier follows a quantifier"),
    ("a+*", 2, "a quantifier follows a quantifier"),
    ("a*??", 3, "a quantifier follows a quantifier"),
    ("a{2}{3}", 4, "a quantifier follows a quantifier"),
    ("a{1001}", 1, "a repetition counts to at most 1000"),
    ("a{2,1001}", 1, "a repetition counts to at most 1000"),
    ("a{99999999999999999999}", 1, "a repetition counts to at most 1000"),
    ("a{2,1}", 1, "the smaller count comes first in a repetition"),
    ("[b-a]", 1, "a range ends before it begins"), (#"[a-\d]"#, 3, "a range ends with a class"),
    ("[[:foo:]]", 1, "unknown class [:foo:]"),
    (#"\p{Foo}"#, 0, "unknown class Foo; expected a general category such as L or Lu"),
    (#"\p{L"#, 0, "missing } after the name of a class"),
    (#"\p"#, 0, "the name of a class is missing after \\p"),
    ("ab\\", 2, "a backslash ends the expression"), (#"\y"#, 0, "unknown escape \\y"),
    (#"\E"#, 0, "unknown escape \\E"), (#"[\b]"#, 1, "unknown escape \\b"),
    (#"(a)\1"#, 3, "back-references are not supported"),
    (#"(a)\9"#, 3, "back-references are not supported"),
    ("(?P<n>a)(?P=n)", 8, "back-references are not supported"),
    (#"(?<n>a)\k<n>"#, 7, "back-references are not supported"),
    ("a(?=b)", 1, "look-ahead is not supported"), ("a(?!b)", 1, "look-ahead is not supported"),
    ("(?<=b)a", 0, "look-behind is not supported"),
    ("(?<!b)a", 0, "look-behind is not supported"),
    ("(?x)a", 0, "unknown kind of group; expected flags (i m s U), ?P<name> or ?:"),
    ("(?>a)", 0, "unknown kind of group; expected flags (i m s U), ?P<name> or ?:"),
    ("(?i-)a", 0, "unknown kind of group; expected flags (i m s U), ?P<name> or ?:"),
    ("(?i", 0, "missing closing )"), ("(?<>a)", 3, "a group's name is missing"),
    ("(?<a b>a)", 4, "a group's name is made of letters, digits and underscores"),
    ("(?<n", 4, "missing > after a group's name"),
    ("(?<n>a)(?P<n>b)", 11, "there is already a group named n"),
    (#"\x4"#, 0, "\\x takes two hexadecimal digits, or the number of a Unicode scalar in braces"),
    (
      #"\x{110000}"#, 0,
      "\\x takes two hexadecimal digits, or the number of a Unicode scalar in braces"
    ),
    (
      #"\x{D800}"#, 0,
      "\\x takes two hexadecimal digits, or the number of a Unicode scalar in braces"
    ),
  ]

  @Test(arguments: mistakes)
  func saysWhereAndWhat(_ example: (pattern: String, offset: Int, message: String)) {
    let error = #expect(throws: PatternError.self) { try Pattern(example.pattern) }
    #expect(error?.message == example.message)
    #expect(error?.offset == example.offset)
  }

  /// Each would need many gigabytes, or much of the stack, if it were taken.
  static let tooLarge: [String] = [
    "((a{1000}){1000}){1000}", "(((a{100}){100}){100}){100}", "((a{0,1000}){0,1000}){0,1000}",
    "((a{1000,}){1000,}){1000,}", "(?:\\pL{100}|b{100}){1000}",
    String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000),
    String(repeating: "(?:", count: 1001) + String(repeating: ")*", count: 1001),
    String(repeating: "a", count: 30_000), String(repeating: "a|", count: 30_000),
    String(repeating: #"[\x{0}-\x{10FFFF}]"#, count: 1000),
  ]

  @Test(arguments: tooLarge)
  func refusesWhatIsTooLarge(_ pattern: String) {
    let error = #expect(throws: PatternError.self) {
      try Pattern(pattern, options: .ignoresCase)
    }
    let message = error?.message ?? ""
    #expect(
      message.hasPrefix("the expression is too large")
        || message == "groups are nested deeper than 1000"
    )
  }

  @Test func takesDeepNesting() throws {
    let pattern = String(repeating: "(?:", count: 999) + "a" + String(repeating: ")*", count: 999)
    #expect(try Pattern("^\(pattern)$").matches("aaa"))
  }
}
