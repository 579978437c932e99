/// Turns the tokens of literals into values (language definition: String and Bytes Values,
/// Numeric Values).
enum LiteralReader {
  /// An integer, with the sign before it.
  static func int(
    _ text: ArraySlice<UInt8>,
    isNegative: Bool,
    at offset: Int
  ) throws(ExpressionFault) -> Value {
    guard let magnitude = magnitude(text) else { throw notANumber("64-bit integer", offset) }
    if isNegative {
      guard magnitude <= 1 << 63 else { throw notANumber("64-bit integer", offset) }
      return .int(Int64(truncatingIfNeeded: 0 &- magnitude))
    }
    guard let value = Int64(exactly: magnitude) else {
      throw notANumber("64-bit integer", offset)
    }
    return .int(value)
  }

  /// An unsigned integer, with its `u`.
  static func uint(_ text: ArraySlice<UInt8>, at offset: Int) throws(ExpressionFault) -> Value {
    guard let value = magnitude(text.dropLast()) else {
      throw notANumber("64-bit unsigned integer", offset)
    }
    return .uint(value)
  }

  /// A double.
  static func double(
    _ text: ArraySlice<UInt8>,
    isNegative: Bool,
    at offset: Int
  ) throws(ExpressionFault) -> Value {
    guard let value = NumberText.decimal(String(decoding: text, as: UTF8.self)) else {
      throw notANumber("64-bit floating-point number", offset)
    }
    return .double(isNegative ? -value : value)
  }

  private static func magnitude(_ text: ArraySlice<UInt8>) -> UInt64? {
    let isHexadecimal = text.count > 1 && text[text.startIndex + 1] == UInt8(ascii: "x")
    let digits = String(decoding: isHexadecimal ? text.dropFirst(2) : text, as: UTF8.self)
    return UInt64(digits, radix: isHexadecimal ? 16 : 10)
  }

  private static func notANumber(_ kind: String, _ offset: Int) -> ExpressionFault {
    ExpressionFault("expected a \(kind)", at: offset)
  }

  // MARK: Strings

  /// A string or bytes, with prefix and quotes.
  static func string(
    _ text: ArraySlice<UInt8>,
    at offset: Int
  ) throws(ExpressionFault) -> Value {
    var content = text
    var isRaw = false
    var isBytes = false
    while let byte = content.first, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "'") {
      isRaw = isRaw || byte | 0x20 == UInt8(ascii: "r")
      isBytes = isBytes || byte | 0x20 == UInt8(ascii: "b")
      content = content.dropFirst()
    }
    let isTriple = content.count >= 6 && content.prefix(3).allSatisfy { $0 == content.first }
    content = content.dropFirst(isTriple ? 3 : 1).dropLast(isTriple ? 3 : 1)
    var bytes: [UInt8] = []
    if isRaw || !content.contains(UInt8(ascii: "\\")) {
      bytes = Array(content)
    } else {
      bytes.reserveCapacity(content.count)
      while let byte = content.first {
        if byte == UInt8(ascii: "\\") {
          try escape(&content, into: &bytes, isBytes: isBytes)
        } else {
          bytes.append(byte)
          content = content.dropFirst()
        }
      }
    }
    return isBytes ? .bytes(bytes) : .string(String(decoding: bytes, as: UTF8.self))
  }

  private static func escape(
    _ content: inout ArraySlice<UInt8>,
    into bytes: inout [UInt8],
    isBytes: Bool
  ) throws(ExpressionFault) {
    let offset = content.startIndex
    content = content.dropFirst()
    guard let letter = content.first else {
      throw ExpressionFault("a backslash ends the string", at: offset)
    }
    if (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(letter) {
      return try append(number(&content, digits: 3, radix: 8), isBytes, to: &bytes, at: offset)
    }
    content = content.dropFirst()
    switch letter {
    case UInt8(ascii: "a"): bytes.append(0x07)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "v"): bytes.append(0x0B)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      bytes.append(letter)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      try append(number(&content, digits: 2, radix: 16), isBytes, to: &bytes, at: offset)
    case UInt8(ascii: "u") where !isBytes:
      try append(number(&content, digits: 4, radix: 16), false, to: &bytes, at: offset)
    case UInt8(ascii: "U") where !isBytes:
      try append(number(&content, digits: 8, radix: 16), false, to: &bytes, at: offset)
    default:
      throw ExpressionFault(
        "unknown escape in a string; a raw string such as r'\\d' has none",
        at: offset
      )
    }
  }

  private static func number(
    _ content: inout ArraySlice<UInt8>,
    digits: Int,
    radix: UInt32
  ) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = content.popFirst(),
        let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix
      else { return nil }
      value = value &* radix &+ UInt32(digit)
    }
    return value
  }

  private static func append(
    _ value: UInt32?,
    _ isByte: Bool,
    to bytes: inout [UInt8],
    at offset: Int
  ) throws(ExpressionFault) {
    if isByte, let value, value < 256 {
      bytes.append(UInt8(value))
      return
    }
    guard !isByte, let scalar = value.flatMap({ Unicode.Scalar($0) }) else {
      throw ExpressionFault("this escape names no Unicode scalar", at: offset)
    }
    bytes += Array(String(scalar).utf8)
  }
}
