import RegularExpressions
import Testing

/// Expressions on which machines that go back take longer than the universe has existed.
///
/// Here the work is bounded by the sizes of program and text: these tests end at once or never.
@Suite struct LinearTimeTests {
  static let hostile: [String] = [
    "(a*)*b", "(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*)*b", "(a?){20}a{20}b", "(?:a*a*)*b",
    "((a*)*)*b", "(a*){10}b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(?:(?:a|b)*)*c", "(.*a){5}b",
  ]

  @Test(arguments: hostile)
  func endsOnLongTexts(_ pattern: String) throws {
    let pattern = try Pattern(pattern)
    let text = String(repeating: "a", count: 20_000)
    #expect(!pattern.matches(text))
    #expect(!pattern.wholeMatch(text))
    #expect(pattern.firstMatch(in: text) == nil)
  }

  /// The program is what a text is multiplied with, so it must not grow with nesting.
  @Test func nestingDoesNotMultiplyTheProgram() throws {
    let flat = try Pattern("(a*)*b").size
    let nested = try Pattern("((((a*)*)*)*)*b").size
    #expect(flat <= 8)
    #expect(nested <= flat + 9)
  }
}
