/// A number in JSON as Oj reads it, which takes more than JSON allows: `+1`, `017`, `1.`, `-`, `NaN`.
///
/// Source: Oj 3.16, `ext/oj/parse.c`, `read_num` and `oj_num_as_value`.
enum JSONNumber {
  /// A whole number, in decimal.
  case integer(String)
  /// A float, as YAML writes it.
  case float(String)
  /// A number with so many digits that Ruby gets a `BigDecimal`.
  case decimal

  /// The number of digits after the first one from which Oj makes a `BigDecimal`.
  private static let digitLimit = 15
  /// The exponent from which Oj makes a `BigDecimal`.
  private static let exponentLimit = 100_000

  /// Reads a number from the start of a text; nil when it begins with none.
  static func read(_ rest: inout Substring.UTF8View) -> JSONNumber? {
    let isNegative = rest.first == UInt8(ascii: "-")
    let isSigned = isNegative || rest.first == UInt8(ascii: "+")
    if isSigned { rest.removeFirst() }
    let sign = isNegative ? "-" : ""
    if let special = special(&rest, sign) { return special }
    let whole = digits(&rest)
    // A sign without digits is zero.
    guard isSigned || !whole.isEmpty else { return nil }
    var fraction = ""
    let hasPoint = rest.first == UInt8(ascii: ".")
    if hasPoint {
      rest.removeFirst()
      fraction = digits(&rest)
    }
    guard let exponent = exponent(&rest) else {
      guard fraction.isEmpty else { return float(sign, whole, fraction, "") }
      let text = whole.drop { $0 == "0" }
      return .integer(text.isEmpty ? "0" : sign + text)
    }
    // Ruby's `strtod` wants digits after a point.
    guard !hasPoint || !fraction.isEmpty else { return nil }
    return float(sign, whole, fraction, exponent)
  }

  /// `Infinity` and `NaN`, the latter with any but the second letter in either case.
  private static func special(_ rest: inout Substring.UTF8View, _ sign: String) -> JSONNumber? {
    if rest.starts(with: "Infinity".utf8) {
      rest = rest.dropFirst(8)
      return .float("\(sign).inf")
    }
    let name = Array(rest.prefix(3))
    guard name.count == 3, name[0] | 0x20 == UInt8(ascii: "n"), name[1] == UInt8(ascii: "a"),
      name[2] | 0x20 == UInt8(ascii: "n")
    else { return nil }
    rest = rest.dropFirst(3)
    return .float(".nan")
  }

  private static func digits(_ rest: inout Substring.UTF8View) -> String {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    return String(Substring(digits))
  }

  /// The exponent with its sign, maybe without digits; nil when there is none.
  private static func exponent(_ rest: inout Substring.UTF8View) -> String? {
    guard let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") else { return nil }
    rest.removeFirst()
    let sign = rest.first.map { $0 == UInt8(ascii: "-") ? "-" : "+" } ?? "+"
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    return sign + digits(&rest)
  }

  private static func float(
    _ sign: String,
    _ whole: String,
    _ fraction: String,
    _ exponent: String
  ) -> JSONNumber? {
    // Nor does it take a number without digits, or an exponent without.
    guard !(whole + fraction).isEmpty, exponent.count != 1 else { return nil }
    let significant = (whole + fraction).drop { $0 == "0" }
    let power = exponent.isEmpty ? 0 : Int(exponent) ?? exponentLimit
    guard significant.count <= digitLimit + 1, power.magnitude < exponentLimit else {
      return .decimal
    }
    guard let value = Double("\(sign)0\(whole).\(fraction)0e\(power)") else { return nil }
    return .float(value.isInfinite ? "\(sign).inf" : "\(value)")
  }
}
