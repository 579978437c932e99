/// Searches any number of words in one pass (Wu and Manber's algorithm).
package struct WordSearch: Sendable {
  private let words: [[UInt8]]
  /// The length of the shortest word, which is the number of bytes that are compared together.
  private let width: Int
  /// The distance that those bytes may move on, by a hash of their last two; 0 when a word may
  /// begin there.
  private let steps: [UInt8]

  /// A search.
  ///
  /// - Parameter words: The words, each of at least two bytes.
  package init(_ words: [String]) {
    self.words = words.map { Array($0.utf8) }
    width = self.words.map(\.count).min() ?? 2
    precondition(width >= 2, "a word is too short to be looked for with others")
    var steps = [UInt8](repeating: UInt8(clamping: width - 1), count: Self.hashCount)
    for word in self.words {
      for place in 0..<width - 1 {
        let hash = Self.hash(word[place], word[place + 1])
        steps[hash] = min(steps[hash], UInt8(clamping: width - 2 - place))
      }
    }
    self.steps = steps
  }

  /// A table of a page: of small pipelines, filling a larger one takes longer than the search.
  private static let hashCount = 4_096

  private static func hash(_ first: UInt8, _ second: UInt8) -> Int {
    (Int(first) << 5 ^ Int(second)) & (hashCount - 1)
  }

  /// Whether one of the words appears in some bytes.
  package func finds(in bytes: ArraySlice<UInt8>) -> Bool {
    let text = bytes.span
    var end = width
    while end <= text.count {
      let step = steps[Self.hash(text[end - 2], text[end - 1])]
      if step == 0, begins(at: end - width, of: text) { return true }
      end += max(1, Int(step))
    }
    return false
  }

  private func begins(at start: Int, of text: Span<UInt8>) -> Bool {
    words.contains { word in
      guard text[start] == word[0], start + word.count <= text.count else { return false }
      for place in 1..<word.count where text[start + place] != word[place] { return false }
      return true
    }
  }
}
