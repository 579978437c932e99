extension SubsetParser {
  /// A plain or quoted scalar, and the spaces after it.
  ///
  /// The further lines of a plain scalar begin at the column `indent` or after it.
  mutating func scalar(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8],
    indent: Int
  ) throws(OutsideSubset) -> YAMLEvent {
    switch text[offset] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      let scalar = try quotedScalar(text, &pool)
      skipSpaces(text)
      return scalar
    default: return try plainScalar(text, &pool, indent: indent)
    }
  }

  // MARK: Plain

  private mutating func plainScalar(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8],
    indent: Int
  ) throws(OutsideSubset) -> YAMLEvent {
    guard startsPlain(text) else { throw OutsideSubset() }
    let start = place()
    let textStart = pool.count
    var last = try plainPart(text, &pool)
    if offset < end, text[offset] == UInt8(ascii: "\n") {
      while let breaks = try continuation(text, indent: indent) {
        if breaks == 1 {
          pool.append(UInt8(ascii: " "))
        } else {
          pool.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: breaks - 1))
        }
        last = try plainPart(text, &pool)
        guard offset == end || text[offset] != UInt8(ascii: ":") else { throw OutsideSubset() }
        if offset < end, text[offset] == UInt8(ascii: "#") { break }
      }
      closedLine = line
    }
    var event = YAMLEvent(kind: .scalar, span: TextSpan(start: start, end: last))
    event.text = textStart..<pool.count
    return event
  }

  /// Whether the next character may begin a plain scalar.
  private func startsPlain(_ text: Span<UInt8>) -> Bool {
    switch text[offset] {
    case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): !isBlank(text, at: offset + 1)
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"),
      UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"),
      UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
      false
    default: true
    }
  }

  /// The part of a plain scalar in this line, up to its break, a comment, or the colon of a key.
  ///
  /// - Returns: Where it ends, without the spaces after it.
  private mutating func plainPart(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> TextPosition {
    var place = offset
    scan: while place < end {
      let byte = text[place]
      // Nearly all bytes are above those that matter.
      if byte > UInt8(ascii: ":") {
        place += 1
        continue
      }
      switch byte {
      case UInt8(ascii: ":"):
        if isBlank(text, at: place + 1) { break scan }
      case UInt8(ascii: "\n"): break scan
      case UInt8(ascii: "#"):
        if text[place - 1] == UInt8(ascii: " ") { break scan }
      case UInt8(ascii: "\t"): throw OutsideSubset()
      default: break
      }
      place += 1
    }
    // A further line may begin with the colon of a complex key.
    guard place > offset else { throw OutsideSubset() }
    return endPlain(text, &pool, at: place)
  }

  /// Reads a plain text up to a place in its line.
  ///
  /// The spaces before the place are left out. Returns where the text ends.
  mutating func endPlain(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8],
    at place: Int
  ) -> TextPosition {
    var last = place
    while text[last - 1] == UInt8(ascii: " ") { last -= 1 }
    pool.append(contentsOf: source.bytes[offset..<last])
    offset = place
    return self.place(of: last)
  }

  /// Moves to the next line of a plain scalar, when there is one.
  ///
  /// - Returns: The number of line breaks before it; nil when the scalar has ended.
  private mutating func continuation(
    _ text: Span<UInt8>,
    indent: Int
  ) throws(OutsideSubset) -> Int? {
    var next = (offset: offset, line: line, lineStart: lineStart)
    while next.offset < end {
      switch text[next.offset] {
      case UInt8(ascii: " "): next.offset += 1
      case UInt8(ascii: "\n"):
        next.offset += 1
        next.line += 1
        next.lineStart = next.offset
      case UInt8(ascii: "\t"): throw OutsideSubset()
      case UInt8(ascii: "#"): return nil
      default:
        guard next.line > line else { throw OutsideSubset() }
        guard next.offset - next.lineStart >= indent else { return nil }
        let breaks = next.line - line
        (offset, line, lineStart) = next
        guard !isDocumentIndicator(text) else { throw OutsideSubset() }
        return breaks
      }
    }
    return nil
  }

  // MARK: Quoted

  /// A quoted scalar.
  mutating func quotedScalar(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> YAMLEvent {
    let start = place()
    let textStart = pool.count
    let quote = text[offset]
    let isSingle = quote == UInt8(ascii: "'")
    offset += 1
    var partStart = offset
    while true {
      guard offset < end else { throw OutsideSubset() }
      let byte = text[offset]
      if byte == quote {
        pool.append(contentsOf: source.bytes[partStart..<offset])
        offset += 1
        guard isSingle, offset < end, text[offset] == quote else { break }
        // The second of two quotes is part of the text.
        partStart = offset
        offset += 1
      } else if byte == UInt8(ascii: "\\"), !isSingle {
        pool.append(contentsOf: source.bytes[partStart..<offset])
        try escape(text, &pool)
        partStart = offset
      } else if byte == UInt8(ascii: "\n") {
        try fold(text, &pool, from: partStart, escaped: false)
        partStart = offset
      } else {
        offset += 1
      }
    }
    closedLine = line
    var event = YAMLEvent(kind: .scalar, span: TextSpan(start: start, end: place()))
    event.text = textStart..<pool.count
    event.style = isSingle ? .singleQuoted : .doubleQuoted
    event.isQuoted = true
    return event
  }

  /// Ends a line in quotes, and adds what its break and the blank lines after it mean.
  private mutating func fold(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8],
    from start: Int,
    escaped: Bool
  ) throws(OutsideSubset) {
    var last = offset
    while last > start, text[last - 1] == UInt8(ascii: " ") || text[last - 1] == UInt8(ascii: "\t")
    {
      last -= 1
    }
    pool.append(contentsOf: source.bytes[start..<last])
    beginLine(at: offset + 1)
    var breaks = 0
    while offset < end {
      switch text[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): offset += 1
      case UInt8(ascii: "\n"):
        breaks += 1
        beginLine(at: offset + 1)
      default:
        guard !isDocumentIndicator(text) else { throw OutsideSubset() }
        if breaks > 0 {
          pool.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: breaks))
        } else if !escaped {
          pool.append(UInt8(ascii: " "))
        }
        return
      }
    }
    throw OutsideSubset()
  }

  /// An escape in double quotes.
  private mutating func escape(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) {
    guard offset + 1 < end else { throw OutsideSubset() }
    offset += 2
    let byte: UInt8
    switch text[offset - 1] {
    case UInt8(ascii: "\n"):
      offset -= 1
      return try fold(text, &pool, from: offset, escaped: true)
    case UInt8(ascii: "n"): byte = 0x0A
    case UInt8(ascii: "t"), UInt8(ascii: "\t"): byte = 0x09
    case UInt8(ascii: "r"): byte = 0x0D
    case UInt8(ascii: "e"): byte = 0x1B
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: " "):
      byte = text[offset - 1]
    default: throw OutsideSubset()
    }
    pool.append(byte)
  }

  // MARK: Block scalars

  /// A literal or folded scalar; it ends at the start of a line or of the indentation after it.
  mutating func blockScalar(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8],
    parentIndent: Int
  ) throws(OutsideSubset) -> YAMLEvent {
    let start = place()
    let textStart = pool.count
    let isLiteral = text[offset] == UInt8(ascii: "|")
    let header = try blockHeader(text)
    var indent = header.increment == 0 ? 0 : max(parentIndent, 0) + header.increment
    var last = place()
    var breaks = try skipBreaks(text, &indent, parentIndent: parentIndent, last: &last)
    // The break of the line before, and whether that line begins with white space.
    var hasBreak = false
    var isIndented = false
    while offset < end, offset - lineStart == indent {
      let startsBlank = text[offset] == UInt8(ascii: " ") || text[offset] == UInt8(ascii: "\t")
      if hasBreak {
        if isLiteral || isIndented || startsBlank {
          pool.append(UInt8(ascii: "\n"))
        } else if breaks == 0 {
          pool.append(UInt8(ascii: " "))
        }
      }
      appendBreaks(breaks, to: &pool)
      isIndented = startsBlank
      let lineEnd = lineEnd()
      pool.append(contentsOf: source.bytes[offset..<lineEnd])
      offset = lineEnd
      hasBreak = offset < end
      if hasBreak { beginLine(at: offset + 1) }
      breaks = try skipBreaks(text, &indent, parentIndent: parentIndent, last: &last)
    }
    if header.chomping != UInt8(ascii: "-"), hasBreak { pool.append(UInt8(ascii: "\n")) }
    if header.chomping == UInt8(ascii: "+") { appendBreaks(breaks, to: &pool) }
    closedLine = 0
    var event = YAMLEvent(kind: .scalar, span: TextSpan(start: start, end: last))
    event.text = textStart..<pool.count
    event.style = isLiteral ? .literal : .folded
    event.isQuoted = true
    return event
  }

  private func appendBreaks(_ count: Int, to pool: inout [UInt8]) {
    if count > 0 { pool.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: count)) }
  }

  /// The line of `|` or `>`: how the text ends (`-`, `+` or 0) and its explicit indentation or 0.
  private mutating func blockHeader(
    _ text: Span<UInt8>
  ) throws(OutsideSubset) -> (chomping: UInt8, increment: Int) {
    var chomping: UInt8 = 0
    var increment = 0
    offset += 1
    while offset < end {
      let byte = text[offset]
      if chomping == 0, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
        chomping = byte
      } else if increment == 0, byte >= UInt8(ascii: "1"), byte <= UInt8(ascii: "9") {
        increment = Int(byte - UInt8(ascii: "0"))
      } else {
        break
      }
      offset += 1
    }
    skipSpaces(text)
    if offset < end, text[offset] == UInt8(ascii: "#") { offset = lineEnd() }
    if offset < end {
      guard text[offset] == UInt8(ascii: "\n") else { throw OutsideSubset() }
      beginLine(at: offset + 1)
    }
    return (chomping, increment)
  }

  /// Skips the indentation and the blank lines before a line of a block scalar, and returns their number.
  ///
  /// `indent` is the indentation of the text: 0 until it is known, which it is afterwards. `last` becomes
  /// the end of the text so far.
  private mutating func skipBreaks(
    _ text: Span<UInt8>,
    _ indent: inout Int,
    parentIndent: Int,
    last: inout TextPosition
  ) throws(OutsideSubset) -> Int {
    var breaks = 0
    var deepest = 0
    last = place()
    while true {
      while offset < end, indent == 0 || offset - lineStart < indent,
        text[offset] == UInt8(ascii: " ")
      {
        offset += 1
      }
      deepest = max(deepest, offset - lineStart)
      guard offset < end else { break }
      if indent == 0 || offset - lineStart < indent, text[offset] == UInt8(ascii: "\t") {
        throw OutsideSubset()
      }
      guard text[offset] == UInt8(ascii: "\n") else { break }
      breaks += 1
      beginLine(at: offset + 1)
      last = place()
    }
    if indent == 0 { indent = max(deepest, parentIndent + 1, 1) }
    return breaks
  }
}
