/// The decimal text of the integers that Psych reads: any base, any length.
enum IntegerText {
  /// The value of a plain scalar that Psych types as an integer, in decimal.
  static func decimal(of text: ArraySlice<UInt8>) -> String {
    let negative = text.first == UInt8(ascii: "-")
    let sign = negative ? "-" : ""
    if text.contains(UInt8(ascii: ":")) { return sexagesimal(text) }
    guard let (base, digits) = PlainScalar.base(of: text) else {
      return String(decoding: text, as: UTF8.self)
    }
    let value = digits.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ",") }
    let decimal =
      base == 10
      ? String(decoding: value.drop { $0 == UInt8(ascii: "0") }, as: UTF8.self)
      : convert(value, base: base)
    return decimal.isEmpty || decimal == "0" ? "0" : sign + decimal
  }

  /// Psych adds the groups with the powers 60^2, 60^1, 60^0 counted from the left, so `12:30`
  /// is 12·3600 + 30·60.
  private static func sexagesimal(_ text: ArraySlice<UInt8>) -> String {
    var total = 0
    for (index, group) in text.split(separator: UInt8(ascii: ":")).enumerated() {
      let digits = group.filter { $0 != UInt8(ascii: "_") }
      let value = Int(String(decoding: digits, as: UTF8.self)) ?? 0
      let weight = index == 0 ? 3600 : index == 1 ? 60 : 1
      total =
        total.addingReportingOverflow(value.multipliedReportingOverflow(by: weight).partialValue)
        .partialValue
    }
    return String(total)
  }

  /// Digits of a base in decimal, by schoolbook multiplication: the numbers are short.
  private static func convert(_ digits: [UInt8], base: Int) -> String {
    guard digits.count < 4096 else { return String(decoding: digits, as: UTF8.self) }
    var groups: [Int] = [0]
    for digit in digits {
      var carry = Character(UnicodeScalar(digit)).hexDigitValue ?? 0
      for index in groups.indices {
        let value = groups[index] * base + carry
        groups[index] = value % 1_000_000_000
        carry = value / 1_000_000_000
      }
      if carry > 0 { groups.append(carry) }
    }
    let head = String(groups.last ?? 0)
    return groups.dropLast().reversed().reduce(into: head) { text, group in
      let digits = String(group)
      text += String(repeating: "0", count: 9 - digits.count) + digits
    }
  }
}
