import TestSupport
import Testing
import YAMLSyntax

@Suite struct ByteSearchTests {
  /// Short texts are gone through byte by byte, long ones in steps: both must find the same.
  @Test(arguments: [
    ("", "", true), ("", "a", false), ("a", "", true), ("a", "a", true), ("ab", "b", true),
    ("aab", "ab", true), ("abab", "abb", false), ("aaaa", "aaaaa", false),
    ("xabcabd", "abcabd", true),
    ("mississippi", "issip", true), ("mississippi", "issid", false),
  ])
  func finds(_ text: String, _ needle: String, _ expected: Bool) {
    let padding = String(repeating: "-", count: 3_000)
    for whole in [text, padding + text, text + padding, padding + text + padding] {
      #expect(ByteSearch.contains(Array(needle.utf8), in: Array(whole.utf8)[...]) == expected)
    }
  }

  @Test func looksAtTheSliceOnly() {
    let bytes = Array("needle in a haystack".utf8)
    #expect(!ByteSearch.contains(Array("needle".utf8), in: bytes[1...]))
    #expect(!ByteSearch.contains(Array("haystack".utf8), in: bytes.dropLast()))
  }

  /// Letters that nearly match, one that is 64 after another, and one that no needle has.
  @Test func agreesWithAComparisonAtEachPlace() {
    var numbers = SeededNumbers(seed: 1)
    func bytes(_ letters: String, _ counts: ClosedRange<Int>) -> [UInt8] {
      let letters = Array(letters.utf8)
      return (0..<Int.random(in: counts, using: &numbers)).map { _ in
        letters.randomElement(using: &numbers) ?? 0
      }
    }
    for round in 0..<2_000 {
      let needle = bytes("ab!", 1...5)
      let text = bytes("ab!-", round % 20 == 0 ? 2_048...2_100 : 0...40)
      let expected = text.indices.contains { text[$0...].starts(with: needle) }
      #expect(ByteSearch.contains(needle, in: text[...]) == expected)
    }
  }
}
