package import YAMLSyntax

/// The unit in which a client counts characters.
package enum PositionEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"

  /// A place as clients name it: both numbers from 0.
  package struct Position: Hashable, Sendable {
    /// The line, from 0.
    package let line: Int
    /// The column in the units of the encoding, from 0.
    package let character: Int

    /// A place from its line and column, both from 0.
    package init(line: Int, character: Int) {
      self.line = line
      self.character = character
    }
  }

  /// A position of ours as the client names it.
  package func position(_ position: TextPosition, in source: SourceText) -> Position {
    let line = max(0, Int(position.line) - 1)
    guard line < source.lineStartCount else { return Position(line: line, character: 0) }
    let start = source.start(ofLine: line + 1)
    let text = source.bytes[start..<max(start, source.offset(of: position))]
    let count = self == .utf8 ? text.count : String(decoding: text, as: UTF8.self).utf16.count
    return Position(line: line, character: count)
  }

  /// The byte offset of a client's position; beyond a line's end it is the end of the line.
  package func offset(of position: Position, in source: SourceText) -> Int {
    guard position.line >= 0 else { return source.markLength }
    guard position.line < source.lineStartCount else { return source.bytes.count }
    let line = source.line(position.line + 1)
    var units = 0
    var offset = source.start(ofLine: position.line + 1)
    for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
      let length = scalar.utf8.count
      units += self == .utf8 ? length : scalar.utf16.count
      guard units <= position.character else { break }
      offset += length
    }
    return min(offset, line.endIndex)
  }
}
