extension NodeTree {
  /// Where a part of a scalar's text is in its file.
  ///
  /// Escapes, folding and indentation move the text about, so the part is counted: the third
  /// `$NAME` of the text is the third one in the file.
  ///
  /// - Parameters:
  ///   - range: The part, in bytes of `text(node)`.
  ///   - node: The scalar.
  /// - Returns: Its place; the whole scalar's when its own is not known.
  package func location(of range: Range<Int>, in node: NodeID) -> Location {
    let whole = location(node)
    let text = text(node)
    let range =
      text.startIndex + range.lowerBound..<min(text.endIndex, text.startIndex + range.upperBound)
    let source = file(whole.file)
    let start = source.offset(of: whole.span.start)
    let written = source.bytes[start..<max(start, source.offset(of: whole.span.end))]
    for part in [text[range], text[range].prefix { !Self.mayBeEscaped.contains($0) }] {
      guard let place = Self.place(of: part, in: text, as: written) else { continue }
      return Location(
        file: whole.file,
        span: TextSpan(
          start: source.position(of: place),
          end: source.position(of: place + part.count)
        )
      )
    }
    return whole
  }

  private static let mayBeEscaped: Set<UInt8> = Set("\n\t \"'\\:-".utf8)

  /// The place of a part in the written form of a text.
  private static func place(
    of part: ArraySlice<UInt8>,
    in text: ArraySlice<UInt8>,
    as written: ArraySlice<UInt8>
  ) -> Int? {
    let inText = places(of: part, in: text)
    let inFile = places(of: part, in: written)
    guard inText.count == inFile.count, let number = inText.firstIndex(of: part.startIndex) else {
      return nil
    }
    return inFile[number]
  }

  private static func places(of part: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> [Int] {
    guard let first = part.first, text.count >= part.count else { return [] }
    var places: [Int] = []
    for start in text.startIndex...(text.endIndex - part.count)
    where text[start] == first && text[start..<start + part.count].elementsEqual(part) {
      places.append(start)
    }
    return places
  }
}
