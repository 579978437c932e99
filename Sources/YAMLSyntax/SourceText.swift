/// The bytes of one file, and the way between byte offsets, positions and text.
package struct SourceText: Sendable {
  /// The path that findings show: relative to the repository root, without `./`.
  package let path: String
  /// The bytes of the file, a byte order mark included.
  package let bytes: [UInt8]
  /// The length of the byte order mark: 3, or 0 when there is none.
  package let markLength: Int
  /// Whether reports may quote it; not where it lies outside the repository.
  package let isQuotable: Bool
  /// The byte offset of each line's first character.
  private let lineStarts: [UInt32]
  /// Whether the text has line separators that libyaml counts as line breaks and editors do not
  /// (NEL, LS, PS); positions are then derived from character indices.
  let hasUnusualBreaks: Bool
  /// The number of characters before each block of bytes, so that a line of megabytes is not
  /// counted again for each place in it; empty when there is none.
  private let characters: [Int]

  /// A block of `characters`, in bytes.
  private static let blockSize = 1_024

  /// Takes a file's content.
  ///
  /// - Parameters:
  ///   - path: The path that findings show.
  ///   - bytes: The content.
  ///   - isQuotable: Whether reports may quote it.
  package init(path: String, bytes: [UInt8], isQuotable: Bool = true) {
    self.path = path
    self.bytes = bytes
    self.isQuotable = isQuotable
    markLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var starts = [UInt32(markLength)]
    starts.reserveCapacity(bytes.count / 32 + 1)
    var unusual = false
    var index = markLength
    let count = bytes.count
    let text = bytes.span
    while index < count {
      let byte = text[index]
      index += 1
      // Nearly all bytes are none of those that matter.
      if byte > UInt8(ascii: "\r"), byte < 0xC2 { continue }
      if byte == UInt8(ascii: "\n") {
        starts.append(UInt32(index))
      } else if byte == UInt8(ascii: "\r") {
        if index < count, text[index] == UInt8(ascii: "\n") { index += 1 }
        starts.append(UInt32(index))
      } else if byte >= 0xC2 {
        unusual = unusual || Self.isUnusualBreak(bytes, at: index - 1)
      }
    }
    lineStarts = starts
    hasUnusualBreaks = unusual
    characters = Self.characters(in: bytes, lineStarts: starts)
  }

  /// Whether there is nothing but white space.
  package var isBlank: Bool {
    bytes.dropFirst(markLength).allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  /// The bytes of memory that the places of the lines take.
  package var indexSize: Int { lineStarts.count * MemoryLayout<UInt32>.size }

  /// The number of lines; a final line break starts no line of its own.
  package var lineCount: Int {
    let count = lineStarts.count
    return count > 1 && start(ofLine: count) == bytes.count ? count - 1 : count
  }

  /// The end of the last line, its line break not counted.
  var end: TextPosition {
    let last = line(lineCount)
    return position(of: last.endIndex)
  }

  /// The number of places where a line starts: one more than lines when a line break ends the text.
  package var lineStartCount: Int { lineStarts.count }

  /// The byte offset of the first character of a line, from 1.
  package func start(ofLine number: Int) -> Int { Int(lineStarts[number - 1]) }

  /// The bytes of a line, from 1, without its line break.
  package func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= lineStarts.count else { return [] }
    let start = start(ofLine: number)
    var end = number < lineStarts.count ? self.start(ofLine: number + 1) : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }

  /// The byte offset of a position; beyond a line's end it is the end of the line.
  package func offset(of position: TextPosition) -> Int {
    let number = Int(position.line)
    guard number >= 1 else { return 0 }
    guard number <= lineStarts.count else { return bytes.count }
    let end = number < lineStarts.count ? start(ofLine: number + 1) : bytes.count
    var (offset, column) = block(of: position, from: start(ofLine: number), to: end)
    while offset < end, column < position.column {
      offset += 1
      while offset < end, Self.isContinuation(bytes[offset]) { offset += 1 }
      column += 1
    }
    return offset
  }

  /// The position of a byte offset.
  package func position(of offset: Int) -> TextPosition {
    let offset = max(offset, markLength)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = 1 + characterCount(from: Int(lineStarts[low]), to: min(offset, bytes.count))
    return TextPosition(line: low + 1, column: column)
  }

  /// The text of a range, with invalid UTF-8 repaired.
  package func text(in span: TextSpan) -> String {
    let start = offset(of: span.start)
    return String(decoding: bytes[start..<max(start, offset(of: span.end))], as: UTF8.self)
  }

  // MARK: Long lines

  /// Counts through the file once, when a line of it is longer than a block.
  private static func characters(in bytes: [UInt8], lineStarts: [UInt32]) -> [Int] {
    let isLastLong = bytes.count - Int(lineStarts.last ?? 0) > blockSize
    let hasLong =
      isLastLong || zip(lineStarts, lineStarts.dropFirst()).contains { $1 - $0 > blockSize }
    guard hasLong else { return [] }
    var count = 0
    return stride(from: 0, to: bytes.count, by: blockSize).map { start in
      defer { count += characterCount(bytes[start..<min(start + blockSize, bytes.count)]) }
      return count
    }
  }

  private static func characterCount(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 + (isContinuation($1) ? 0 : 1) }
  }

  private func characterCount(from start: Int, to end: Int) -> Int {
    guard end > start else { return 0 }
    let (first, last) = (start / Self.blockSize, end / Self.blockSize)
    guard last > first, last < characters.count else {
      return Self.characterCount(bytes[start..<end])
    }
    return characters[last] - characters[first]
      + Self.characterCount(bytes[last * Self.blockSize..<end])
      - Self.characterCount(bytes[first * Self.blockSize..<start])
  }

  /// Where in a line to begin to look for a position: the start of the last block before it.
  private func block(
    of position: TextPosition,
    from start: Int,
    to end: Int
  ) -> (offset: Int, column: UInt32) {
    guard Int(position.column) > Self.blockSize, !characters.isEmpty else { return (start, 1) }
    var low = start / Self.blockSize
    var high = min((end - 1) / Self.blockSize + 1, characters.count)
    let wanted = characterCount(from: 0, to: start) + Int(position.column) - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if characters[middle] <= wanted { low = middle } else { high = middle }
    }
    // A block may begin within a character.
    var offset = max(low * Self.blockSize, start)
    while offset > start, offset < end, Self.isContinuation(bytes[offset]) { offset += 1 }
    return (offset, UInt32(clamping: characterCount(from: start, to: offset) + 1))
  }

  private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
  }

  private static func isUnusualBreak(_ bytes: [UInt8], at index: Int) -> Bool {
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    if bytes[index] == 0xC2 { return next == 0x85 }
    guard bytes[index] == 0xE2, next == 0x80, index + 2 < bytes.count else { return false }
    return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9
  }
}
