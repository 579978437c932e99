extension ShellReader {
  /// Reads a word: everything up to a blank or an operator.
  mutating func readWord() -> ShellWord {
    if let plain = readPlainWord() { return plain }
    var word = ShellWord(parts: [], range: index..<index)
    var literal: [UInt8] = []
    var literalStart = index
    let start = index
    func flush(_ word: inout ShellWord, to end: Int) {
      guard !literal.isEmpty else { return }
      word.parts.append(
        ShellPart(
          .literal(String(decoding: literal, as: UTF8.self)),
          quoting: .none,
          range: literalStart..<max(literalStart, end)
        )
      )
      literal.removeAll(keepingCapacity: true)
    }
    while let byte {
      if literal.isEmpty { literalStart = index }
      switch byte {
      case UInt8(ascii: "'"):
        flush(&word, to: index)
        word.parts.append(readSingleQuoted())
      case UInt8(ascii: "\""):
        flush(&word, to: index)
        index += 1
        let parts = nested(orElse: []) { $0.readQuoted(until: UInt8(ascii: "\"")) }
        word.parts += parts
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        flush(&word, to: index)
        if byte == UInt8(ascii: "`"), isInBackticks {
          word.range = start..<index
          return word
        }
        word.parts.append(readExpansion(.none))
      case UInt8(ascii: "\\"):
        if peek() == 0x0A {
          index += 2
          // The line continues; a blank at its start ends the word as usual.
          continue
        }
        if let escaped = peek() {
          if escaped == UInt8(ascii: "`"), isInBackticks { giveUp() }
          literal.append(escaped)
          index = min(index + 2, end)
        } else {
          index += 1
        }
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        guard peek() == UInt8(ascii: "(") else {
          flush(&word, to: index)
          word.range = start..<index
          return word
        }
        flush(&word, to: index)
        word.parts.append(readProcess())
      case UInt8(ascii: "(") where isListStart(literal, word):
        flush(&word, to: index)
        let partStart = index
        let items = nested(orElse: []) { $0.readListItems() }
        word.parts.append(ShellPart(.list(items), quoting: .none, range: partStart..<index))
      case UInt8(ascii: "(") where isPatternStart(literal):
        flush(&word, to: index)
        let partStart = index
        index += 1
        skipParentheses()
        word.parts.append(ShellPart(.other, quoting: .none, range: partStart..<index))
      case _ where Self.isOperator(byte):
        flush(&word, to: index)
        word.range = start..<index
        return word
      default:
        literal.append(byte)
        index += 1
      }
    }
    flush(&word, to: index)
    word.range = start..<index
    return word
  }

  /// Reads a word of nothing but plain characters, as most are; nil when it holds anything else.
  private mutating func readPlainWord() -> ShellWord? {
    var place = index
    while place < end {
      let byte = bytes[place]
      if Self.isOperator(byte) { break }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"),
        UInt8(ascii: "\\"):
        return nil
      default: place += 1
      }
    }
    // A parenthesis may belong to the word, and so may a pipe to commands.
    if place < end,
      [UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: ">")].contains(bytes[place])
    {
      return nil
    }
    let range = index..<place
    index = place
    guard !range.isEmpty else { return ShellWord(parts: [], range: range) }
    let part = ShellPart(.literal(text(range)), quoting: .none, range: range)
    return ShellWord(parts: [part], range: range)
  }

  private static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      true
    default: false
    }
  }

  /// Whether a parenthesis opens the values of an array: `NAME=(`.
  private func isListStart(_ literal: [UInt8], _ word: ShellWord) -> Bool {
    literal.last == UInt8(ascii: "=") && word.parts.isEmpty
  }

  /// Reads the values of an array, from its opening parenthesis up to the closing one.
  private mutating func readListItems() -> [ShellWord] {
    var items: [ShellWord] = []
    index += 1
    while let byte {
      switch byte {
      case UInt8(ascii: ")"):
        index += 1
        return items
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\\") where peek() == 0x0A: index += 2
      case _ where Self.isOperator(byte): index += 1
      default: items.append(readWord())
      }
    }
    giveUp()
    return items
  }

  private func isPatternStart(_ literal: [UInt8]) -> Bool {
    guard let last = literal.last else { return false }
    return [
      UInt8(ascii: "@"), UInt8(ascii: "!"), UInt8(ascii: "+"), UInt8(ascii: "*"),
      UInt8(ascii: "?"),
    ].contains(last)
  }

  private mutating func readSingleQuoted() -> ShellPart {
    index += 1
    let start = index
    while let byte, byte != UInt8(ascii: "'") { index += 1 }
    let range = start..<index
    if !take("'") { giveUp() }
    return ShellPart(.literal(text(range)), quoting: .single, range: range)
  }

  /// Reads text in double quotes, or the text of a heredoc.
  ///
  /// - Parameter quote: The byte that closes it; nil when the end of the text does.
  /// - Returns: Its parts; at least one.
  mutating func readQuoted(until quote: UInt8?) -> [ShellPart] {
    var parts: [ShellPart] = []
    var literal: [UInt8] = []
    var start = index
    func flush(_ parts: inout [ShellPart], to end: Int) {
      guard !literal.isEmpty else { return }
      let text = String(decoding: literal, as: UTF8.self)
      parts.append(ShellPart(.literal(text), quoting: .double, range: start..<end))
      literal.removeAll(keepingCapacity: true)
    }
    while let byte {
      if literal.isEmpty { start = index }
      if byte == quote {
        flush(&parts, to: index)
        if parts.isEmpty {
          parts.append(ShellPart(.literal(""), quoting: .double, range: index..<index))
        }
        index += 1
        return parts
      }
      switch byte {
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        flush(&parts, to: index)
        parts.append(readExpansion(.double))
      case UInt8(ascii: "\\"):
        let next = peek()
        index = min(index + 2, end)
        guard let next, next != 0x0A else { continue }
        if next == UInt8(ascii: "`"), isInBackticks { giveUp() }
        let isEscape = [
          UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "\\"),
        ].contains(next)
        if !isEscape { literal.append(byte) }
        literal.append(next)
      default:
        literal.append(byte)
        index += 1
      }
    }
    flush(&parts, to: index)
    if quote != nil { giveUp() }
    return parts
  }
}
