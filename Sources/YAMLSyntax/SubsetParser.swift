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
  var indicatorEnd: TextPosition
  /// Characters of a line that are longer than a byte are counted once: up to where, and the bytes too many.
  var counted = (lineStart: 0, offset: 0, surplus: 0)

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
  /// - Throws: That the text goes on outside the subset; no event follows.
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
      skipSpaces(text)
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
    return begin(.mappingStart, .block, properties, from: start, to: start)
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
    return begin(.sequenceStart, .block, properties, from: start, to: end)
  }

  mutating func push(_ kind: Frame.Kind, indent: Int) throws(OutsideSubset) {
    guard frames.count < Self.depthLimit else { throw OutsideSubset() }
    frames.append(Frame(kind: kind, indent: indent))
  }
}
