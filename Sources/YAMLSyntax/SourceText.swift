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
  /// Whether every character is one that libyaml reads, and only `\n` ends lines.
  let isReadable: Bool
  /// Whether each byte is a character.
  let isASCII: Bool
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
    var hasUnusualBreaks = false
    var isReadable = true
    var isASCII = true
    var index = markLength
    let count = bytes.count
    let text = bytes.span
    while index < count {
      let byte = text[index]
      index += 1
      // Nearly all bytes are none of those that matter.
      if byte >= 0x20, byte < 0x7F { continue }
      if byte == UInt8(ascii: "\n") {
        starts.append(UInt32(index))
      } else if byte == UInt8(ascii: "\r") {
        isReadable = false
        if index < count, text[index] == UInt8(ascii: "\n") { index += 1 }
        starts.append(UInt32(index))
      } else if byte >= 0x80 {
        isASCII = false
        let length = Self.characterLength(text, at: index - 1)
        hasUnusualBreaks = hasUnusualBreaks || Self.isUnusualBreak(bytes, at: index - 1)
        isReadable = isReadable && length > 0
        index += max(length, 1) - 1
      } else if byte != UInt8(ascii: "\t") {
        isReadable = false
      }
    }
    lineStarts = starts
    self.hasUnusualBreaks = hasUnusualBreaks
    self.isReadable = isReadable && !hasUnusualBreaks
    self.isASCII = isASCII
    characters = Self.characters(in: bytes, lineStarts: starts)
  }

  /// Whether there is nothing but white space.
  package var isBlank: Bool {
    bytes.dropFirst(markLength).allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  /// The bytes of memory that the places of the lines take.
  package var indexSize: Int { lineStarts.capacity * MemoryLayout<UInt32>.size }

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

  /// The length in bytes of a character beyond ASCII; 0 where libyaml reads none.
  ///
  /// Source: YAML 1.1, section 5.1; `yaml_parser_update_buffer` of libyaml 0.2.5. A byte order mark is
  /// left out here, too, because libyaml skips it at the start of a line.
  private static func characterLength(_ text: Span<UInt8>, at index: Int) -> Int {
    let lead = text[index]
    let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    guard length > 0, index + length <= text.count else { return 0 }
    for place in index + 1..<index + length where !isContinuation(text[place]) { return 0 }
    let second = text[index + 1]
    let isValid =
      switch lead {
      case 0xC2, 0xE0: second >= 0xA0
      case 0xED: second < 0xA0
      case 0xEF:
        second != 0xBB && second != 0xBF
          || (second == 0xBB ? text[index + 2] != 0xBF : text[index + 2] < 0xBE)
      case 0xF0: second >= 0x90
      case 0xF4: second < 0x90
      default: true
      }
    return isValid ? length : 0
  }

  private static func isUnusualBreak(_ bytes: [UInt8], at index: Int) -> Bool {
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    if bytes[index] == 0xC2 { return next == 0x85 }
    guard bytes[index] == 0xE2, next == 0x80, index + 2 < bytes.count else { return false }
    return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9
  }
}
