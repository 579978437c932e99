/// Looks for any of several short texts in one pass.
struct WordSearch: Sendable {
  /// The texts without their first bytes, by those.
  private let rests: [[[UInt8]]]

  init(_ words: [String]) {
    var rests = [[[UInt8]]](repeating: [], count: 256)
    for word in words {
      let bytes = Array(word.utf8)
      if let first = bytes.first { rests[Int(first)].append(Array(bytes.dropFirst())) }
    }
    self.rests = rests
  }

  /// Whether one of the texts stands in some bytes.
  func finds(in bytes: ArraySlice<UInt8>) -> Bool {
    for place in bytes.indices {
      let candidates = rests[Int(bytes[place])]
      if candidates.isEmpty { continue }
      for rest in candidates where bytes[(place + 1)...].starts(with: rest) { return true }
    }
    return false
  }
}
