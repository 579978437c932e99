import TextFormats

/// A moment in UTC from the year 1 to 9999 (language definition: Abstract Types).
package struct CELTimestamp: Hashable, Comparable, Sendable {
  static let typeName = "google.protobuf.Timestamp"
  private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// The seconds since 1970, rounded down.
  let seconds: Int64
  /// The rest, from 0 to a second.
  let nanoseconds: Int64

  /// A moment; nil beyond the range of the language.
  init?(seconds: Int64, nanoseconds: Int64 = 0) {
    let rest = nanoseconds.modulo(CELDuration.second)
    let (sum, isOverflow) = seconds.addingReportingOverflow(
      (nanoseconds - rest) / CELDuration.second
    )
    guard !isOverflow, Self.range.contains(sum) else { return nil }
    self.seconds = sum
    self.nanoseconds = rest
  }

  /// The moment that a text in RFC 3339's format names; nil when it names none.
  init?(_ text: String) {
    guard let dateEnd = text.firstIndex(of: "T"),
      let day = CalendarDay(String(text[..<dateEnd])),
      let zoneStart = text[dateEnd...].firstIndex(where: { "Z+-".contains($0) }),
      let offset = TimeZoneOffset.seconds(rfc3339: text[zoneStart...])
    else { return nil }
    let parts = text[text.index(after: dateEnd)..<zoneStart].split(
      separator: ".",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    let clock = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    let limits: [Int64] = [24, 60, 60]
    guard clock.count == limits.count, clock.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
    var second: Int64 = 0
    for (part, limit) in zip(clock, limits) {
      guard let number = Int64(digits: part), number < limit else { return nil }
      second = second * 60 + number
    }
    var nanoseconds: Int64 = 0
    if parts.count == 2 {
      guard let fraction = CELDuration.fraction(parts[1], of: CELDuration.second) else {
        return nil
      }
      nanoseconds = fraction
    }
    self.init(
      seconds: Int64(day.number) * 86_400 + second - offset,
      nanoseconds: nanoseconds
    )
  }

  /// The moment after some time; nil beyond the range.
  func advanced(by duration: CELDuration) -> Self? {
    let whole = duration.nanoseconds / CELDuration.second
    return Self(
      seconds: seconds + whole,
      nanoseconds: nanoseconds + duration.nanoseconds % CELDuration.second
    )
  }

  /// The time since another moment; nil when it is too long for a duration.
  func since(_ other: Self) -> CELDuration? {
    let (whole, isTooLong) = (seconds - other.seconds).multipliedReportingOverflow(
      by: CELDuration.second
    )
    let (sum, isOverflow) = whole.addingReportingOverflow(nanoseconds - other.nanoseconds)
    return isTooLong || isOverflow ? nil : CELDuration(nanoseconds: sum)
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension CELTimestamp: CustomStringConvertible {
  /// The moment in RFC 3339's format.
  package var description: String {
    let text = CalendarDay.timestamp(secondsSince1970: Int(seconds))
    return text.dropLast() + CELDuration.fractionText(nanoseconds) + "Z"
  }
}

/// A length of time, up to 292 years (language definition: Abstract Types).
package struct CELDuration: Hashable, Comparable, Sendable {
  static let typeName = "google.protobuf.Duration"
  static let second: Int64 = 1_000_000_000

  /// The units of a text; the longer one of two that begin alike first.
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("ns", 1), ("us", 1000), ("\u{B5}s", 1000), ("\u{3BC}s", 1000), ("ms", 1_000_000),
    ("s", second), ("m", 60 * second), ("h", 3600 * second),
  ]

  let nanoseconds: Int64

  init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The duration that a text such as `1h30m` or `-1.5s` names; nil when it names none.
  init?(_ text: String) {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let isSigned = isNegative || text.utf8.first == UInt8(ascii: "+")
    var rest = text[...].dropFirst(isSigned ? 1 : 0)
    guard !rest.isEmpty else { return nil }
    var sum: Int64 = 0
    if rest == "0" { rest = "" }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      rest = rest.dropFirst(number.count)
      let name = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
      rest = rest.dropFirst(name.count)
      guard let unit = Self.units.first(where: { ByteText.areEqual($0.name, String(name)) }),
        let part = Self.amount(number, of: unit.nanoseconds)
      else { return nil }
      let (total, isOverflow) = sum.addingReportingOverflow(part)
      guard !isOverflow else { return nil }
      sum = total
    }
    nanoseconds = isNegative ? -sum : sum
  }

  private static func amount(_ number: Substring, of unit: Int64) -> Int64? {
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard number.contains(where: { $0 != "." }),
      let whole = parts[0].isEmpty ? 0 : Int64(digits: parts[0])
    else { return nil }
    var part: Int64 = 0
    if parts.count == 2, !parts[1].isEmpty {
      guard let fraction = fraction(parts[1], of: unit) else { return nil }
      part = fraction
    }
    let (product, isTooLong) = whole.multipliedReportingOverflow(by: unit)
    let (sum, isOverflow) = product.addingReportingOverflow(part)
    return isTooLong || isOverflow ? nil : sum
  }

  /// The nanoseconds of the digits after a decimal point, rounded down.
  static func fraction(_ digits: Substring, of unit: Int64) -> Int64? {
    // More digits than these name less than a nanosecond of every unit.
    guard !digits.isEmpty, Int64(digits: digits.prefix(1)) != nil,
      digits.utf8.allSatisfy(ASCII.isDigit), let value = Int64(digits.prefix(15))
    else { return nil }
    let scale = digits.prefix(15).reduce(Int64(1)) { scale, _ in scale * 10 }
    let (high, low) = value.multipliedFullWidth(by: unit)
    return scale.dividingFullWidth((high, low)).quotient
  }

  /// Nanoseconds as digits after a decimal point, as few as there need to be.
  static func fractionText(_ nanoseconds: Int64) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = String(nanoseconds + second).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return ".\(digits)"
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension CELDuration: CustomStringConvertible {
  /// The duration in seconds, such as `1.5s`.
  package var description: String {
    let magnitude = nanoseconds.magnitude
    let whole = magnitude / UInt64(Self.second)
    let sign = nanoseconds < 0 ? "-" : ""
    return sign + String(whole) + Self.fractionText(Int64(magnitude % UInt64(Self.second))) + "s"
  }
}

/// A time zone as the functions of timestamps take it.
enum TimeZoneOffset {
  /// The seconds by which the clocks of a zone are ahead of UTC: `+02:00`, `02:00`, `UTC`.
  ///
  /// - Returns: Nil for a name such as `Europe/Berlin`: which offset it has, and when, is written
  ///   in files of the machine, and expressions read none.
  static func seconds(_ text: String) -> Int64? {
    if text == "UTC" || text == "Z" { return 0 }
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let isSigned = isNegative || text.utf8.first == UInt8(ascii: "+")
    let parts = text.dropFirst(isSigned ? 1 : 0).split(
      separator: ":",
      omittingEmptySubsequences: false
    )
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
      let hours = Int64(digits: parts[0]), let minutes = Int64(digits: parts[1]),
      hours < 24, minutes < 60
    else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return isNegative ? -seconds : seconds
  }

  /// The offset at the end of a timestamp, which is signed or `Z`.
  static func seconds(rfc3339 text: Substring) -> Int64? {
    guard let sign = text.first, sign != "Z" || text.count == 1 else { return nil }
    return seconds(String(text))
  }
}

extension Int64 {
  /// A number of digits and nothing else.
  fileprivate init?(digits: Substring) {
    guard digits.utf8.allSatisfy(ASCII.isDigit), let value = Int64(digits) else { return nil }
    self = value
  }

  /// The remainder with the sign of the divisor.
  fileprivate func modulo(_ divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
