import Files

/// The events of a part of a file, one after the other.
///
/// Another core finds the events of a large file ahead once it is there. The events are the same either
/// way.
struct EventReader: ~Copyable {
  /// The size in bytes from which another core is asked: of less it would find nothing left to do.
  private static let largeText = 65_536

  /// Whether libyaml counts the byte order mark as the first column.
  let countsMark: Bool
  /// The events of a small text.
  private var events: EventSource?
  /// The events of a large text.
  private let ahead: EventsAhead?
  private var chunk = EventChunk()
  /// The place of the next event in `chunk`.
  private var place = 0
  /// Where the texts of `chunk` begin in the pool.
  private var textStart = 0

  /// Starts reading a part of a file, as `LibYAMLParser` does.
  init(_ source: SourceText, range: Range<Int>, keepsMark: Bool = false) {
    let events = EventSource(source, range: range, keepsMark: keepsMark)
    countsMark = events.countsMark
    if range.count < Self.largeText {
      self.events = consume events
      ahead = nil
    } else {
      self.events = nil
      let ahead = EventsAhead(consume events)
      self.ahead = ahead
      Cores.start { ahead.work() }
    }
  }

  deinit { ahead?.abandon() }

  /// The next event.
  ///
  /// - Parameter pool: Where the text of a scalar is appended, with those of some events after it.
  /// - Returns: The event.
  /// - Throws: A text that libyaml rejects, with its place.
  mutating func next(appendingTextTo pool: inout [UInt8]) throws(YAMLSyntaxError) -> YAMLEvent {
    guard let ahead else {
      guard let event = try events?.next(appendingTextTo: &pool) else {
        preconditionFailure("a small text is read here")
      }
      return event
    }
    while place == chunk.events.count {
      if let error = chunk.error { throw error }
      chunk = ahead.next()
      place = 0
      textStart = pool.count
      pool.append(contentsOf: chunk.text)
    }
    var event = chunk.events[place]
    place += 1
    event.text = event.text.lowerBound + textStart..<event.text.upperBound + textStart
    return event
  }
}
