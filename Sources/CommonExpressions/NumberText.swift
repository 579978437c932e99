/// Numbers as text and back (language definition: Type Conversions).
enum NumberText {
  /// A double in the fewest digits that name it, whole numbers without a point.
  static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    let text = value.description
    // Beyond the whole numbers that doubles hold exactly Swift writes an exponent.
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The double that a text spells; nil when it spells none.
  static func double(_ text: String) -> Double? {
    switch text {
    case "NaN", "nan": return .nan
    case "Infinity", "+Infinity", "inf", "+inf", "Inf", "+Inf": return .infinity
    case "-Infinity", "-inf", "-Inf": return -.infinity
    default: return decimal(text)
    }
  }

  /// The double that is written in decimal digits; nil when it is beyond the range of doubles,
  /// which is an error and not infinity (language definition: Overflow).
  static func decimal(_ text: String) -> Double? {
    let isDecimal = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    guard isDecimal else { return nil }
    // Swift wants a digit before the point, the language does not.
    let sign = text.utf8.prefix { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }.count
    var digits = text
    if sign < 2, text.utf8.dropFirst(sign).first == UInt8(ascii: ".") {
      digits.insert("0", at: text.utf8.index(text.startIndex, offsetBy: sign))
    }
    guard let value = Double(digits), value.isFinite else { return nil }
    return value
  }

  // Written out, because the standard library's exact conversions want the C library of
  // mathematics.

  /// The whole part of a double; nil when it does not fit.
  static func int(_ value: Double) -> Int64? {
    value >= -0x1p63 && value < 0x1p63 ? Int64(value) : nil
  }

  /// The whole part of a double; nil when it does not fit.
  static func uint(_ value: Double) -> UInt64? {
    value > -1 && value < 0x1p64 ? UInt64(value) : nil
  }

  /// A double that is a whole number, as a value of a type for these; nil when it is none or does
  /// not fit.
  static func whole(_ value: Double) -> Value? {
    if let number = int(value), Double(number) == value { return .int(number) }
    if let number = uint(value), Double(number) == value { return .uint(number) }
    return nil
  }
}
