import Testing

@testable import GitLabCI

@Suite struct ReplacementTests {
  /// Ruby's `gsub` with a text: its backslash sequences, and where they are not any.
  @Test(arguments: [
    ("a-b", "-", "+", "a+b"), ("a-b", "-", "[\\0]", "a[-]b"), ("a-b", "-", "\\\\", "a\\b"),
    ("a-b", "-", "<\\'>", "a<b>b"), ("a-b", "-", "<\\`>", "a<a>b"), ("a-b", "-", "\\1x", "axb"),
    ("a-b-c", "-", "\\n", "a\\nb\\nc"), ("ab", "-", "+", "ab"), ("-", "-", "\\", "\\"),
  ])
  func replaces(_ text: String, _ needle: String, _ replacement: String, _ expected: String) {
    let result = RubyReplacement.replacing(needle, in: text, with: replacement, limit: 1_000)
    #expect(result == expected)
  }

  @Test func staysWithinItsLimit() {
    let text = String(repeating: "-", count: 1_000)
    let value = String(repeating: "\\'", count: 1_000)
    #expect(RubyReplacement.replacing("-", in: text, with: value, limit: 10_000) == nil)
    #expect(RubyReplacement.replacing("-", in: text, with: text, limit: 10_000) == nil)
  }

  /// Inputs that contain each other's blocks double with each one.
  @Test func inputsThatDoubleAreRefused() {
    let count = 40
    let inputs = (0..<count).map { number in
      "    i\(number): {default: '$[[ inputs.i\(number + 1) ]]$[[ inputs.i\(number + 1) ]]'}\n"
    }
    let blocks = (0..<count).map { "$[[ inputs.i\($0) ]]" }.joined()
    let composition = compose([
      ".gitlab-ci.yml": "spec:\n  inputs:\n\(inputs.joined())    i\(count): {default: x}\n"
        + "---\njob: {script: '\(blocks)'}\n"
    ])
    #expect(composition.problems.map(\.gitLabMessage) == ["config node too large"])
  }
}
