/// A type of the Common Expression Language.
package indirect enum CELType: Hashable, Sendable {
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case list(CELType)
  case map(CELType, CELType)
  /// A value that may be missing (`optional.of(x)`, `a.?b`).
  case optional(CELType)
  case timestamp
  case duration
  /// An object of the schema, by the name of its type.
  case object(String)
  /// The type of types.
  case type
  /// Known only when the expression is evaluated.
  case dyn
}

extension CELType: CustomStringConvertible {
  /// The type as the language writes it.
  package var description: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .optional(let value): "optional_type(\(value))"
    case .timestamp: CELTimestamp.typeName
    case .duration: CELDuration.typeName
    case .object(let name): name
    case .type: "type"
    case .dyn: "dyn"
    }
  }

  /// Whether a value of another type is, or may turn out to be, allowed where this one is expected.
  func accepts(_ other: CELType) -> Bool {
    switch (self, other) {
    case (.dyn, _), (_, .dyn): true
    case (.list(let left), .list(let right)): left.accepts(right)
    case (.optional(let left), .optional(let right)): left.accepts(right)
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      key.accepts(otherKey) && value.accepts(otherValue)
    // Null represents an absent message (language definition: Equality).
    case (.object, .null), (.null, .object): true
    default: self == other
    }
  }

  /// The narrowest type that both have; `dyn` when there is none.
  func joined(with other: CELType) -> CELType {
    if self == other { return self }
    switch (self, other) {
    case (.list(let left), .list(let right)): return .list(left.joined(with: right))
    case (.optional(let left), .optional(let right)): return .optional(left.joined(with: right))
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      return .map(key.joined(with: otherKey), value.joined(with: otherValue))
    case (.object, .null): return self
    case (.null, .object): return other
    default: return .dyn
    }
  }

  /// Whether it is one of the three types of numbers.
  var isNumber: Bool {
    self == .int || self == .uint || self == .double
  }
}
