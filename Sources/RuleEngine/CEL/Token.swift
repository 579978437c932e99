/// A word of the language, with the place where it begins.
struct Token: Equatable {
  enum Kind: Equatable {
    case identifier(String)
    case int(Int64)
    /// 9223372036854775808, which is an integer only with a minus sign in front.
    case intMinimum
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case symbol(String)
    case end
  }

  var kind: Kind
  var offset: Int

  /// The token in words, for messages.
  var words: String {
    switch kind {
    case .identifier(let name): "\"\(name)\""
    case .symbol(let symbol): "\"\(symbol)\""
    case .end: "the end"
    case .string: "a string"
    case .bytes: "bytes"
    default: "a number"
    }
  }
}

/// Splits an expression into tokens (language definition: Syntax).
struct Lexer {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  mutating func tokens() throws(ExpressionFault) -> [Token] {
    var tokens: [Token] = []
    while true {
      skipSpace()
      let offset = index
      guard let next = peek() else {
        tokens.append(Token(kind: .end, offset: offset))
        return tokens
      }
      tokens.append(Token(kind: try token(next), offset: offset))
    }
  }

  private mutating func skipSpace() {
    while let next = peek() {
      if next == "/", peek(1) == "/" {
        while let character = peek(), character != "\n" {
          _ = character
          index += 1
        }
      } else if next == " " || next == "\t" || next == "\n" || next == "\r" || next == "\u{C}" {
        index += 1
      } else {
        return
      }
    }
  }

  private mutating func token(_ next: Unicode.Scalar) throws(ExpressionFault) -> Token.Kind {
    if Self.isDigit(next) || (next == "." && peek(1).map(Self.isDigit) ?? false) {
      return try number()
    }
    if next == "\"" || next == "'" { return try text(isRaw: false, isBytes: false) }
    if Self.isNameStart(next) {
      if let kind = try prefixedText() { return kind }
      let start = index
      while let character = peek(), Self.isNameStart(character) || Self.isDigit(character) {
        index += 1
      }
      return .identifier(string(start..<index))
    }
    for symbol in ["&&", "||", "==", "!=", "<=", ">="] where matches(symbol) {
      index += 2
      return .symbol(symbol)
    }
    if "+-*/%!<>?:.,()[]{}".unicodeScalars.contains(next) {
      index += 1
      return .symbol(String(next))
    }
    throw fault("\"\(next)\" is no part of an expression")
  }

  // MARK: Numbers

  private mutating func number() throws(ExpressionFault) -> Token.Kind {
    let start = index
    if peek() == "0", peek(1) == "x" || peek(1) == "X" {
      index += 2
      let digits = index
      while peek()?.properties.isASCIIHexDigit ?? false { index += 1 }
      return try integer(string(digits..<index), radix: 16, from: start)
    }
    skipDigits()
    var isDouble = false
    if peek() == ".", peek(1).map(Self.isDigit) ?? false {
      isDouble = true
      index += 1
      skipDigits()
    }
    if peek() == "e" || peek() == "E" {
      let sign = peek(1) == "+" || peek(1) == "-" ? 2 : 1
      if peek(sign).map(Self.isDigit) ?? false {
        isDouble = true
        index += sign
        skipDigits()
      }
    }
    let digits = string(start..<index)
    guard isDouble else { return try integer(digits, radix: 10, from: start) }
    guard let value = Double(digits) else { throw fault("this number cannot be read", start) }
    return .double(value)
  }

  private mutating func integer(
    _ digits: String, radix: Int, from start: Int
  ) throws(ExpressionFault) -> Token.Kind {
    if peek() == "u" || peek() == "U" {
      index += 1
      guard let value = UInt64(digits, radix: radix) else {
        throw fault("this number is no 64-bit unsigned integer", start)
      }
      return .uint(value)
    }
    if let value = Int64(digits, radix: radix) { return .int(value) }
    if UInt64(digits, radix: radix) == 1 << 63 { return .intMinimum }
    throw fault("this number is no 64-bit integer", start)
  }

  private mutating func skipDigits() {
    while peek().map(Self.isDigit) ?? false { index += 1 }
  }

  // MARK: Strings

  private mutating func prefixedText() throws(ExpressionFault) -> Token.Kind? {
    var length = 0
    var isRaw = false
    var isBytes = false
    while let next = peek(length), length < 2 {
      if (next == "r" || next == "R") && !isRaw {
        isRaw = true
      } else if (next == "b" || next == "B") && !isBytes {
        isBytes = true
      } else {
        break
      }
      length += 1
    }
    guard length > 0, peek(length) == "\"" || peek(length) == "'" else { return nil }
    index += length
    return try text(isRaw: isRaw, isBytes: isBytes)
  }

  private mutating func text(
    isRaw: Bool, isBytes: Bool
  ) throws(ExpressionFault) -> Token.Kind {
    let start = index
    guard let quote = peek() else { throw fault("a string is missing") }
    let isTriple = peek(1) == quote && peek(2) == quote
    index += isTriple ? 3 : 1
    var bytes: [UInt8] = []
    while true {
      guard let next = peek(), isTriple || next != "\n" && next != "\r" else {
        throw fault("this string is not closed", start)
      }
      if next == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        index += isTriple ? 3 : 1
        return isBytes ? .bytes(bytes) : .string(String(decoding: bytes, as: UTF8.self))
      }
      if next == "\\", !isRaw {
        try escape(into: &bytes, isBytes: isBytes)
      } else {
        bytes.append(contentsOf: Array(String(next).utf8))
        index += 1
      }
    }
  }

  private mutating func escape(
    into bytes: inout [UInt8], isBytes: Bool
  ) throws(ExpressionFault) {
    let start = index
    guard let next = peek(1) else { throw fault("a backslash at the end") }
    index += 2
    switch next {
    case "a": bytes.append(0x07)
    case "b": bytes.append(0x08)
    case "f": bytes.append(0x0C)
    case "n": bytes.append(0x0A)
    case "r": bytes.append(0x0D)
    case "t": bytes.append(0x09)
    case "v": bytes.append(0x0B)
    case "\\", "?", "\"", "'", "`": bytes.append(UInt8(next.value))
    case "x", "X": try append(2, radix: 16, isBytes: isBytes, from: start, to: &bytes)
    case "u" where !isBytes: try append(4, radix: 16, isBytes: false, from: start, to: &bytes)
    case "U" where !isBytes: try append(8, radix: 16, isBytes: false, from: start, to: &bytes)
    case "0", "1", "2", "3":
      index -= 1
      try append(3, radix: 8, isBytes: isBytes, from: start, to: &bytes)
    default: throw fault("\\\(next) is no escape", start)
    }
  }

  private mutating func append(
    _ count: Int, radix: Int, isBytes: Bool, from start: Int, to bytes: inout [UInt8]
  ) throws(ExpressionFault) {
    let end = index + count
    guard end <= scalars.count, let value = UInt32(string(index..<end), radix: radix),
      let scalar = Unicode.Scalar(value)
    else { throw fault("this escape names no character", start) }
    index = end
    if isBytes {
      bytes.append(UInt8(truncatingIfNeeded: value))
    } else {
      bytes.append(contentsOf: Array(String(scalar).utf8))
    }
  }

  // MARK: Characters

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  private func matches(_ symbol: String) -> Bool {
    symbol.unicodeScalars.enumerated().allSatisfy { peek($0.offset) == $0.element }
  }

  private func string(_ range: Range<Int>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[range])
    return text
  }

  private func fault(_ message: String, _ offset: Int? = nil) -> ExpressionFault {
    ExpressionFault(message: message, offset: offset ?? index)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
  }
}
