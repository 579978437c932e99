import TextFormats

/// `format()`: a text whose `%` clauses are replaced by values (strings extension).
struct FormatTemplate {
  /// More digits after the point than these are refused: no double has them.
  private static let precisionLimit = 1_100

  /// A `%` clause.
  private struct Clause {
    var conversion: UInt8
    var precision: Int?
  }

  /// A clause that does not fit its value, or is none.
  private struct Fault: Error {
    let message: String
  }

  /// Replaces the clauses of a template by the values of a list.
  static func format(
    _ template: Value,
    _ list: Value,
    _ evaluation: inout Evaluation
  ) -> Value {
    guard case .string(let text) = template, case .list(let values) = list else {
      return .noSuchOverload
    }
    if let value = values.first(where: { !$0.isKnown }) { return value }
    guard evaluation.spend(bytes: text.utf8.count), evaluation.spend(weighing: list),
      evaluation.spend(values.count * DecimalDigits.steps)
    else { return Evaluation.exhausted }
    do throws(Fault) {
      let result = try render(Array(text.utf8), values)
      return evaluation.spend(bytes: result.count)
        ? .string(String(decoding: result, as: UTF8.self)) : Evaluation.exhausted
    } catch {
      return .error(error.message)
    }
  }

  private static func render(_ template: [UInt8], _ values: [Value]) throws(Fault) -> [UInt8] {
    var result: [UInt8] = []
    var rest = template[...]
    var values = values[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      if rest.first == UInt8(ascii: "%") {
        rest.removeFirst()
        result.append(byte)
        continue
      }
      let clause = try clause(&rest)
      guard let value = values.popFirst() else {
        throw Fault(message: "format() has more clauses than values")
      }
      result += Array(try text(of: value, clause).utf8)
    }
    return result
  }

  private static func clause(_ rest: inout ArraySlice<UInt8>) throws(Fault) -> Clause {
    var precision: Int?
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let digits = rest.prefix(while: ASCII.isDigit)
      rest = rest.dropFirst(digits.count)
      guard let number = Int(String(decoding: digits, as: UTF8.self)), number <= precisionLimit
      else { throw Fault(message: "format() has a clause with an invalid precision") }
      precision = number
    }
    guard let conversion = rest.popFirst() else {
      throw Fault(message: "format() has an incomplete clause at the end")
    }
    return Clause(conversion: conversion, precision: precision)
  }

  private static func text(of value: Value, _ clause: Clause) throws(Fault) -> String {
    let text: String? =
      switch clause.conversion {
      case UInt8(ascii: "s"): plain(value)
      case UInt8(ascii: "d"): decimal(value)
      case UInt8(ascii: "f"):
        fraction(value) { DecimalDigits($0).fixed(precision: clause.precision ?? 6) }
      case UInt8(ascii: "e"):
        fraction(value) { DecimalDigits($0).scientific(precision: clause.precision ?? 6) }
      case UInt8(ascii: "x"): hexadecimal(value, isUppercase: false)
      case UInt8(ascii: "X"): hexadecimal(value, isUppercase: true)
      case UInt8(ascii: "o"): whole(value, radix: 8)
      case UInt8(ascii: "b"):
        if case .bool(let isTrue) = value { isTrue ? "1" : "0" } else { whole(value, radix: 2) }
      default: nil
      }
    guard let text else {
      let name = Unicode.Scalar(clause.conversion)
      throw Fault(message: "format() cannot write this value as %\(name)")
    }
    return text
  }

  /// A value as `%s` writes it; nil for an object.
  private static func plain(_ value: Value) -> String? {
    switch value {
    case .null, .bool, .int, .uint, .double, .string, .type, .timestamp, .duration:
      return value.description
    case .bytes(let bytes): return singleReplacements(String(decoding: bytes, as: UTF8.self))
    case .list(let values):
      let texts = values.compactMap(plain)
      return texts.count == values.count ? "[\(texts.joined(separator: ", "))]" : nil
    case .map(let map):
      let texts = map.entries.compactMap { entry -> (key: String, value: String)? in
        guard let key = plain(entry.key), let value = plain(entry.value) else { return nil }
        return (key, value)
      }
      guard texts.count == map.entries.count else { return nil }
      let sorted = texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "{\(sorted.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    case .optional, .object, .unknown, .error: return nil
    }
  }

  /// A text in which adjacent replacement characters are one.
  private static func singleReplacements(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != "\u{FFFD}" || scalars.last != scalar {
      scalars.append(scalar)
    }
    return String(scalars)
  }

  private static func decimal(_ value: Value) -> String? {
    switch value {
    case .int, .uint, .double: value.description
    default: nil
    }
  }

  private static func fraction(_ value: Value, _ digits: (Double) -> String) -> String? {
    let number: Double
    switch value {
    case .int(let value): number = Double(value)
    case .uint(let value): number = Double(value)
    case .double(let value): number = value
    default: return nil
    }
    guard number.isFinite else { return NumberText.text(number) }
    return (number.sign == .minus ? "-" : "") + digits(number.magnitude)
  }

  private static func whole(_ value: Value, radix: Int, isUppercase: Bool = false) -> String? {
    switch value {
    case .int(let value): String(value, radix: radix, uppercase: isUppercase)
    case .uint(let value): String(value, radix: radix, uppercase: isUppercase)
    default: nil
    }
  }

  private static func hexadecimal(_ value: Value, isUppercase: Bool) -> String? {
    let bytes: [UInt8]
    switch value {
    case .string(let text): bytes = Array(text.utf8)
    case .bytes(let value): bytes = value
    default: return whole(value, radix: 16, isUppercase: isUppercase)
    }
    return bytes.map { byte in
      let digits = String(byte, radix: 16, uppercase: isUppercase)
      return byte < 16 ? "0\(digits)" : digits
    }.joined()
  }
}
