import YAMLSyntax

/// The difference between two states of a file, as one replacement.
enum TextDifference {
  /// The replacement; nil when nothing changes.
  ///
  /// Equal text at both ends stays, and so do the editor's cursor and folds.
  ///
  /// - Parameters:
  ///   - old: The file as it is.
  ///   - new: The new text.
  /// - Returns: The smallest single replacement of whole characters.
  static func replacement(_ old: SourceText, _ new: [UInt8]) -> TextReplacement? {
    let bytes = old.bytes
    guard bytes != new else { return nil }
    let limit = min(bytes.count, new.count)
    var start = 0
    while start < limit, bytes[start] == new[start] { start += 1 }
    while start > 0, !isBoundary(bytes, start) || !isBoundary(new, start) { start -= 1 }
    var kept = 0
    while kept < limit - start, bytes[bytes.count - 1 - kept] == new[new.count - 1 - kept] {
      kept += 1
    }
    while kept > 0, !isBoundary(bytes, bytes.count - kept) || !isBoundary(new, new.count - kept) {
      kept -= 1
    }
    return TextReplacement(
      span: TextSpan(
        start: old.position(of: start),
        end: old.position(of: bytes.count - kept)
      ),
      text: String(decoding: new[start..<new.count - kept], as: UTF8.self)
    )
  }

  /// Neither within a character nor between the two halves of a line break.
  private static func isBoundary(_ bytes: [UInt8], _ index: Int) -> Bool {
    guard index < bytes.count else { return true }
    let isInBreak =
      index > 0 && bytes[index] == UInt8(ascii: "\n") && bytes[index - 1] == UInt8(ascii: "\r")
    return bytes[index] & 0xC0 != 0x80 && !isInBreak
  }
}
