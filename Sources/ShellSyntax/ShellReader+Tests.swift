extension ShellReader {
  /// Reads a Bash test up to `]]`; each operator is a word of its own.
  mutating func readTest(_ command: inout ShellCommand) {
    while !isBroken {
      skipBlanks()
      if take("\n") { continue }
      let start = index
      let word = readTestWord(after: command.words.last)
      guard index > start else { return giveUp() }
      command.words.append(word)
      if word.literal == "]]" { return }
    }
  }

  private mutating func readTestWord(after previous: ShellWord?) -> ShellWord {
    if previous?.literal == "=~", let pattern = takeRegularExpression() { return pattern }
    return takeTestOperator() ?? readWord()
  }

  /// Takes `&&`, `||`, a parenthesis or a comparison.
  private mutating func takeTestOperator() -> ShellWord? {
    guard let byte, "&|()<>;".utf8.contains(byte) else { return nil }
    let isDouble = (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "|")) && peek() == byte
    return takeLiteral(length: isDouble ? 2 : 1)
  }

  /// Takes the regular expression after `=~`, in which parentheses and bars are text; nil if some
  /// of it is quoted or expanded.
  private mutating func takeRegularExpression() -> ShellWord? {
    var place = index
    var depth = 0
    scan: while place < end {
      switch bytes[place] {
      case 0x20, 0x09, 0x0A, 0x0D: break scan
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): return nil
      case UInt8(ascii: "\\"): place += 1
      case UInt8(ascii: "$") where isExpansion(at: place): return nil
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
      place += 1
    }
    guard depth == 0, place > index, place < end else { return nil }
    return takeLiteral(length: place - index)
  }

  private func isExpansion(at place: Int) -> Bool {
    guard place + 1 < end else { return false }
    return "{(".utf8.contains(bytes[place + 1]) || nameEnd(from: place + 1) > place + 1
  }

  private mutating func takeLiteral(length: Int) -> ShellWord {
    let range = index..<index + length
    index += length
    let part = ShellPart(.literal(text(range)), quoting: .none, range: range)
    return ShellWord(parts: [part], range: range)
  }
}
