/// GitLab's way of splitting a file into documents: by text, before YAML is parsed.
///
/// Source: GitLab 18.9, `lib/gitlab/config/loader/multi_doc_yaml.rb`: the separator is
/// `/^---\s+/`, at most three pieces are made, blank ones are dropped, and a first piece that
/// holds nothing but comments is dropped as well.
struct DocumentSplitter {
  /// The byte ranges of the pieces that remain, in order.
  static func pieces(of source: SourceText) -> [Range<Int>] {
    let bytes = source.bytes
    var pieces = allPieces(of: source)
    guard pieces.count > 1 else { return pieces }
    let first = pieces.removeFirst()
    pieces.removeAll { isBlank(bytes[$0]) }
    return contentStart(bytes[first]) == nil ? pieces : [first] + pieces
  }

  /// The byte ranges of all pieces, in order.
  static func allPieces(of source: SourceText) -> [Range<Int>] {
    let bytes = source.bytes
    var pieces: [Range<Int>] = []
    var start = 0
    var lineStart = 0
    while lineStart < bytes.count, pieces.count < 2 {
      if let end = separatorEnd(bytes, at: lineStart) {
        pieces.append(start..<lineStart)
        start = end
        // The separator's white space may have swallowed line breaks; continue after them.
        lineStart = end
        if end > 0, bytes[end - 1] == UInt8(ascii: "\n") { continue }
      }
      while lineStart < bytes.count, bytes[lineStart] != UInt8(ascii: "\n") { lineStart += 1 }
      lineStart += 1
    }
    pieces.append(start..<bytes.count)
    return pieces
  }

  /// The end of `---` and the white space after it; nil when a line does not begin so.
  private static func separatorEnd(_ bytes: [UInt8], at start: Int) -> Int? {
    guard start + 3 < bytes.count,
      bytes[start..<start + 3].allSatisfy({ $0 == UInt8(ascii: "-") }), isSpace(bytes[start + 3])
    else { return nil }
    var end = start + 3
    while end < bytes.count, isSpace(bytes[end]) { end += 1 }
    return end
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy(isSpace)
  }

  /// Where the content of a piece begins: the offset of its first byte that is neither white space
  /// nor in a comment; nil when there is none.
  static func contentStart(_ bytes: ArraySlice<UInt8>) -> Int? {
    var inComment = false
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    for (offset, byte) in zip(text.indices, text) {
      if byte == UInt8(ascii: "\n") {
        inComment = false
      } else if !inComment, !isSpace(byte) {
        guard byte == UInt8(ascii: "#") else { return offset }
        inComment = true
      }
    }
    return nil
  }
}
