/// Looks for bytes in bytes.
package enum ByteSearch {
  /// The length in bytes from which a table of step widths is worth preparing (Horspool's
  /// algorithm).
  private static let longText = 2_048

  /// Whether some bytes contain others in a row.
  package static func contains(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
    guard let last = needle.last, bytes.count >= needle.count else { return needle.isEmpty }
    let text = bytes.span
    let steps = text.count < longText ? [] : steps(for: needle)
    let letters = letters(of: needle)
    var end = needle.count - 1
    while end < text.count {
      let byte = text[end]
      if letters & bit(of: byte) == 0 {
        end += needle.count
        continue
      }
      if byte == last, stands(needle, in: text, before: end) { return true }
      end += steps.isEmpty ? 1 : steps[Int(byte)]
    }
    return false
  }

  /// A bit for each byte of a needle.
  ///
  /// Where the text has another byte, the needle moves on behind it. Unlike a table of steps, it takes
  /// next to nothing to prepare.
  private static func letters(of needle: [UInt8]) -> UInt64 {
    needle.reduce(0) { $0 | bit(of: $1) }
  }

  private static func bit(of byte: UInt8) -> UInt64 { 1 &<< UInt64(byte & 63) }

  /// The distance that a needle may move on when a byte is at its end.
  private static func steps(for needle: [UInt8]) -> [Int] {
    var steps = Array(repeating: needle.count, count: 256)
    for (place, byte) in needle.dropLast().enumerated() {
      steps[Int(byte)] = needle.count - 1 - place
    }
    return steps
  }

  /// Whether all of a needle but its last byte is before a place.
  private static func stands(_ needle: [UInt8], in text: Span<UInt8>, before end: Int) -> Bool {
    let start = end - needle.count + 1
    for place in 0..<needle.count - 1 where text[start + place] != needle[place] { return false }
    return true
  }
}
