import Testing

@testable import Reporting

@Suite("Indices of texts") struct TextIndicesTests {
  @Test(
    "are those of the texts' first appearances, in whichever order they come",
    arguments: [
      "", "a", "aaa", "abcabc", "aabbcc", "abab", "abcba", "cbaabc", "abacabadabacaba", "aabcaabcd",
    ]
  )
  func order(texts: String) {
    var indices = TextIndices()
    let found = texts.map { indices.index(of: String($0)) }
    var distinct: [String] = []
    for text in texts where !distinct.contains(String(text)) { distinct.append(String(text)) }
    #expect(indices.texts == distinct)
    #expect(found.map { distinct[$0] } == texts.map { String($0) })
  }
}
