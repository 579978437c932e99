import RegularExpressions
import TextFormats

/// The implementation of the functions.
extension StandardFunction {
  /// Calls the function.
  ///
  /// The types of the arguments are checked again, since a `dyn` may hold anything.
  func call(_ arguments: Arguments, _ evaluation: inout Evaluation) -> Value {
    switch self {
    case .bool, .bytes, .double, .duration, .int, .string, .timestamp, .uint:
      Conversion.call(self, arguments.first, &evaluation)
    // These have nodes of their own.
    case .dyn, .known, .type: arguments.first
    case .size: Self.size(arguments.first, &evaluation)
    case .join: Self.join(arguments.first, arguments.second, &evaluation)
    case .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getFullYear, .getHours,
      .getMilliseconds, .getMinutes, .getMonth, .getSeconds:
      TimeFunctions.part(self, of: arguments.first, zone: arguments.second, &evaluation)
    case .charAt, .indexOf, .lastIndexOf, .substring:
      TextPositions.call(self, arguments, &evaluation)
    case .format: FormatTemplate.format(arguments.first, arguments.second, &evaluation)
    case .contains, .endsWith, .lowerAscii, .matches, .quote, .replace, .reverse, .split,
      .startsWith, .trim, .upperAscii:
      callOnString(arguments, &evaluation)
    }
  }

  private static func size(_ value: Value, _ evaluation: inout Evaluation) -> Value {
    switch value {
    case .string(let text):
      evaluation.spend(bytes: text.utf8.count)
        ? .int(Int64(text.unicodeScalars.count)) : Evaluation.exhausted
    case .bytes(let bytes): .int(Int64(bytes.count))
    case .list(let elements): .int(Int64(elements.count))
    case .map(let map): .int(Int64(map.entries.count))
    default: .noSuchOverload
    }
  }

  private static func join(
    _ list: Value,
    _ separator: Value,
    _ evaluation: inout Evaluation
  ) -> Value {
    guard case .list(let elements) = list, case .string(let separator) = separator else {
      return .noSuchOverload
    }
    var result = ""
    for (index, element) in elements.enumerated() {
      guard case .string(let text) = element else { return Shortfall.of(element, element) }
      guard evaluation.spend(1 + (text.utf8.count + separator.utf8.count) / Evaluation.bytesPerStep)
      else {
        return Evaluation.exhausted
      }
      if index > 0 { result += separator }
      result += text
    }
    return .string(result)
  }

  private func callOnString(_ arguments: Arguments, _ evaluation: inout Evaluation) -> Value {
    guard case .string(let text) = arguments.first else { return .noSuchOverload }
    guard evaluation.spend(bytes: text.utf8.count) else { return Evaluation.exhausted }
    switch self {
    case .lowerAscii: return .string(ASCII.lowercased(text))
    case .upperAscii: return .string(ASCII.uppercased(text))
    case .trim: return .string(ByteText.trimmed(text))
    case .reverse: return .string(ByteText.reversed(text))
    case .quote: return .string(Self.quoted(text))
    default: break
    }
    guard case .string(let other) = arguments.second else { return .noSuchOverload }
    guard evaluation.spend(bytes: other.utf8.count) else { return Evaluation.exhausted }
    switch self {
    case .startsWith: return .bool(text.utf8.starts(with: other.utf8))
    case .endsWith:
      return .bool(
        other.utf8.count <= text.utf8.count
          && text.utf8.suffix(other.utf8.count).elementsEqual(other.utf8)
      )
    case .contains: return .bool(ByteText.contains(text, other))
    case .split:
      guard case .int(let limit) = arguments.third else { return .noSuchOverload }
      return Self.split(text, other, limit, &evaluation)
    case .replace:
      guard case .string(let new) = arguments.third, case .int(let limit) = arguments.fourth
      else { return .noSuchOverload }
      return Self.replace(text, other, new, limit, &evaluation)
    default: return Self.matches(text, other, &evaluation)
    }
  }

  /// A text in double quotes, with the escapes of the language.
  private static func quoted(_ text: String) -> String {
    var result = Array("\"".utf8)
    result.reserveCapacity(text.utf8.count + 2)
    for byte in text.utf8 {
      switch byte {
      case 0x07: result += "\\a".utf8
      case 0x08: result += "\\b".utf8
      case 0x0B: result += "\\v".utf8
      case 0x0C: result += "\\f".utf8
      case UInt8(ascii: "\n"): result += "\\n".utf8
      case UInt8(ascii: "\r"): result += "\\r".utf8
      case UInt8(ascii: "\t"): result += "\\t".utf8
      case UInt8(ascii: "\\"): result += "\\\\".utf8
      case UInt8(ascii: "\""): result += "\\\"".utf8
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }

  private static func matches(
    _ text: String,
    _ expression: String,
    _ evaluation: inout Evaluation
  ) -> Value {
    do {
      let pattern = try Pattern(expression)
      guard evaluation.spend(pattern.compilationWork) else { return Evaluation.exhausted }
      return text.matches(pattern, &evaluation)
    } catch {
      // The progress of the compilation is not known; this is its limit.
      guard evaluation.spend(Pattern.sizeLimit) else { return Evaluation.exhausted }
      return .error("invalid regular expression: \(error.message)")
    }
  }

  private static func split(
    _ text: String,
    _ separator: String,
    _ limit: Int64,
    _ evaluation: inout Evaluation
  ) -> Value {
    if limit == 0 { return .list([]) }
    let parts = ByteText.split(text, separator, limit: limit < 0 ? .max : Int(limit))
    guard evaluation.spend(parts.count) else { return Evaluation.exhausted }
    return .list(parts.map(Value.string))
  }

  private static func replace(
    _ text: String,
    _ old: String,
    _ new: String,
    _ limit: Int64,
    _ evaluation: inout Evaluation
  ) -> Value {
    let places = ByteText.places(of: old, in: text, limit: limit < 0 ? .max : Int(limit))
    guard evaluation.spend(places.count * (1 + new.utf8.count / Evaluation.bytesPerStep)) else {
      return Evaluation.exhausted
    }
    return .string(ByteText.replace(places, of: old, by: new, in: text))
  }
}
