/// The functions of the standard library that are called by name (language definition: Functions).
///
/// Times and durations are left out, for no fact is one; of the strings extension there is what
/// rules need.
enum StandardFunction: String, CaseIterable {
  case bool
  case bytes
  case contains
  case double
  case dyn
  case endsWith
  case int
  case join
  case lowerAscii
  case matches
  case replace
  case size
  case split
  case startsWith
  case string
  case trim
  case type
  case uint
  case upperAscii

  /// How a function is called.
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
    case .contains, .startsWith, .endsWith:
      Signature(style: .method, parameters: [.string, .string], result: .bool)
    case .lowerAscii, .upperAscii, .trim:
      Signature(style: .method, parameters: [.string], result: .string)
    case .replace:
      Signature(
        style: .method,
        parameters: [.string, .string, .string, .int],
        result: .string,
        defaultArgument: .int(-1)
      )
    case .split:
      Signature(
        style: .method,
        parameters: [.string, .string, .int],
        result: .list(.string),
        defaultArgument: .int(-1)
      )
    case .join:
      Signature(
        style: .method,
        parameters: [.strings, .string],
        result: .string,
        defaultArgument: .string("")
      )
    case .bool: Signature(style: .global, parameters: [[.bool, .string]], result: .bool)
    case .bytes: Signature(style: .global, parameters: [[.bytes, .string]], result: .bytes)
    case .double: Signature(style: .global, parameters: [[.number, .string]], result: .double)
    case .int: Signature(style: .global, parameters: [[.number, .string]], result: .int)
    case .uint: Signature(style: .global, parameters: [[.number, .string]], result: .uint)
    case .string:
      Signature(
        style: .global,
        parameters: [[.string, .bytes, .bool, .number]],
        result: .string
      )
    case .dyn: Signature(style: .global, parameters: [.any], result: .dyn)
    case .type: Signature(style: .global, parameters: [.any], result: .type)
    }
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
    case .null, .object, .type: false
    }
  }

  /// The types in words.
  var words: String {
    let names: [(Self, String)] = [
      (.string, "string"), (.bytes, "bytes"), (.bool, "bool"), (.int, "int"), (.uint, "uint"),
      (.double, "double"), (.list, "list"), (.strings, "list(string)"), (.map, "map"),
    ]
    let words = names.filter { contains($0.0) }.map(\.1)
    guard let last = words.last, words.count > 1 else { return words.first ?? "any value" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
