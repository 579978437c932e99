/// Work on texts by their UTF-8 bytes: Swift's own functions take two spellings of one letter for
/// equal, and the language does not.
package enum ByteText {
  /// Whether two texts have the same bytes.
  package static func areEqual(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8)
  }

  /// A text without the white space at both ends.
  package static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// A text with its scalars in the opposite order.
  package static func reversed(_ text: String) -> String {
    var bytes = Array(text.utf8.reversed())
    // The bytes of a scalar keep their order: the first of them is now the last.
    var start = 0
    for index in bytes.indices where bytes[index] & 0xC0 != 0x80 {
      if index > start { bytes[start...index].reverse() }
      start = index + 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a part, which may be empty, occurs in a text.
  package static func contains(_ text: String, _ part: String) -> Bool {
    part.isEmpty || !places(of: part, in: text, limit: 1).isEmpty
  }

  /// The parts of a text between separators; without one the scalars of the text.
  package static func split(_ text: String, _ separator: String, limit: Int) -> [String] {
    let bytes = Array(text.utf8)
    let length = separator.utf8.count
    var parts: [String] = []
    var start = 0
    for place in places(of: separator, in: text, limit: length == 0 ? .max : limit - 1) {
      // An empty separator is found at both ends, too, where it separates nothing.
      if length == 0, place == 0 || place == bytes.count { continue }
      if length == 0, parts.count == limit - 1 { break }
      parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
      start = place + length
    }
    if length > 0 || !bytes.isEmpty {
      parts.append(String(decoding: bytes[start...], as: UTF8.self))
    }
    return parts
  }

  /// Where a part occurs in a text, without overlaps, in bytes; an empty one before each scalar and
  /// at the end.
  ///
  /// Linear in both lengths (Knuth, Morris and Pratt).
  package static func places(of part: String, in text: String, limit: Int) -> [Int] {
    guard limit > 0 else { return [] }
    let needle = Array(part.utf8)
    if needle.isEmpty { return boundaries(of: text, limit: limit) }
    guard needle.count <= text.utf8.count else { return [] }
    let borders = borders(of: needle)
    var places: [Int] = []
    var matched = 0
    var index = 0
    for byte in text.utf8 {
      while matched > 0, needle[matched] != byte { matched = borders[matched - 1] }
      if needle[matched] == byte { matched += 1 }
      index += 1
      if matched == needle.count {
        places.append(index - matched)
        if places.count == limit { break }
        matched = 0
      }
    }
    return places
  }

  private static func boundaries(of text: String, limit: Int) -> [Int] {
    var places: [Int] = []
    for (index, byte) in text.utf8.enumerated() where byte & 0xC0 != 0x80 {
      places.append(index)
      if places.count == limit { return places }
    }
    places.append(text.utf8.count)
    return places
  }

  /// For each place the length of the longest start of the needle that ends there.
  private static func borders(of needle: [UInt8]) -> [Int] {
    var borders = [Int](repeating: 0, count: needle.count)
    var length = 0
    for index in 1..<max(1, needle.count) {
      while length > 0, needle[length] != needle[index] { length = borders[length - 1] }
      if needle[length] == needle[index] { length += 1 }
      borders[index] = length
    }
    return borders
  }

  /// A text with a part replaced by another one.
  ///
  /// - Parameters:
  ///   - places: The offsets of the part in the text's UTF-8, in ascending order.
  ///   - old: The part.
  ///   - new: The replacement.
  ///   - text: The text.
  /// - Returns: The new text.
  package static func replace(
    _ places: [Int],
    of old: String,
    by new: String,
    in text: String
  ) -> String {
    if places.isEmpty { return text }
    let bytes = Array(text.utf8)
    let length = old.utf8.count
    var result: [UInt8] = []
    var start = 0
    for place in places {
      result += bytes[start..<place]
      result += Array(new.utf8)
      start = place + length
    }
    result += bytes[start...]
    return String(decoding: result, as: UTF8.self)
  }
}
