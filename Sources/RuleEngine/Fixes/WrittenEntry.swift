import Findings
import YAMLSyntax

/// An entry of a mapping that is wholly written in one place, so that it can be removed or get a
/// neighbor.
struct WrittenEntry {
  private let mapping: NodeID
  private let tree: NodeTree
  private let source: SourceText
  private let path: String
  /// From its key to the end of its value, as offsets.
  private let range: Range<Int>
  private let column: Int
  private let isFlow: Bool

  /// The entry that has a node as its value; nil when key and value are not on one line of one file,
  /// as with an alias, or when the value has an anchor that others may name.
  ///
  /// - Parameters:
  ///   - value: The node.
  ///   - ancestor: A mapping that holds the entry at any depth.
  ///   - tree: The tree of both.
  init?(_ value: NodeID, below ancestor: NodeID?, _ tree: NodeTree) {
    var visited: Set<NodeID> = []
    guard let ancestor,
      let (mapping, key) = Self.entry(of: value, in: ancestor, tree, &visited)
    else { return nil }
    let (outer, start, end) = (tree.location(mapping), tree.location(key), tree.location(value))
    let source = tree.file(start.file)
    guard outer.file == start.file, start.file == end.file, outer.span.contains(start.span.start),
      start.span.start.line == end.span.end.line,
      source.offset(of: start.span.end) < source.offset(of: end.span.start),
      !source.text(in: end.span).hasPrefix("&")
    else { return nil }
    (self.mapping, self.tree, self.source) = (mapping, tree, source)
    range = source.offset(of: start.span.start)..<source.offset(of: end.span.end)
    column = Int(start.span.start.column)
    path = source.path
    isFlow = source.bytes[source.offset(of: outer.span.start)] == UInt8(ascii: "{")
  }

  /// The mapping and the key of a value.
  private static func entry(
    of value: NodeID,
    in node: NodeID,
    _ tree: NodeTree,
    _ visited: inout Set<NodeID>
  ) -> (mapping: NodeID, key: NodeID)? {
    guard tree.kind(node) == .mapping, visited.insert(node).inserted else { return nil }
    let entries = tree.entries(node)
    if let entry = entries.first(where: { $0.value == value }) { return (node, entry.keyNode) }
    for child in entries {
      if let found = entry(of: value, in: child.value, tree, &visited) { return found }
    }
    return nil
  }

  /// Inserts another entry after it; nil when the mapping has that key already.
  func appending(_ text: String, unless key: String) -> TextEdit? {
    guard !tree.entries(mapping).contains(where: { tree.text($0.key) == key }) else { return nil }
    if isFlow { return edit(range.upperBound..<range.upperBound, ", \(text)") }
    // A comment on the line belongs to the entry.
    let end = source.line(line).endIndex
    return edit(end..<end, "\n" + String(repeating: " ", count: column - 1) + text)
  }

  /// Removes it; nil when nothing would be left of its mapping.
  var removal: TextEdit? {
    guard tree.entries(mapping).count > 1 else { return nil }
    return isFlow ? flowRemoval : blockRemoval
  }

  /// The entry's line.
  private var line: Int { Int(source.position(of: range.lowerBound).line) }

  private var flowRemoval: TextEdit? {
    let before = source.bytes[..<range.lowerBound].lastIndex { !Self.isBlank($0) }
    let after = source.bytes[range.upperBound...].firstIndex { !Self.isBlank($0) }
    guard let before, let after else { return nil }
    if source.bytes[before] == UInt8(ascii: ",") { return edit(before..<range.upperBound, "") }
    guard source.bytes[before] == UInt8(ascii: "{"), source.bytes[after] == UInt8(ascii: ",") else {
      return nil
    }
    let next = source.bytes[(after + 1)...].firstIndex { !Self.isBlank($0) } ?? after + 1
    // A comment after the comma stays on its line.
    let isComment = source.bytes[next] == UInt8(ascii: "#")
    return edit(range.lowerBound..<(isComment ? after + 1 : next), "")
  }

  private var blockRemoval: TextEdit? {
    let bytes = source.line(line)
    let rest = bytes[range.upperBound...].first { !Self.isBlank($0) }
    guard bytes[..<range.lowerBound].allSatisfy({ $0 == UInt8(ascii: " ") }),
      rest == nil || rest == UInt8(ascii: "#")
    else { return nil }
    if line < source.lineCount {
      return edit(bytes.startIndex..<source.start(ofLine: line + 1), "")
    }
    // The last line of a file without a line break at its end takes that of the line before.
    return edit(source.line(line - 1).endIndex..<bytes.endIndex, "")
  }

  private func edit(_ range: Range<Int>, _ text: String) -> TextEdit {
    let span = TextSpan(
      start: source.position(of: range.lowerBound),
      end: source.position(of: range.upperBound)
    )
    return TextEdit(place: FileLocation(path: path, span: span), text: text)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x0A, 0x0D].contains(byte)
  }
}
