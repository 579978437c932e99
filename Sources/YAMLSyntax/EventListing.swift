/// Lists libyaml's events of a file as lines of text, for comparison with other programs that use
/// libyaml.
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
    var parser = LibYAMLParser(source, range: 0..<source.bytes.count)
    var pool: [UInt8] = []
    var lines: [String] = []
    do throws(YAMLSyntaxError) {
      while true {
        let event = try parser.next(appendingTextTo: &pool)
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
