/// Texts in the order in which they first appear; most follow the one before.
struct TextPlaces {
  private(set) var texts: [String] = []
  private var places: [String: Int] = [:]
  private var last = 0

  /// The place of a text, which is often the last one again, or the one after it.
  mutating func place(of text: String) -> Int {
    if last < texts.count, texts[last] == text { return last }
    if last + 1 < texts.count, texts[last + 1] == text {
      last += 1
      return last
    }
    last = places[text] ?? texts.count
    if last == texts.count {
      places[text] = last
      texts.append(text)
    }
    return last
  }
}
