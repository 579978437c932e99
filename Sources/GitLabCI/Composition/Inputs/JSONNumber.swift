/// A number in JSON.
///
/// Oj by itself takes more: `+1`, `017`, `1.`, `NaN`. GitLab's recorded answers refuse `01`, so a text that
/// RFC 8259 does not call a number is none. Source: Oj 3.16, `ext/oj/parse.c`, `oj_num_as_value`.
enum JSONNumber {
  /// A whole number, in decimal.
  case integer(String)
  /// A float, as YAML writes it.
  case float(String)
  /// A number with too many digits for a float, which Oj reads as a `BigDecimal`.
  case decimal

  /// The number of digits after the first one from which Oj makes a `BigDecimal`.
  private static let digitLimit = 15
  /// The exponent from which Oj makes a `BigDecimal`.
  private static let exponentLimit = 100_000

  /// Reads a number from the start of a text; nil when it begins with none.
  static func read(_ rest: inout Substring.UTF8View) -> JSONNumber? {
    var sign = ""
    if rest.first == UInt8(ascii: "-") {
      rest.removeFirst()
      sign = "-"
    }
    let whole = digits(&rest)
    guard !whole.isEmpty, whole.utf8.first != UInt8(ascii: "0") || whole.utf8.count == 1 else {
      return nil
    }
    var fraction = ""
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = digits(&rest)
      if fraction.isEmpty { return nil }
    }
    guard let exponent = exponent(&rest) else {
      if !fraction.isEmpty { return float(sign, whole, fraction, "") }
      return .integer(whole == "0" ? whole : sign + whole)
    }
    return float(sign, whole, fraction, exponent)
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
    // An exponent is a sign and digits.
    if exponent.count == 1 { return nil }
    let significant = (whole + fraction).drop { $0 == "0" }
    let power = exponent.isEmpty ? 0 : Int(exponent) ?? exponentLimit
    guard significant.count <= digitLimit + 1, power.magnitude < exponentLimit else {
      return .decimal
    }
    guard let value = Double("\(sign)0\(whole).\(fraction)0e\(power)") else { return nil }
    return .float(value.isInfinite ? "\(sign).inf" : "\(value)")
  }
}
