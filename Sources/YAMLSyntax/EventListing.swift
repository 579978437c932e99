/// Lists the events of a file, which are libyaml's, as lines of text, for comparison with libyaml and with
/// other programs that use it.
package enum EventListing {
  /// Lists the events of a whole file, and why it ends when it is not valid YAML.
  ///
  /// A line holds the event, its place, and what it has of style, tag, anchor and text, by tabs:
  /// `scalar`, `3:1-3:4`, `style=plain`, `anchor=a`, `text=one\ntwo`. Lines and columns count from 1.
  ///
  /// - Parameter source: The file.
  /// - Returns: The lines; the last one is `error`, its place and libyaml's words if it is not
  ///   valid YAML.
  package static func lines(of source: SourceText) -> [String] {
    var reader = EventReader(source, range: 0..<source.bytes.count)
    return lines { pool throws(YAMLSyntaxError) in try reader.next(appendingTextTo: &pool) }
  }

  /// Compares the events of a whole file with those that libyaml finds in it.
  ///
  /// `SubsetParser` looks less far ahead than libyaml, so there may be more events before a mistake.
  ///
  /// - Parameter source: The file.
  /// - Returns: The first line that differs, as both list it; nil when none does.
  package static func difference(
    in source: SourceText
  ) -> (line: Int, read: String, libYAML: String)? {
    var parser = LibYAMLParser(source, range: 0..<source.bytes.count)
    let libYAML = lines { pool throws(YAMLSyntaxError) in try parser.next(appendingTextTo: &pool) }
    let read = lines(of: source)
    guard let place = zip(read, libYAML).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
      return nil
    }
    let isMistake = place == libYAML.count - 1 && libYAML[place].hasPrefix("error")
    if isMistake, read.last == libYAML.last { return nil }
    return (place + 1, read[place], libYAML[place])
  }

  private static func lines(
    _ next: (inout [UInt8]) throws(YAMLSyntaxError) -> YAMLEvent
  ) -> [String] {
    var pool: [UInt8] = []
    var lines: [String] = []
    do throws(YAMLSyntaxError) {
      while true {
        let event = try next(&pool)
        lines.append(line(event, pool))
        if event.kind == .streamEnd { return lines }
      }
    } catch {
      lines.append("error\t\(place(error.position))\t\(error.problem)")
      return lines
    }
  }

  private static func line(_ event: YAMLEvent, _ pool: [UInt8]) -> String {
    var parts = ["\(event.kind)", "\(place(event.span.start))-\(place(event.span.end))"]
    switch event.kind {
    case .scalar, .sequenceStart, .mappingStart: parts.append("style=\(event.style)")
    default: break
    }
    if let tag = event.properties?.tag { parts.append("tag=\(tag)") }
    if let anchor = event.properties?.anchor { parts.append("anchor=\(anchor)") }
    if event.kind == .scalar { parts.append("text=\(escaped(pool[event.text]))") }
    return parts.joined(separator: "\t")
  }

  private static func place(_ position: TextPosition) -> String {
    "\(position.line):\(position.column)"
  }

  /// A text on one line.
  private static func escaped(_ text: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    for byte in text {
      switch byte {
      case UInt8(ascii: "\\"): result += Array("\\\\".utf8)
      case UInt8(ascii: "\n"): result += Array("\\n".utf8)
      case UInt8(ascii: "\r"): result += Array("\\r".utf8)
      case UInt8(ascii: "\t"): result += Array("\\t".utf8)
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
