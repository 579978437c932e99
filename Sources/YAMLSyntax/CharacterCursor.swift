/// A place in a file that moves along by characters.
///
/// libyaml counts NEL, LS and PS as line breaks; editors and GitLab do not. In a file that has
/// one, positions are counted here. libyaml's marks only go forward (but for an error's
/// context), so following them costs one pass over the file.
struct CharacterCursor {
  private var index = 0
  private var offset: Int
  private var current: TextPosition
  private let start: Int
  private let startPosition: TextPosition

  init(offset: Int, position: TextPosition) {
    self.offset = offset
    start = offset
    current = position
    startPosition = position
  }

  /// Moves to a character, counted from the start, and returns its place.
  mutating func move(to target: Int, in source: SourceText) -> TextPosition {
    if target < index { self = Self(offset: start, position: startPosition) }
    let bytes = source.bytes
    while index < target, offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      index += 1
      let next = offset < bytes.count ? bytes[offset] : 0
      if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && next != UInt8(ascii: "\n")) {
        current = TextPosition(line: Int(current.line) + 1, column: 1)
      } else if byte != UInt8(ascii: "\r") {
        current.column += 1
      }
    }
    return current
  }
}
