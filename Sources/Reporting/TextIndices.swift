/// Distinct texts in the order of their first appearance.
struct TextIndices {
  private(set) var texts: [String] = []
  private var indices: [String: Int] = [:]
  private var last = 0

  /// The index of a text, which is often the last one again, the one after it, or the first.
  mutating func index(of text: String) -> Int {
    if last < texts.count, texts[last] == text { return last }
    if last + 1 < texts.count, texts[last + 1] == text {
      last += 1
      return last
    }
    if texts.first == text {
      last = 0
      return 0
    }
    last = indices[text] ?? texts.count
    if last == texts.count {
      indices[text] = last
      texts.append(text)
    }
    return last
  }
}
