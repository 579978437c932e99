internal import CLibYAML

/// libyaml's event stream over a part of a file.
///
/// The only code that touches C pointers.
///
/// libyaml allows 1,000 nested collections and reads with a buffer of its own, so neither
/// deep nor long input can overflow a stack here.
///
/// Its memory belongs to it alone, so it may go to another thread.
@safe
struct LibYAMLParser: ~Copyable, @unchecked Sendable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let source: SourceText
  private let range: Range<Int>
  /// Where the part starts, from 0, in the file.
  private let firstLine: Int
  private let firstColumn: Int
  /// Whether libyaml counts the byte order mark as the first column.
  let countsMark: Bool
  /// Follows libyaml's marks through files whose lines it counts differently.
  private var cursor: CharacterCursor

  /// Starts reading a part of a file.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - range: The byte range to read; a byte order mark at its start is skipped.
  ///   - keepsMark: Whether libyaml sees the mark, as it does when the encoding is already known:
  ///     the first line then begins in its second column.
  init(_ source: SourceText, range: Range<Int>, keepsMark: Bool = false) {
    // Local: swiftc 6.3.1 frees the source twice when an initializer reads its own properties.
    let countsMark = keepsMark && range.lowerBound == 0 && source.markLength > 0
    let start = range.lowerBound == 0 && !countsMark ? source.markLength : range.lowerBound
    let range = start..<max(start, range.upperBound)
    self.countsMark = countsMark
    self.source = source
    self.range = range
    let position = source.position(of: start)
    firstLine = Int(position.line) - 1
    firstColumn = Int(position.column) - (countsMark ? 2 : 1)
    cursor = CharacterCursor(offset: start, position: position)
    unsafe input = .allocate(capacity: range.count)
    _ = unsafe input.initialize(from: source.bytes[range])
    unsafe parser = .allocate(capacity: 1)
    unsafe yaml_parser_initialize(parser)
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event.
  ///
  /// - Parameter pool: Where the text of a scalar is appended.
  /// - Returns: The event.
  /// - Throws: A text that libyaml rejects, with its place.
  mutating func next(appendingTextTo pool: inout [UInt8]) throws(YAMLSyntaxError) -> YAMLEvent {
    var raw = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw syntaxError() }
    defer { unsafe yaml_event_delete(&raw) }
    let span = TextSpan(
      start: unsafe position(raw.start_mark),
      end: unsafe position(raw.end_mark)
    )
    switch unsafe raw.type {
    case YAML_SCALAR_EVENT:
      var event = YAMLEvent(kind: .scalar, span: span)
      let scalar = unsafe raw.data.scalar
      event.style = unsafe NodeStyle(scalar.style)
      let start = pool.count
      unsafe pool.append(
        contentsOf: UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      )
      event.text = start..<pool.count
      event.isQuoted = unsafe scalar.quoted_implicit == 1
      event.properties = unsafe Self.properties(scalar.tag, scalar.anchor)
      return event
    case YAML_MAPPING_START_EVENT:
      var event = YAMLEvent(kind: .mappingStart, span: span)
      event.style = unsafe raw.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block
      let start = unsafe raw.data.mapping_start
      event.properties = unsafe Self.properties(start.tag, start.anchor)
      return event
    case YAML_SEQUENCE_START_EVENT:
      var event = YAMLEvent(kind: .sequenceStart, span: span)
      event.style =
        unsafe raw.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block
      let start = unsafe raw.data.sequence_start
      event.properties = unsafe Self.properties(start.tag, start.anchor)
      return event
    case YAML_ALIAS_EVENT:
      var event = YAMLEvent(kind: .alias, span: span)
      event.properties = unsafe Self.properties(nil, raw.data.alias.anchor)
      return event
    case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, span: span)
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, span: span)
    case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, span: span)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, span: span)
    case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, span: span)
    default: return YAMLEvent(kind: .streamEnd, span: span)
    }
  }

  /// A mark of libyaml, which counts from the start of the part, as a position in the file.
  private mutating func position(_ mark: yaml_mark_t) -> TextPosition {
    if source.hasUnusualBreaks {
      return cursor.move(to: Int(mark.index), in: source)
    }
    let line = Int(mark.line)
    let column = max(0, Int(mark.column) + (line == 0 ? firstColumn : 0))
    return TextPosition(line: firstLine + line + 1, column: column + 1)
  }

  private mutating func syntaxError() -> YAMLSyntaxError {
    let problem = unsafe Self.string(parser.pointee.problem) ?? "could not be read"
    if unsafe parser.pointee.error == YAML_READER_ERROR {
      // The reader fails before there is a mark; it knows a byte offset instead.
      let offset = unsafe range.lowerBound + Int(parser.pointee.problem_offset)
      let place = source.position(of: min(offset, range.upperBound))
      return YAMLSyntaxError(
        position: place,
        problem: problem,
        context: nil,
        contextPosition: nil,
        documentLine: 1,
        documentColumn: 1
      )
    }
    let mark = unsafe parser.pointee.problem_mark
    let context = unsafe Self.string(parser.pointee.context)
    // Psych words the place of the context, and of the start when there is none.
    let contextMark = unsafe parser.pointee.context_mark
    // At the end of the text libyaml moves to a line that no editor has.
    let place = min(position(mark), source.end)
    return YAMLSyntaxError(
      position: place,
      problem: problem,
      context: context,
      contextPosition: context == nil ? nil : unsafe position(parser.pointee.context_mark),
      documentLine: Int(contextMark.line) + 1,
      documentColumn: Int(contextMark.column) + 1
    )
  }

  private static func properties(
    _ tag: UnsafeMutablePointer<UInt8>?,
    _ anchor: UnsafeMutablePointer<UInt8>?
  ) -> YAMLEvent.Properties? {
    if unsafe tag == nil && anchor == nil { return nil }
    return unsafe YAMLEvent.Properties(tag: string(tag), anchor: string(anchor))
  }

  private static func string(_ pointer: UnsafePointer<CChar>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
  }

  private static func string(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
  }
}

extension NodeStyle {
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}
