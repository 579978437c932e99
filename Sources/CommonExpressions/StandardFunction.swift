/// The functions of the standard library that are called by name (language definition: Functions).
///
/// The strings extension is among them; `known` is ours.
enum StandardFunction: String, CaseIterable {
  case bool
  case bytes
  case charAt
  case contains
  case double
  case duration
  case dyn
  case endsWith
  case format
  case getDate
  case getDayOfMonth
  case getDayOfWeek
  case getDayOfYear
  case getFullYear
  case getHours
  case getMilliseconds
  case getMinutes
  case getMonth
  case getSeconds
  case indexOf
  case int
  case join
  case known
  case lastIndexOf
  case lowerAscii
  case matches
  case quote = "strings.quote"
  case replace
  case reverse
  case size
  case split
  case startsWith
  case string
  case substring
  case timestamp
  case trim
  case type
  case uint
  case upperAscii

  /// The form of a function call.
  enum Style {
    /// `size(text)`
    case global
    /// `text.trim()`
    case method
    case both
  }

  /// A function's parameters and result.
  struct Signature {
    var style: Style
    /// The types of each argument, that before the point included.
    var parameters: [TypeSet]
    var result: CELType
    /// The default of the last argument.
    var defaultArgument: Value?
  }

  var signature: Signature {
    switch self {
    case .size: Signature(style: .both, parameters: [[.string, .bytes, .list, .map]], result: .int)
    case .matches: Signature(style: .both, parameters: [.string, .string], result: .bool)
    case .bool: .global([.bool, .string], .bool)
    case .bytes: .global([.bytes, .string], .bytes)
    case .double: .global([.number, .string], .double)
    case .int: .global([.number, .string, .timestamp], .int)
    case .uint: .global([.number, .string], .uint)
    case .string: .global([.string, .bytes, .bool, .number, .timestamp, .duration], .string)
    case .timestamp: .global([.timestamp, .int, .string], .timestamp)
    case .duration: .global([.duration, .string], .duration)
    case .dyn: .global(.any, .dyn)
    case .type: .global(.any, .type)
    case .known: .global(.any, .bool)
    case .quote: .global(.string, .string)
    case .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getFullYear, .getMonth:
      .method([.timestamp, .string], .int, default: .string("UTC"))
    case .getHours, .getMilliseconds, .getMinutes, .getSeconds:
      .method([[.timestamp, .duration], .string], .int, default: .string("UTC"))
    case .contains, .startsWith, .endsWith: .method([.string, .string], .bool)
    case .lowerAscii, .upperAscii, .trim, .reverse: .method([.string], .string)
    case .charAt: .method([.string, .int], .string)
    case .indexOf: .method([.string, .string, .int], .int, default: .int(0))
    case .lastIndexOf: .method([.string, .string, .int], .int, default: .null)
    case .substring: .method([.string, .int, .int], .string, default: .null)
    case .replace: .method([.string, .string, .string, .int], .string, default: .int(-1))
    case .split: .method([.string, .string, .int], .list(.string), default: .int(-1))
    case .join: .method([.strings, .string], .string, default: .string(""))
    case .format: .method([.string, .list], .string)
    }
  }
}

extension StandardFunction.Signature {
  /// A function of one argument.
  fileprivate static func global(_ parameter: TypeSet, _ result: CELType) -> Self {
    Self(style: .global, parameters: [parameter], result: result)
  }

  fileprivate static func method(
    _ parameters: [TypeSet],
    _ result: CELType,
    default value: Value? = nil
  ) -> Self {
    Self(style: .method, parameters: parameters, result: result, defaultArgument: value)
  }
}

/// The types that an argument may have.
struct TypeSet: OptionSet, Sendable {
  let rawValue: UInt16

  static let bool = Self(rawValue: 1)
  static let int = Self(rawValue: 2)
  static let uint = Self(rawValue: 4)
  static let double = Self(rawValue: 8)
  static let string = Self(rawValue: 16)
  static let bytes = Self(rawValue: 32)
  static let list = Self(rawValue: 64)
  static let map = Self(rawValue: 128)
  /// A list of strings.
  static let strings = Self(rawValue: 256)
  static let any = Self(rawValue: 512)
  static let timestamp = Self(rawValue: 1024)
  static let duration = Self(rawValue: 2048)
  static let number: Self = [.int, .uint, .double]

  func accepts(_ type: CELType) -> Bool {
    if self == .any { return true }
    return switch type {
    case .dyn: true
    case .bool: contains(.bool)
    case .int: contains(.int)
    case .uint: contains(.uint)
    case .double: contains(.double)
    case .string: contains(.string)
    case .bytes: contains(.bytes)
    case .list(let element):
      contains(.list) || contains(.strings) && element.accepts(.string)
    case .map: contains(.map)
    case .timestamp: contains(.timestamp)
    case .duration: contains(.duration)
    case .null, .object, .optional, .type: false
    }
  }

  /// The types in words.
  var words: String {
    let names: [(Self, String)] = [
      (.string, "string"), (.bytes, "bytes"), (.bool, "bool"), (.int, "int"), (.uint, "uint"),
      (.double, "double"), (.list, "list"), (.strings, "list(string)"), (.map, "map"),
      (.timestamp, CELTimestamp.typeName), (.duration, CELDuration.typeName),
    ]
    let words = names.filter { contains($0.0) }.map(\.1)
    guard let last = words.last, words.count > 1 else { return words.first ?? "any value" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
