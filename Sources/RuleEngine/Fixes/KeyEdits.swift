import Findings
import YAMLSyntax

extension TextEdit {
  /// Replaces the text of a scalar, whose anchor stays.
  ///
  /// - Parameters:
  ///   - scalar: The scalar.
  ///   - text: Its new text.
  ///   - style: Its style; nil for the present one.
  ///   - tree: The tree that holds it.
  /// - Returns: The edit.
  static func replacing(
    _ scalar: NodeID,
    with text: String,
    like style: NodeStyle? = nil,
    _ tree: NodeTree
  ) -> Self {
    let location = tree.location(scalar)
    let written = tree.file(location.file).text(in: location.span)
    // libyaml's scalars begin with their anchor and tag.
    let properties = written.split(whereSeparator: \.isWhitespace).prefix {
      $0.hasPrefix("&") || $0.hasPrefix("!")
    }
    let anchor = properties.first { $0.hasPrefix("&") }.map { "\($0) " } ?? ""
    return Self(
      place: FileLocation(location, in: tree),
      text: anchor + ScalarText.write(text, like: style ?? tree[scalar].style)
    )
  }

  /// Inserts an entry before a mapping's others.
  ///
  /// - Parameters:
  ///   - entry: The text, such as `token: $AZURE_JWT`.
  ///   - mapping: The mapping.
  ///   - tree: The tree that holds it.
  /// - Returns: The edit; nil when the mapping has no entry of its own that it can precede.
  static func inserting(_ entry: String, _ mapping: NodeID, _ tree: NodeTree) -> Self? {
    let location = tree.location(mapping)
    let source = tree.file(location.file)
    let hasOwn = tree.entries(mapping).contains {
      tree.location($0.keyNode).file == location.file
        && location.span.contains(tree.location($0.keyNode).span.start)
    }
    let offset = source.offset(of: location.span.start)
    guard hasOwn, tree.kind(mapping) == .mapping, offset < source.bytes.count else { return nil }
    var start = location.span.start
    var text = "\(entry)\n" + String(repeating: " ", count: Int(start.column) - 1)
    if source.bytes[offset] == UInt8(ascii: "{") {
      start = source.position(of: offset + 1)
      text = "\(entry), "
    } else if source.bytes[offset] == UInt8(ascii: "&") || source.bytes[offset] == UInt8(ascii: "!")
    {
      // After an anchor or a tag, the first key has a line of its own.
      return nil
    } else {
      let first = firstLine(of: Int(start.line), indent: Int(start.column) - 1, source)
      if first < Int(start.line) {
        text = String(repeating: " ", count: Int(start.column) - 1) + "\(entry)\n"
        start = TextPosition(line: first, column: 1)
      }
    }
    return Self(
      place: FileLocation(path: source.path, span: TextSpan(start: start, end: start)),
      text: text
    )
  }

  /// The first line of the comments directly above an entry, or its own line.
  private static func firstLine(of line: Int, indent: Int, _ source: SourceText) -> Int {
    guard source.line(line).prefix(indent).allSatisfy({ $0 == 0x20 }) else { return line }
    var first = line
    // Deeper indentation may be the text of a block scalar.
    while source.line(first - 1).prefix(indent + 1).first(where: { $0 != 0x20 })
      == UInt8(ascii: "#")
    {
      first -= 1
    }
    return first
  }

  /// Moves the lines of an entry and its comments before its mapping's first entry.
  ///
  /// - Parameters:
  ///   - key: The entry's key.
  ///   - first: The key of the mapping's first entry.
  ///   - tree: The tree that holds them.
  /// - Returns: Both edits; nil when the entries have no lines of their own.
  static func moving(_ key: NodeID, before first: NodeID, _ tree: NodeTree) -> [Self]? {
    let (from, to) = (tree.location(key), tree.location(first))
    guard from.file == to.file, from.span.start.line > to.span.start.line,
      from.span.start.column == to.span.start.column
    else { return nil }
    let source = tree.file(from.file)
    let line = Int(from.span.start.line)
    let indent = Int(from.span.start.column) - 1
    let isIndented = { (number: UInt32) in
      source.line(Int(number)).prefix(indent).allSatisfy { $0 == 0x20 }
    }
    guard isIndented(from.span.start.line), isIndented(to.span.start.line),
      isWhole(source, line, behind: source.offset(of: from.span.end), indent)
    else { return nil }
    let between = source.offset(of: to.span.start)..<source.offset(of: from.span.start)
    guard !definesAnchor(source.bytes[between]) else { return nil }
    let path = source.path
    let start = firstLine(of: line, indent: indent, source)
    let text = source.bytes[source.line(start).startIndex..<source.line(line).endIndex]
    let end = TextPosition(line: line + 1, column: 1)
    let isLast = line == source.lineCount && source.bytes.last != UInt8(ascii: "\n")
    // The last line of a file without a line break at its end takes that of the line before.
    let removed =
      isLast
      ? TextSpan(
        start: source.position(of: source.line(start - 1).endIndex),
        end: source.position(of: text.endIndex)
      ) : TextSpan(start: TextPosition(line: start, column: 1), end: end)
    let target = TextPosition(
      line: firstLine(of: Int(to.span.start.line), indent: indent, source),
      column: 1
    )
    return [
      Self(
        place: FileLocation(path: path, span: TextSpan(start: target, end: target)),
        text: String(decoding: text, as: UTF8.self) + "\n"
      ),
      Self(place: FileLocation(path: path, span: removed), text: ""),
    ]
  }

  /// Whether a text has what looks like an anchor: an alias must not precede its own.
  private static func definesAnchor(_ bytes: ArraySlice<UInt8>) -> Bool {
    zip(bytes, bytes.dropFirst()).contains {
      $0 == UInt8(ascii: "&") && $1 > 0x20 && $1 != UInt8(ascii: "&")
    }
  }

  /// Whether an entry's whole value is on its line: an alias, or a list of aliases.
  private static func isWhole(
    _ source: SourceText,
    _ line: Int,
    behind key: Int,
    _ indent: Int
  ) -> Bool {
    let value = source.line(line)[key...].drop { $0 == UInt8(ascii: ":") || $0 == 0x20 }
    guard value.first == UInt8(ascii: "*") || value.first == UInt8(ascii: "[") else { return false }
    let isClosed =
      value.count { $0 == UInt8(ascii: "[") } == value.count { $0 == UInt8(ascii: "]") }
    return isClosed && source.line(line + 1).prefix(indent + 1).contains { $0 != 0x20 }
      || isClosed && (line >= source.lineCount || source.line(line + 1).isEmpty)
  }
}
