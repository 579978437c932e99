/// Numbers in hexadecimal digits.
enum HexadecimalText {
  /// A number in lower case, with leading zeros up to a length.
  static func padded(_ number: UInt32, to length: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, length - digits.utf8.count)) + digits
  }
}
