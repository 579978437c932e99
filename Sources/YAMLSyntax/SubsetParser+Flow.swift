extension SubsetParser {
  /// Begins a flow collection at its bracket.
  mutating func beginFlow(
    _ text: Span<UInt8>,
    _ properties: Properties?
  ) throws(OutsideSubset) -> YAMLEvent {
    if !isInFlow { try refuseCollectionsAsKeys(text) }
    let isMapping = text[offset] == UInt8(ascii: "{")
    let start = place()
    offset += 1
    let event = begin(
      isMapping ? .mappingStart : .sequenceStart,
      .flow,
      properties,
      from: start,
      to: place()
    )
    try push(isMapping ? .flowMapping : .flowSequence, indent: 0)
    expectation = .firstFlowEntry
    return event
  }

  /// The next key or item of a flow collection, or its end.
  mutating func flowEntry(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> YAMLEvent {
    guard let frame = frames.last else { throw OutsideSubset() }
    let isMapping = frame.kind == .flowMapping
    let closing = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
    try skipToFlowToken(text)
    if expectation == .nextFlowEntry, text[offset] != closing {
      guard text[offset] == UInt8(ascii: ",") else { throw OutsideSubset() }
      offset += 1
      try skipToFlowToken(text)
    }
    if text[offset] == closing { return endFlow(isMapping: isMapping) }
    guard isMapping else { return try flowNode(text, &pool) }
    let key = try flowScalar(text, &pool)
    try skipColon(text, after: key)
    expectation = .flowValue
    return key
  }

  /// The value after the colon of a flow mapping.
  mutating func flowValue(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> YAMLEvent {
    try skipToFlowToken(text)
    return try flowNode(text, &pool)
  }

  private mutating func endFlow(isMapping: Bool) -> YAMLEvent {
    let start = place()
    offset += 1
    frames.removeLast()
    expectNext()
    closedLine = line
    return YAMLEvent(
      kind: isMapping ? .mappingEnd : .sequenceEnd,
      span: TextSpan(start: start, end: place())
    )
  }

  /// Expects the next entry of the innermost collection.
  private mutating func expectNext() {
    switch frames.last?.kind {
    case .flowMapping, .flowSequence: expectation = .nextFlowEntry
    default: expectation = .entry
    }
  }

  /// An item or value, which is written.
  private mutating func flowNode(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> YAMLEvent {
    var properties: Properties?
    if text[offset] == UInt8(ascii: "&") || text[offset] == UInt8(ascii: "!") {
      properties = try readProperties(text)
      try skipToFlowToken(text)
    }
    switch text[offset] {
    case UInt8(ascii: "["), UInt8(ascii: "{"): return try beginFlow(text, properties)
    case UInt8(ascii: "*"):
      guard properties == nil else { throw OutsideSubset() }
      let alias = try alias(text)
      try endFlowNode(text)
      return alias
    default:
      var scalar = try flowScalar(text, &pool)
      apply(properties, to: &scalar)
      try endFlowNode(text)
      return scalar
    }
  }

  /// Makes sure that an item or value is complete: neither the key of a pair nor continued in another line.
  private mutating func endFlowNode(_ text: Span<UInt8>) throws(OutsideSubset) {
    try skipToFlowToken(text)
    guard endsFlowItem(text[offset]) else { throw OutsideSubset() }
    expectNext()
  }

  /// Leaves lines to libyaml in which a collection may be a key.
  ///
  /// Such a key begins a mapping before itself, and something other than the next item or an end comes
  /// after its closing bracket.
  private func refuseCollectionsAsKeys(_ text: Span<UInt8>) throws(OutsideSubset) {
    let lineEnd = lineEnd()
    // The last byte that is not a space.
    var last = UInt8(ascii: ",")
    var place = offset
    while place < lineEnd {
      let byte = text[place]
      place += 1
      let isAfterSpace = place > 1 && text[place - 2] == UInt8(ascii: " ")
      switch byte {
      case UInt8(ascii: " "): continue
      case UInt8(ascii: "#") where isAfterSpace: return
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        if last == UInt8(ascii: ":") ? isAfterSpace : opensFlowItem(last) {
          try skipQuotes(text, &place, upTo: lineEnd)
        }
      default: break
      }
      let isClosed = last == UInt8(ascii: "]") || last == UInt8(ascii: "}")
      if isClosed, !endsFlowItem(byte) { throw OutsideSubset() }
      last = byte
    }
  }

  private func opensFlowItem(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
  }

  private func skipQuotes(
    _ text: Span<UInt8>,
    _ place: inout Int,
    upTo lineEnd: Int
  ) throws(OutsideSubset) {
    let quote = text[place - 1]
    while place < lineEnd, text[place] != quote {
      place += text[place] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
    }
    guard place < lineEnd else { throw OutsideSubset() }
    place += 1
  }

  /// A scalar in one line, and the spaces after it.
  private mutating func flowScalar(
    _ text: Span<UInt8>,
    _ pool: inout [UInt8]
  ) throws(OutsideSubset) -> YAMLEvent {
    if text[offset] == UInt8(ascii: "'") || text[offset] == UInt8(ascii: "\"") {
      let startLine = line
      let scalar = try quotedScalar(text, &pool)
      guard line == startLine else { throw OutsideSubset() }
      skipSpaces(text)
      return scalar
    }
    guard startsFlowPlain(text) else { throw OutsideSubset() }
    var place = offset
    scan: while place < end {
      switch text[place] {
      case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
        UInt8(ascii: "}"), UInt8(ascii: "\n"):
        break scan
      case UInt8(ascii: ":"):
        if isBlank(text, at: place + 1) { break scan }
        guard !isFlowIndicator(text[place + 1]) else { throw OutsideSubset() }
      case UInt8(ascii: "#"):
        if text[place - 1] == UInt8(ascii: " ") { break scan }
      case UInt8(ascii: "\t"): throw OutsideSubset()
      default: break
      }
      place += 1
    }
    let textStart = pool.count
    let first = self.place()
    let last = endPlain(text, &pool, at: place)
    var event = YAMLEvent(kind: .scalar, span: TextSpan(start: first, end: last))
    event.text = textStart..<pool.count
    return event
  }

  private func startsFlowPlain(_ text: Span<UInt8>) -> Bool {
    switch text[offset] {
    case UInt8(ascii: "-"):
      !isBlank(text, at: offset + 1) && !isFlowIndicator(text[offset + 1])
    case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "#"), UInt8(ascii: "&"),
      UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"),
      UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"),
      UInt8(ascii: "`"):
      false
    default: !isFlowIndicator(text[offset])
    }
  }

  private func isFlowIndicator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"):
      true
    default: false
    }
  }

  /// Skips to a token of a flow collection, which cannot be the end of the text.
  private mutating func skipToFlowToken(_ text: Span<UInt8>) throws(OutsideSubset) {
    let startLine = line
    try skipToToken(text)
    guard offset < end, !isDocumentIndicator(text) else { throw OutsideSubset() }
    if line != startLine { try refuseCollectionsAsKeys(text) }
  }
}
