/// Kinds of ASCII characters: what Microsoft's rules for names speak of.
package enum ASCII {
  /// Whether a byte is a letter.
  package static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Whether a byte is a decimal digit.
  package static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Whether a byte is a hexadecimal digit, in either case.
  package static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  /// Whether a byte is a space, a tab or a line break.
  package static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// A text without the white space at its two ends.
  package static func trimmed(_ text: String) -> String {
    let bytes = text.utf8.drop(while: isWhiteSpace)
    guard let last = bytes.lastIndex(where: { !isWhiteSpace($0) }) else { return "" }
    return String(decoding: bytes[...last], as: UTF8.self)
  }

  /// Whether two texts are the same in lower case; other letters must be the same.
  package static func areEqualIgnoringCase(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8) { $0 == $1 || isLetter($0) && $0 | 0x20 == $1 | 0x20 }
  }

  /// A text in lower case, as hosts and identifiers are compared: other letters stay.
  package static func lowercased(_ text: some StringProtocol) -> String {
    lowercased(String(text))
  }

  /// A string in lower case.
  ///
  /// Most are already; generic code takes a hundred times as long to see that.
  package static func lowercased(_ text: String) -> String {
    guard text.utf8.contains(where: isUpperCase) else { return text }
    let bytes = text.utf8.map { isUpperCase($0) ? $0 | 0x20 : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUpperCase(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// A text in upper case; other letters stay.
  package static func uppercased(_ text: some StringProtocol) -> String {
    let bytes = text.utf8.map { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
