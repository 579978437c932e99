/// A comment: from its `#` to the end of the line.
package struct Comment: Sendable {
  /// Where it is written.
  package let span: TextSpan
  /// Its text, the `#` included.
  package let text: String
  /// Whether only white space precedes it on its line.
  package let isOwnLine: Bool
}

extension NodeTree {
  /// The comments of a file, in order.
  ///
  /// Libyaml drops them: what looks like one and lies in no scalar is one.
  package func comments(in file: FileID) -> [Comment] {
    let source = self.file(file)
    guard source.bytes.contains(UInt8(ascii: "#")) else { return [] }
    let scalars = scalarSpans(in: file)
    var comments: [Comment] = []
    var next = 0
    for number in 1...max(source.lineCount, 1) {
      let line = source.line(number)
      guard line.contains(UInt8(ascii: "#")) else { continue }
      var column = 0
      var previous: UInt8 = 0x20
      for index in line.indices {
        let byte = line[index]
        guard byte & 0xC0 != 0x80 else { continue }
        column += 1
        defer { previous = byte }
        guard byte == UInt8(ascii: "#"), previous == 0x20 || previous == 0x09 else { continue }
        let position = TextPosition(line: number, column: column)
        while next < scalars.count, scalars[next].end <= position { next += 1 }
        if next < scalars.count, scalars[next].contains(position) { continue }
        comments.append(comment(line, from: index, at: position))
        break
      }
    }
    return comments
  }

  private func comment(
    _ line: ArraySlice<UInt8>,
    from start: Int,
    at position: TextPosition
  ) -> Comment {
    let text = String(decoding: line[start...], as: UTF8.self)
    let end = TextPosition(
      line: Int(position.line),
      column: Int(position.column) + text.unicodeScalars.count
    )
    return Comment(
      span: TextSpan(start: position, end: end),
      text: text,
      isOwnLine: line[..<start].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    )
  }

  /// Where a file's scalars hold text, in order.
  ///
  /// A block scalar's header line is not part of its text.
  private func scalarSpans(in file: FileID) -> [TextSpan] {
    var spans: [TextSpan] = []
    for index in 0..<nodeCount {
      let node = self[NodeID(index)]
      guard node.location.file == file, node.kind.isScalar else { continue }
      var span = node.location.span
      if node.style == .literal || node.style == .folded {
        span.start = TextPosition(line: Int(span.start.line) + 1, column: 1)
      }
      if span.start < span.end { spans.append(span) }
    }
    spans.sort { $0.start < $1.start }
    return spans
  }
}
