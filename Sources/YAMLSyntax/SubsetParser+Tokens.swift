/// Small tokens, and the places of events.
extension SubsetParser {
  /// Skips spaces, comments and ends of lines.
  mutating func skipToToken(_ text: Span<UInt8>) throws(OutsideSubset) {
    while offset < end {
      switch text[offset] {
      case UInt8(ascii: " "): offset += 1
      case UInt8(ascii: "\n"): beginLine(at: offset + 1)
      case UInt8(ascii: "#"):
        guard offset == lineStart || text[offset - 1] == UInt8(ascii: " ") else {
          throw OutsideSubset()
        }
        offset = lineEnd()
      case UInt8(ascii: "\t"): throw OutsideSubset()
      default: return
      }
    }
  }

  /// Skips spaces.
  mutating func skipSpaces(_ text: Span<UInt8>) {
    while offset < end, text[offset] == UInt8(ascii: " ") { offset += 1 }
  }

  /// Goes to the start of the next line.
  mutating func beginLine(at start: Int) {
    line += 1
    offset = start
    lineStart = start
  }

  /// The place of the line's break, or the end of the text.
  func lineEnd() -> Int {
    line < source.lineStartCount ? min(source.start(ofLine: line + 1) - 1, end) : end
  }

  /// Whether an indicator and white space are next.
  func isIndicator(_ text: Span<UInt8>, _ indicator: UInt8) -> Bool {
    text[offset] == indicator && isBlank(text, at: offset + 1)
  }

  func startsBlockScalar(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "|") || byte == UInt8(ascii: ">")
  }

  /// Whether nothing but a comment follows in the line.
  func isLineEnd(_ text: Span<UInt8>) -> Bool {
    offset == end || text[offset] == UInt8(ascii: "\n")
      || text[offset] == UInt8(ascii: "#") && text[offset - 1] == UInt8(ascii: " ")
  }

  /// Whether there is white space or the end of the text.
  func isBlank(_ text: Span<UInt8>, at place: Int) -> Bool {
    place >= end || text[place] == UInt8(ascii: " ") || text[place] == UInt8(ascii: "\n")
      || text[place] == UInt8(ascii: "\t")
  }

  /// Whether the line may be a directive, or separate documents.
  func isDocumentIndicator(_ text: Span<UInt8>) -> Bool {
    guard offset == lineStart else { return false }
    let byte = text[offset]
    if byte == UInt8(ascii: "%") { return true }
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."), offset + 2 < end else {
      return false
    }
    return text[offset + 1] == byte && text[offset + 2] == byte
  }

  mutating func skipIndicator() {
    offset += 1
    indicatorEnd = place()
  }

  /// Skips the colon after a key.
  mutating func skipColon(
    _ text: Span<UInt8>,
    after key: borrowing YAMLEvent
  ) throws(OutsideSubset) {
    guard offset < end, isIndicator(text, UInt8(ascii: ":")), Int(key.span.start.line) == line,
      offset - lineStart < Self.keyLimit
    else { throw OutsideSubset() }
    skipIndicator()
  }

  func startsProperty(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!")
  }

  /// A node's tag and anchor.
  mutating func readProperties(_ text: Span<UInt8>) throws(OutsideSubset) -> Properties {
    var properties = Properties(start: place())
    while offset < end, startsProperty(text[offset]) {
      let isTag = text[offset] == UInt8(ascii: "!")
      offset += 1
      let isShort = isTag && offset < end && text[offset] == UInt8(ascii: "!")
      if isShort { offset += 1 }
      let name = try word(text)
      guard isBlank(text, at: offset) else { throw OutsideSubset() }
      if isTag {
        guard properties.tag == nil else { throw OutsideSubset() }
        properties.tag = (isShort ? "tag:yaml.org,2002:" : "!") + name
      } else {
        guard properties.anchor == nil else { throw OutsideSubset() }
        properties.anchor = name
      }
      indicatorEnd = place()
      skipSpaces(text)
    }
    return properties
  }

  func apply(_ properties: Properties?, to event: inout YAMLEvent) {
    guard let properties else { return }
    event.span.start = properties.start
    event.properties = properties.event
    if properties.tag != nil { event.isQuoted = false }
  }

  /// An alias and its name.
  mutating func alias(_ text: Span<UInt8>) throws(OutsideSubset) -> YAMLEvent {
    let start = place()
    offset += 1
    let name = try word(text)
    guard isBlank(text, at: offset) || isInFlow && endsFlowItem(text[offset]) else {
      throw OutsideSubset()
    }
    var event = YAMLEvent(kind: .alias, span: TextSpan(start: start, end: place()))
    event.properties = YAMLEvent.Properties(tag: nil, anchor: name)
    return event
  }

  /// Whether the innermost collection is a flow collection.
  var isInFlow: Bool {
    frames.last?.kind == .flowSequence || frames.last?.kind == .flowMapping
  }

  /// Whether a byte is a comma or a closing bracket.
  func endsFlowItem(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }

  /// The letters, digits, underscores and hyphens that libyaml takes for an anchor's name.
  mutating func word(_ text: Span<UInt8>) throws(OutsideSubset) -> String {
    let start = offset
    while offset < end, Self.isWordByte(text[offset]) { offset += 1 }
    guard offset > start else { throw OutsideSubset() }
    return String(decoding: source.bytes[start..<offset], as: UTF8.self)
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  // MARK: Events and places

  func event(_ kind: YAMLEvent.Kind, at place: TextPosition) -> YAMLEvent {
    YAMLEvent(kind: kind, span: TextSpan(start: place, end: place))
  }

  mutating func event(_ kind: YAMLEvent.Kind) -> YAMLEvent {
    event(kind, at: place())
  }

  /// The start of a collection.
  func begin(
    _ kind: YAMLEvent.Kind,
    _ style: NodeStyle,
    _ properties: Properties?,
    from start: TextPosition,
    to end: TextPosition
  ) -> YAMLEvent {
    var event = YAMLEvent(
      kind: kind,
      span: TextSpan(start: properties?.start ?? start, end: end)
    )
    event.style = style
    event.properties = properties?.event
    return event
  }

  /// A value that is not written.
  func empty(_ properties: Properties?) -> YAMLEvent {
    var event = event(.scalar, at: indicatorEnd)
    apply(properties, to: &event)
    return event
  }

  /// The current place.
  mutating func place() -> TextPosition { place(of: offset) }

  /// A place in the current line.
  mutating func place(of offset: Int) -> TextPosition {
    guard !source.isASCII else {
      return TextPosition(line: line, column: offset - lineStart + 1)
    }
    if counted.lineStart != lineStart || counted.offset > offset {
      counted = (lineStart, lineStart, 0)
    }
    for byte in source.bytes[counted.offset..<offset] where byte & 0xC0 == 0x80 {
      counted.surplus += 1
    }
    counted.offset = offset
    return TextPosition(line: line, column: offset - lineStart - counted.surplus + 1)
  }

  /// The end of the text, which libyaml moves to the start of a line.
  mutating func endOfStream() -> TextPosition {
    offset == lineStart
      ? place() : TextPosition(line: line + 1, column: 1)
  }
}
