/// The events of a part of a file, as libyaml finds them.
///
/// `SubsetParser` finds them as long as it understands the text. Where it does not, libyaml reads the text
/// from its start, and the events that are known already are left out.
struct EventSource: ~Copyable, Sendable {
  /// Whether libyaml counts the byte order mark as the first column.
  let countsMark: Bool
  private let source: SourceText
  private let range: Range<Int>
  /// The parser of usual text, until it finds something else.
  private var subset: SubsetParser?
  /// The number of events that `subset` has found.
  private var known = 0
  private var libYAML: LibYAMLParser?

  /// Starts reading a part of a file, as `LibYAMLParser` does.
  init(_ source: SourceText, range: Range<Int>, keepsMark: Bool = false) {
    self.source = source
    self.range = range
    subset = SubsetParser(source, range: range)
    guard subset == nil else {
      countsMark = false
      return
    }
    let parser = LibYAMLParser(source, range: range, keepsMark: keepsMark)
    countsMark = parser.countsMark
    libYAML = consume parser
  }

  /// The next event.
  ///
  /// - Parameter pool: Where the text of a scalar is appended.
  /// - Returns: The event.
  /// - Throws: A text that libyaml rejects, with its place.
  mutating func next(appendingTextTo pool: inout [UInt8]) throws(YAMLSyntaxError) -> YAMLEvent {
    let start = pool.count
    do throws(OutsideSubset) {
      if let event = try subset?.next(appendingTextTo: &pool) {
        known += 1
        return event
      }
    } catch {
      subset = nil
      pool.removeSubrange(start...)
      libYAML = LibYAMLParser(source, range: range)
      for _ in 0..<known {
        _ = try libYAML?.next(appendingTextTo: &pool)
        pool.removeSubrange(start...)
      }
    }
    guard let event = try libYAML?.next(appendingTextTo: &pool) else {
      preconditionFailure("one of the parsers is there")
    }
    return event
  }
}
