/// Splits an expression into tokens, one when it is asked for (language definition: Syntax).
struct Lexer {
  let source: [UInt8]
  private(set) var index: Int

  init(_ source: [UInt8], from index: Int) {
    self.source = source
    self.index = index
  }

  mutating func next() throws(ExpressionFault) -> Token {
    skipSpace()
    let start = index
    guard let byte = peek() else { return Token(kind: .end, range: start..<start) }
    let kind = try kind(byte)
    return Token(kind: kind, range: start..<index)
  }

  private mutating func skipSpace() {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C:
        index += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while let next = peek(), next != UInt8(ascii: "\n") {
          _ = next
          index += 1
        }
      default: return
      }
    }
  }

  private mutating func kind(_ byte: UInt8) throws(ExpressionFault) -> Token.Kind {
    if Self.isDigit(byte) || byte == UInt8(ascii: ".") && Self.isDigit(peek(1)) {
      return number()
    }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      try skipString(from: index, isRaw: false)
      return .string
    }
    if byte == UInt8(ascii: "`") { return try quotedName() }
    if Self.isNameStart(byte) {
      if try skipPrefixedString() { return .string }
      return name()
    }
    return .symbol(try symbol(byte))
  }

  private mutating func name() -> Token.Kind {
    let start = index
    while let byte = peek(), Self.isNameStart(byte) || Self.isDigit(byte) { index += 1 }
    // The comparison with a few short words is cheaper than making a string.
    switch index - start {
    case 2 where matches("in", at: start): return .keyword
    case 4 where matches("true", at: start) || matches("null", at: start): return .keyword
    case 5 where matches("false", at: start): return .keyword
    default: return .identifier
    }
  }

  /// A name in backticks (language definition: Syntax, `ESC_IDENT`).
  private mutating func quotedName() throws(ExpressionFault) -> Token.Kind {
    let start = index
    index += 1
    while let byte = peek(), Self.isQuotedNamePart(byte) { index += 1 }
    guard peek() == UInt8(ascii: "`"), index > start + 1 else {
      throw ExpressionFault(
        "a name in backticks has letters, digits, _, ., -, / and spaces, and ends with a backtick",
        at: start
      )
    }
    index += 1
    return .quotedName
  }

  private mutating func symbol(_ byte: UInt8) throws(ExpressionFault) -> Token.Symbol {
    let start = index
    let isDoubled = peek(1) == byte
    let isEqualNext = peek(1) == UInt8(ascii: "=")
    index += 1
    switch byte {
    case UInt8(ascii: "&") where isDoubled: return long(.and)
    case UInt8(ascii: "|") where isDoubled: return long(.or)
    case UInt8(ascii: "=") where isEqualNext: return long(.equal)
    case UInt8(ascii: "!"): return isEqualNext ? long(.notEqual) : .not
    case UInt8(ascii: "<"): return isEqualNext ? long(.lessOrEqual) : .less
    case UInt8(ascii: ">"): return isEqualNext ? long(.greaterOrEqual) : .greater
    case UInt8(ascii: "+"): return .plus
    case UInt8(ascii: "-"): return .minus
    case UInt8(ascii: "*"): return .times
    case UInt8(ascii: "/"): return .divide
    case UInt8(ascii: "%"): return .modulo
    case UInt8(ascii: "?"): return .question
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: "."): return .dot
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: "("): return .leftParenthesis
    case UInt8(ascii: ")"): return .rightParenthesis
    case UInt8(ascii: "["): return .leftBracket
    case UInt8(ascii: "]"): return .rightBracket
    case UInt8(ascii: "{"): return .leftBrace
    case UInt8(ascii: "}"): return .rightBrace
    case UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "|"):
      let sign = Unicode.Scalar(byte)
      throw ExpressionFault("expected \"\(sign)\(sign)\", not \"\(sign)\"", at: start)
    default:
      let rest = String(decoding: source[start...].prefix(4), as: UTF8.self)
      let sign = rest.unicodeScalars.first.map { $0.debugDescription } ?? ""
      throw ExpressionFault("\(sign) is not part of an expression", at: start)
    }
  }

  private mutating func long(_ symbol: Token.Symbol) -> Token.Symbol {
    index += 1
    return symbol
  }

  // MARK: Numbers

  private mutating func number() -> Token.Kind {
    if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") {
      index += 2
      while let byte = peek(), Unicode.Scalar(byte).properties.isASCIIHexDigit { index += 1 }
      return suffix()
    }
    skipDigits()
    var isDouble = false
    if peek() == UInt8(ascii: "."), Self.isDigit(peek(1)) {
      isDouble = true
      index += 1
      skipDigits()
    }
    if peek().map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if Self.isDigit(peek(isSigned ? 2 : 1)) {
        isDouble = true
        index += isSigned ? 2 : 1
        skipDigits()
      }
    }
    return isDouble ? .double : suffix()
  }

  private mutating func suffix() -> Token.Kind {
    guard peek().map({ $0 | 0x20 }) == UInt8(ascii: "u") else { return .int }
    index += 1
    return .uint
  }

  private mutating func skipDigits() {
    while Self.isDigit(peek()) { index += 1 }
  }

  // MARK: Strings

  private mutating func skipPrefixedString() throws(ExpressionFault) -> Bool {
    // Bytes are a `b` before a string, which may be raw: `br''`, and never `rb''`.
    var length = 0
    if peek(length).map({ $0 | 0x20 }) == UInt8(ascii: "b") { length += 1 }
    let isRaw = peek(length).map { $0 | 0x20 } == UInt8(ascii: "r")
    if isRaw { length += 1 }
    guard length > 0, peek(length) == UInt8(ascii: "\"") || peek(length) == UInt8(ascii: "'")
    else { return false }
    let start = index
    index += length
    try skipString(from: start, isRaw: isRaw)
    return true
  }

  private mutating func skipString(from start: Int, isRaw: Bool) throws(ExpressionFault) {
    guard let quote = peek() else { return }
    let isTriple = peek(1) == quote && peek(2) == quote
    index += isTriple ? 3 : 1
    while let byte = peek() {
      if byte == quote, !isTriple || peek(1) == quote && peek(2) == quote {
        index += isTriple ? 3 : 1
        return
      }
      if !isTriple, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      index += byte == UInt8(ascii: "\\") && !isRaw ? 2 : 1
    }
    throw ExpressionFault("missing closing quote of this string", at: start)
  }

  // MARK: Characters

  private func peek(_ distance: Int = 0) -> UInt8? {
    index + distance < source.count ? source[index + distance] : nil
  }

  private func matches(_ word: StaticString, at start: Int) -> Bool {
    source[start..<index].elementsEqual(word.description.utf8)
  }

  private static func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte &- UInt8(ascii: "0") < 10
  }

  private static func isQuotedNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: " "): true
    default: isNameStart(byte) || isDigit(byte)
    }
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
  }
}
