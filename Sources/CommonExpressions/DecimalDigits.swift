/// The exact decimal digits of a double, rounded where they are cut.
///
/// Written out, because the C library's conversion depends on the locale of the process.
struct DecimalDigits {
  private static let base: UInt64 = 1_000_000_000
  private static let baseDigits = 9

  /// The steps of an evaluation that the digits of the smallest number take.
  static let steps = 500

  /// The digits from 0 to 9, without zeros at the start.
  private var digits: [UInt8]
  /// The number of digits after the decimal point; may be more than there are.
  private var fractionCount: Int

  /// The digits of a finite number without its sign.
  init(_ value: Double) {
    let exponent = value.isZero ? 0 : Int(value.exponent) - Double.significandBitCount
    let isSubnormal = value.isSubnormal
    let significand =
      value.significandBitPattern | (isSubnormal || value.isZero ? 0 : 1 << 52)
    let power = isSubnormal ? -1074 : exponent
    var limbs = [significand % Self.base, significand / Self.base]
    // A fraction of 2^n has n decimal digits: those of the number times 5^n.
    Self.multiply(&limbs, by: power < 0 ? 5 : 2, times: abs(power))
    fractionCount = max(0, -power)
    digits = Self.digits(limbs)
  }

  private static func multiply(_ limbs: inout [UInt64], by factor: UInt64, times: Int) {
    var rest = times
    while rest > 0 {
      // 5 to the power of 12 times a limb is still a number of 64 bits.
      let batch = min(rest, 12)
      multiply(&limbs, by: (0..<batch).reduce(1) { product, _ in product * factor })
      rest -= batch
    }
  }

  private static func multiply(_ limbs: inout [UInt64], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % base
      carry = product / base
    }
    if carry > 0 { limbs.append(carry) }
  }

  private static func digits(_ limbs: [UInt64]) -> [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<baseDigits {
        digits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }

  /// The number in the style `123.450`, rounded half to even.
  func fixed(precision: Int) -> String {
    var rounded = self
    rounded.drop(fractionCount - precision)
    var text = rounded.digits.map { String($0) }.joined()
    let missing = rounded.fractionCount + 1 - text.utf8.count
    if missing > 0 { text = String(repeating: "0", count: missing) + text }
    let whole = text.dropLast(rounded.fractionCount)
    let fraction = text.suffix(rounded.fractionCount)
    let zeros = String(repeating: "0", count: precision - rounded.fractionCount)
    return precision == 0 ? String(whole) : "\(whole).\(fraction)\(zeros)"
  }

  /// The number in the style `1.234500e+02`, rounded half to even.
  func scientific(precision: Int) -> String {
    var rounded = self
    rounded.drop(digits.count - precision - 1)
    let exponent = rounded.digits.isEmpty ? 0 : rounded.digits.count - rounded.fractionCount - 1
    var text = rounded.digits.prefix(precision + 1).map { String($0) }.joined()
    text += String(repeating: "0", count: precision + 1 - text.utf8.count)
    let mantissa = precision == 0 ? text : "\(text.prefix(1)).\(text.dropFirst())"
    let magnitude = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
    return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(magnitude)"
  }

  /// Drops digits at the end and rounds half to even.
  private mutating func drop(_ count: Int) {
    guard count > 0 else { return }
    // A digit more than there are may still round up to 1.
    if count > digits.count {
      digits = []
      fractionCount -= count
      return
    }
    let dropped = digits.suffix(count)
    digits.removeLast(count)
    fractionCount -= count
    let first = dropped.first ?? 0
    let isExact = dropped.dropFirst().allSatisfy { $0 == 0 }
    let isOdd = (digits.last ?? 0) % 2 == 1
    if first > 5 || first == 5 && (!isExact || isOdd) { increment() }
  }

  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
  }
}
