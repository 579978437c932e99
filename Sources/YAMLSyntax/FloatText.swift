/// Floats as Ruby prints them: `1.50` is `1.5`, `.5` is `0.5`, `1e+20` is `1.0e+20`.
///
/// Source: psych 5.2.3, `lib/psych/scalar_scanner.rb`, and `Float#to_s`.
enum FloatText {
  /// The number of digits before the point from which Ruby uses an exponent.
  private static let digitLimit = 15
  /// The number of zeros after the point from which Ruby uses an exponent.
  private static let zeroLimit = 4

  /// The text that Ruby's `to_s` gives for a scalar that Psych types as a float.
  static func ruby(_ text: ArraySlice<UInt8>) -> String {
    let written = String(decoding: text, as: UTF8.self)
    guard let value = value(of: written) else { return written }
    return ruby(value)
  }

  /// The text that Ruby's `to_s` gives for a float.
  static func ruby(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    let sign = value.sign == .minus ? "-" : ""
    if value.isInfinite { return "\(sign)Infinity" }
    if value == 0 { return "\(sign)0.0" }
    let (digits, exponent) = shortest(value.magnitude)
    if exponent > digitLimit || exponent <= -zeroLimit {
      let rest = digits.count > 1 ? String(digits.dropFirst()) : "0"
      let power = exponent - 1
      let padding = power.magnitude < 10 ? "0" : ""
      return
        "\(sign)\(digits.prefix(1)).\(rest)e\(power < 0 ? "-" : "+")\(padding)\(power.magnitude)"
    }
    guard exponent > 0 else {
      return "\(sign)0.\(String(repeating: "0", count: -exponent))\(digits)"
    }
    guard digits.count > exponent else {
      return "\(sign)\(digits)\(String(repeating: "0", count: exponent - digits.count)).0"
    }
    return "\(sign)\(digits.prefix(exponent)).\(digits.dropFirst(exponent))"
  }

  /// The value of a float as Psych reads it; nil for a text that Psych takes for none.
  static func value(of text: String) -> Double? {
    switch text.lowercased() {
    case ".inf", "+.inf": return .infinity
    case "-.inf": return -.infinity
    case ".nan": return .nan
    default: break
    }
    if text.contains(":") { return sexagesimal(text) }
    var plain = text.filter { $0 != "," && $0 != "_" }
    if plain.hasSuffix(".") { plain.removeLast() }
    return Double(plain.replacing(".e", with: "e").replacing(".E", with: "E"))
  }

  /// As for whole numbers, the groups count 60², 60¹ and 60⁰ from the left.
  private static func sexagesimal(_ text: String) -> Double {
    var total = 0.0
    for (group, weight) in zip(text.split(separator: ":"), [3600.0, 60, 1]) {
      total += (Double(group.filter { $0 != "_" }) ?? 0) * weight
    }
    return total
  }

  /// The fewest digits that name a positive number, and how many of them are before the point.
  private static func shortest(_ value: Double) -> (digits: Substring, exponent: Int) {
    let parts = "\(value)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let all = mantissa[0] + fraction
    var exponent = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let zeros = all.prefix { $0 == "0" }.count
    exponent -= zeros
    var digits = all.dropFirst(zeros)
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    return (Substring(digits), exponent)
  }
}
