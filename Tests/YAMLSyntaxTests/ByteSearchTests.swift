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
}
