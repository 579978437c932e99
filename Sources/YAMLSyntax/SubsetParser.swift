/// The text is outside the part of YAML that `SubsetParser` reads.
struct OutsideSubset: Error {}

/// A parser of the part of YAML that nearly all pipelines are written in, with libyaml's events.
///
/// libyaml takes a third of the time of a check, most of it for copies of characters. This parser copies
/// only the texts of scalars. It decides nothing by itself: what it does not know (complex keys,
/// directives, tabs outside texts, pairs in lists, more documents, all mistakes) is outside of the subset,
/// and libyaml reads the file instead. Until then its events and their places are libyaml's; tests and a
/// fuzzer compare them.
///
/// Source: `scanner.c` and `parser.c` of libyaml 0.2.5 decide where tokens begin and end.
struct SubsetParser: ~Copyable {
  /// An open collection.
  struct Frame {
    enum Kind {
      case mapping
      case sequence
      /// A sequence whose dashes are in the column of the key before it.
      case indentlessSequence
      case flowMapping
      case flowSequence
    }

    let kind: Kind
    /// The column of its keys or dashes, from 0.
    let indent: Int
  }

  /// The next thing that is expected.
  enum Expectation {
    case stream
    case document
    case root
    /// The next key or dash of the innermost block collection, or its end.
    case entry
    /// The value after the colon of a block mapping.
    case value
    /// The value after a dash.
    case item
    /// The first key or item of a flow collection, or its end.
    case firstFlowEntry
    /// A comma, or the end of a flow collection.
    case nextFlowEntry
    /// The value after the colon of a flow mapping.
    case flowValue
    case streamEnd
    case nothing
  }

  /// The tag and the anchor before a node.
  struct Properties {
    var tag: String?
    var anchor: String?
    var start: TextPosition

    var event: YAMLEvent.Properties? { YAMLEvent.Properties(tag: tag, anchor: anchor) }
  }

  /// The depth to which collections are read here: more than a tree may have.
  private static let depthLimit = 128
  /// The length to which keys are read here; libyaml allows 1,024 characters.
  static let keyLimit = 1_000

  let source: SourceText
  let end: Int
  var offset: Int
  /// The line from 1, and where it starts.
  var line: Int
  var lineStart: Int
  var frames: [Frame] = []
  var expectation = Expectation.stream
  /// The line where the last node ended, after which nothing may follow on it; 0 when it ended before a line.
  var closedLine = 0
  /// The place after the last colon or dash, which is where a value is that is not written.
  private var indicatorEnd: TextPosition
  /// Characters of a line that are longer than a byte are counted once: up to where, and the bytes too many.
  private var counted = (lineStart: 0, offset: 0, surplus: 0)

  /// Starts reading a part of a file; nil when it is outside the subset from the start.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - range: The byte range to read.
  init?(_ source: SourceText, range: Range<Int>) {
    let start = source.position(of: range.lowerBound)
    guard source.isReadable, source.markLength == 0, start.column == 1 else { return nil }
    self.source = source
    offset = range.lowerBound
    end = range.upperBound
    line = Int(start.line)
    lineStart = range.lowerBound
    indicatorEnd = start
  }

  /// The next event.
  ///
  /// - Parameter pool: Where the text of a scalar is appended.
  /// - Returns: The event.
  /// - Throws: At something outside the subset; then there is no further event.
  mutating func next(appendingTextTo pool: inout [UInt8]) throws(OutsideSubset) -> YAMLEvent {
    let bytes = source.bytes
    let text = bytes.span
    switch expectation {
    case .stream:
      expectation = .document
      return event(.streamStart)
    case .document:
      try skipToToken(text)
      guard offset < end else {
        expectation = .nothing
        return event(.streamEnd, at: endOfStream())
      }
      guard !isDocumentIndicator(text) else { throw OutsideSubset() }
      expectation = .root
      return event(.documentStart)
    case .root:
      let event = try blockNode(text, &pool, parentIndent: -1)
      guard !frames.isEmpty else { throw OutsideSubset() }
      return event
    case .entry: return try entry(text, &pool)
    case .value, .item: return try valueOrItem(text, &pool)
    case .firstFlowEntry, .nextFlowEntry: return try flowEntry(text, &pool)
    case .flowValue: return try flowValue(text, &pool)
    case .streamEnd:
      expectation = .nothing
      return event(.streamEnd, at: endOfStream())
    case .nothing: throw OutsideSubset()
    }
  }

