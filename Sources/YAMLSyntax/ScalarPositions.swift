extension NodeTree {
  /// Where in the file a place inside a scalar's text stands.
  ///
  /// - Parameters:
  ///   - line: The line in the text that the scalar stands for, from 1.
  ///   - column: The column in that line in Unicode scalars, from 1.
  ///   - node: The scalar.
  /// - Returns: The position; exact but for escapes in double quotes.
  package func position(line: Int, column: Int, in node: NodeID) -> TextPosition {
    let location = location(node)
    let source = file(location.file)
    var characters: [(scalar: Unicode.Scalar, position: TextPosition)] = []
    switch self[node].style {
    case .literal: characters = blockCharacters(location.span, source, isFolded: false)
    case .folded: characters = blockCharacters(location.span, source, isFolded: true)
    default: characters = flowCharacters(location.span, source, self[node].style)
    }
    var place = (line: 1, column: 1)
    for character in characters {
      if place.line == line, place.column == column { return character.position }
      if character.scalar == "\n" {
        place = (place.line + 1, 1)
      } else {
        place.column += 1
      }
    }
    return characters.last?.position ?? location.span.start
  }

  private typealias Characters = [(scalar: Unicode.Scalar, position: TextPosition)]

  private func scalars(_ source: SourceText, _ number: Int, from column: Int) -> Characters {
    let line = String(decoding: source.line(number), as: UTF8.self).unicodeScalars
    return line.enumerated().dropFirst(column - 1).map { index, scalar in
      (scalar, TextPosition(line: number, column: index + 1))
    }
  }

  private func blockCharacters(
    _ span: TextSpan,
    _ source: SourceText,
    isFolded: Bool
  ) -> Characters {
    var result: Characters = []
    let first = Int(span.start.line) + 1
    guard first <= source.lineCount else { return [] }
    let indent = source.line(first).prefix { $0 == 0x20 }.count
    let last = Int(span.end.column) > 1 ? Int(span.end.line) : Int(span.end.line) - 1
    for number in first...max(first, last) {
      let characters = scalars(source, number, from: indent + 1)
      let next = source.line(number + 1).dropFirst(indent)
      let keeps =
        characters.isEmpty || next.isEmpty || next.first == 0x20 || characters[0].scalar == " "
      result += characters
      let end = TextPosition(line: number, column: indent + characters.count + 1)
      result.append((isFolded && !keeps ? " " : "\n", end))
    }
    return result
  }

  private func flowCharacters(
    _ span: TextSpan,
    _ source: SourceText,
    _ style: NodeStyle
  ) -> Characters {
    var result: Characters = []
    for number in Int(span.start.line)...Int(span.end.line) {
      let isFirst = number == Int(span.start.line)
      var characters = scalars(source, number, from: isFirst ? Int(span.start.column) : 1)
      if isFirst, style == .singleQuoted || style == .doubleQuoted { characters.removeFirst() }
      if !isFirst { characters = Array(characters.drop { $0.scalar == " " }) }
      if !result.isEmpty, let place = characters.first?.position { result.append((" ", place)) }
      var index = 0
      while index < characters.count {
        result.append(characters[index])
        let isPair =
          style == .singleQuoted && characters[index].scalar == "'" && index + 1 < characters.count
          && characters[index + 1].scalar == "'"
        index += isPair ? 2 : 1
      }
    }
    return result
  }
}
