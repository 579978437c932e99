import Testing
import YAMLSyntax

@Suite struct WordSearchTests {
  @Test(arguments: [
    (["az"], "curl --data az", true), (["az"], "a z", false),
    (["az", "terraform"], "teraform", false), (["az", "terraform"], "run terraform", true),
    (["erraform", "tofu"], "tofu", true),
    (["client_assertion", "oidc"], "x oidc", true), (["client_assertion", "oidc"], "x oid", false),
    (["client_assertion", "oidc"], "client_assertio oidc", true), (["é"], "café", true),
    (["é"], "cafè", false), (["ab"], "", false), (["ab"], "b", false), ([], "ab", false),
  ])
  func finds(_ words: [String], _ text: String, _ expected: Bool) {
    let search = WordSearch(words)
    for whole in [text, "--" + text, text + "-", "----" + text + "----"] {
      #expect(search.finds(in: Array(whole.utf8)[...]) == expected)
    }
  }

  /// Two letters make texts in which words nearly begin everywhere.
  @Test func agreesWithSearchesForEachWord() {
    var state: UInt64 = 1
    func next(_ limit: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % limit)
    }
    func text(_ count: Int) -> String {
      String(decoding: (0..<count).map { _ in UInt8(97 + next(2)) }, as: UTF8.self)
    }
    for _ in 0..<500 {
      let words = (0..<1 + next(3)).map { _ in text(2 + next(7)) }
      let bytes = Array(text(next(40)).utf8)
      let expected = words.contains { ByteSearch.contains(Array($0.utf8), in: bytes[...]) }
      #expect(WordSearch(words).finds(in: bytes[...]) == expected)
    }
  }

  @Test func looksAtTheSliceOnly() {
    let bytes = Array("needle in a haystack".utf8)
    #expect(!WordSearch(["needle"]).finds(in: bytes[1...]))
    #expect(!WordSearch(["haystack"]).finds(in: bytes.dropLast()))
    #expect(WordSearch(["in"]).finds(in: bytes[7..<9]))
  }
}