  // MARK: Block collections

  /// The next key, dash or end of a block collection.
  private mutating func entry(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> YAMLEvent {
    try skipToToken(text)
    guard line != closedLine || offset == end else { throw OutsideSubset() }
    guard let frame = frames.last else {
      guard offset == end else { throw OutsideSubset() }
      expectation = .streamEnd
      return event(.documentEnd, at: endOfStream())
    }
    let column = offset - lineStart
    if offset < end, column == frame.indent {
      if frame.kind == .mapping { return try nextKey(text, &pool) }
      if isIndicator(text, UInt8(ascii: "-")) {
        skipIndicator()
        return try valueOrItem(text, &pool)
      }
      guard frame.kind == .indentlessSequence else { throw OutsideSubset() }
    } else if offset < end, column > frame.indent {
      throw OutsideSubset()
    }
    frames.removeLast()
    // libyaml compares the column before it notices the end.
    let place = column < frame.indent || offset < end ? place() : endOfStream()
    return event(frame.kind == .mapping ? .mappingEnd : .sequenceEnd, at: place)
  }

  private mutating func nextKey(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> YAMLEvent {
    guard !isDocumentIndicator(text), !isIndicator(text, UInt8(ascii: "-")) else {
      throw OutsideSubset()
    }
    let key = try scalar(text, &pool, indent: 0)
    try skipColon(text, after: key)
    expectation = .value
    return key
  }

  /// The value after a colon or dash of the innermost collection.
  private mutating func valueOrItem(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> YAMLEvent {
    guard let frame = frames.last else { throw OutsideSubset() }
    return try blockNode(
      text,
      &pool,
      parentIndent: frame.indent,
      isValue: frame.kind == .mapping
    )
  }

  /// A node of a block collection, which may be empty.
  ///
  /// It is right of the collection's column, `parentIndent`, which is -1 for the root. A value
  /// after a colon (`isValue`) has no key on its line, and its dashes may be in the column of the key.
  private mutating func blockNode(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8],
    parentIndent: Int,
    isValue: Bool = false
  ) throws(OutsideSubset) -> YAMLEvent {
    var startLine = expectation == .root ? 0 : line
    try skipToToken(text)
    var properties: Properties?
    if offset < end, startsProperty(text[offset]),
      line == startLine || offset - lineStart > parentIndent
    {
      properties = try readProperties(text)
      startLine = line
      try skipToToken(text)
    }
    let isNewLine = line != startLine
    let column = offset - lineStart
    if offset == end || isNewLine && column <= parentIndent {
      expectation = .entry
      closedLine = 0
      if isValue, offset < end, column == parentIndent, isIndicator(text, UInt8(ascii: "-")) {
        guard !isDocumentIndicator(text) else { throw OutsideSubset() }
        return try beginSequence(.indentlessSequence, column, properties)
      }
      // libyaml does not ask for the column of a block scalar.
      let isBlockScalar = offset < end && column == parentIndent && startsBlockScalar(text[offset])
      guard !isBlockScalar else { throw OutsideSubset() }
      return empty(properties)
    }
    if isIndicator(text, UInt8(ascii: "-")) {
      guard isNewLine || !isValue && properties == nil else { throw OutsideSubset() }
      return try beginSequence(.sequence, column, properties)
    }
    expectation = .entry
    closedLine = line
    guard !isDocumentIndicator(text) else { throw OutsideSubset() }
    switch text[offset] {
    case UInt8(ascii: "["), UInt8(ascii: "{"): return try beginFlow(text, properties)
    case UInt8(ascii: "*"):
      guard properties == nil else { throw OutsideSubset() }
      let alias = try alias(text)
      while offset < end, text[offset] == UInt8(ascii: " ") { offset += 1 }
      guard isLineEnd(text) else { throw OutsideSubset() }
      return alias
    case let byte where startsBlockScalar(byte):
      var event = try blockScalar(text, &pool, parentIndent: parentIndent)
      apply(properties, to: &event)
      return event
    default: break
    }
    let mayBeKey = isNewLine || !isValue && properties == nil
    let start = offset
    let textStart = pool.count
    var scalar = try scalar(text, &pool, indent: parentIndent + 1)
    if offset < end, text[offset] == UInt8(ascii: ":") {
      guard mayBeKey else { throw OutsideSubset() }
      try skipColon(text, after: scalar)
      // The key is the next event.
      offset = start
      pool.removeSubrange(textStart...)
      return try beginMapping(column, properties)
    }
    guard isLineEnd(text) else { throw OutsideSubset() }
    apply(properties, to: &scalar)
    return scalar
  }

  /// Begins a block mapping before its first key.
  private mutating func beginMapping(
    _ column: Int,
    _ properties: Properties?
  ) throws(OutsideSubset) -> YAMLEvent {
    let start = place()
    try push(.mapping, indent: column)
    expectation = .entry
    closedLine = 0
    var event = YAMLEvent(
      kind: .mappingStart,
      span: TextSpan(start: properties?.start ?? start, end: start)
    )
    event.style = .block
    event.properties = properties?.event
    return event
  }

  /// Begins a block sequence at its first dash.
  private mutating func beginSequence(
    _ kind: Frame.Kind,
    _ column: Int,
    _ properties: Properties?
  ) throws(OutsideSubset) -> YAMLEvent {
    let start = place()
    skipIndicator()
    // libyaml takes the dash for the start when no indentation begins here.
    let end = kind == .sequence ? start : indicatorEnd
    try push(kind, indent: column)
    expectation = .item
    var event = YAMLEvent(
      kind: .sequenceStart,
      span: TextSpan(start: properties?.start ?? start, end: end)
    )
    event.style = .block
    event.properties = properties?.event
    return event
  }

  mutating func push(_ kind: Frame.Kind, indent: Int) throws(OutsideSubset) {
    guard frames.count < Self.depthLimit else { throw OutsideSubset() }
    frames.append(Frame(kind: kind, indent: indent))
  }

  // MARK: Small tokens

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
  private func isIndicator(_ text: Span<UInt8>, _ indicator: UInt8) -> Bool {
    text[offset] == indicator && isBlank(text, at: offset + 1)
  }

  private func startsBlockScalar(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "|") || byte == UInt8(ascii: ">")
  }

  /// Whether nothing but a comment follows in the line.
  private func isLineEnd(_ text: Span<UInt8>) -> Bool {
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

  private mutating func skipIndicator() {
    offset += 1
    indicatorEnd = place()
  }

  /// Skips the colon after a key.
  mutating func skipColon(
    _ text: Span<UInt8>,
    after key: borrowing YAMLEvent
  ) throws(OutsideSubset) {
    guard offset < end, isIndicator(text, UInt8(ascii: ":")), key.style != .literal,
      key.style != .folded, Int(key.span.start.line) == line, offset - lineStart < Self.keyLimit
    else { throw OutsideSubset() }
    skipIndicator()
  }

  private func startsProperty(_ byte: UInt8) -> Bool {
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
      while offset < end, text[offset] == UInt8(ascii: " ") { offset += 1 }
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
  private mutating func word(_ text: Span<UInt8>) throws(OutsideSubset) -> String {
    let start = offset
    while offset < end, Self.isWordByte(text[offset]) { offset += 1 }
    guard offset > start else { throw OutsideSubset() }
    return String(decoding: source.bytes[start..<offset], as: UTF8.self)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  // MARK: Events and places

  private func event(_ kind: YAMLEvent.Kind, at place: TextPosition) -> YAMLEvent {
    YAMLEvent(kind: kind, span: TextSpan(start: place, end: place))
  }

  private mutating func event(_ kind: YAMLEvent.Kind) -> YAMLEvent {
    event(kind, at: place())
  }

  /// A value that is not written.
  private func empty(_ properties: Properties?) -> YAMLEvent {
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
  private mutating func endOfStream() -> TextPosition {
    offset == lineStart
      ? place() : TextPosition(line: line + 1, column: 1)
  }
}
