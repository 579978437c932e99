import Testing
import TextFormats

/// Patterns and texts with only a known beginning.
@Suite struct GlobStartTests {
  @Test(arguments: [
    ("a:*", "a:", true), ("a:*", "a", true), ("a:*", "a:b:", true), ("a:*", "b:", false),
    ("a:b", "a:", true), ("a:b", "a:b", false), ("a:b", "a:c", false), ("*", "x", true),
    ("*:main", "a:", true), ("*:main", "a:main", true), ("a*c*e", "abcd", true),
    ("a*c*e", "b", false), ("a**b", "ac", true), ("", "a", false), ("*", "", true),
  ])
  func start(pattern: String, start: String, mayMatch: Bool) {
    #expect(Glob.mayMatch(pattern, start: start) == mayMatch)
  }

  @Test func questionMarks() {
    #expect(Glob.mayMatch("a?c*", start: "abc", hasSingle: true))
    #expect(!Glob.mayMatch("a?c*", start: "abc"))
  }
}
