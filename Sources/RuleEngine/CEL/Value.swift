/// An object of the schema: which type, and which of its objects.
package struct ObjectReference: Hashable, Sendable {
  /// The type's place in the schema.
  package let type: Int
  /// The object, in the numbering of the fact source.
  package let id: Int

  /// A reference.
  package init(type: Int, id: Int) {
    self.type = type
    self.id = id
  }
}

/// Answers what expressions ask about objects.
package protocol FactSource {
  /// The value of a field, by its place in the type; nil when it is unset.
  func value(ofField field: Int, of object: ObjectReference) -> Value?
}

/// Why a value is not known.
package struct Unknown: Hashable, Sendable {
  /// The reasons, each once, in the order in which they were met.
  package let reasons: [String]

  /// A value that is not known for one reason.
  package init(_ reason: String) {
    reasons = [reason]
  }

  private init(reasons: [String]) {
    self.reasons = reasons
  }

  /// The reasons of both.
  func union(_ other: Self) -> Self {
    if reasons == other.reasons { return self }
    return Self(reasons: reasons + other.reasons.filter { !reasons.contains($0) })
  }
}

/// What went wrong when an expression was evaluated, such as `divide by zero`.
package struct EvaluationError: Hashable, Sendable {
  /// What went wrong.
  package let message: String

  init(_ message: String) {
    self.message = message
  }
}

/// A map of the language; it keeps the order of its entries.
package struct CELMap: Hashable, Sendable {
  /// The entries, in order.
  package let entries: [Entry]

  /// One key with its value.
  package struct Entry: Hashable, Sendable {
    package let key: Value
    package let value: Value
  }

  init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// The value of a key, numbers compared as numbers.
  func value(_ key: Value) -> Value? {
    entries.first { $0.key.equals(key) }?.value
  }
}

/// A value of the Common Expression Language, with the two outcomes that are none: not known,
/// and error.
package enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([Value])
  case map(CELMap)
  case object(ObjectReference)
  case type(String)
  case unknown(Unknown)
  case error(EvaluationError)

  static func error(_ message: String) -> Value {
    .error(EvaluationError(message))
  }

  /// Whether it is neither unknown nor an error.
  var isValue: Bool {
    switch self {
    case .unknown, .error: false
    default: true
    }
  }

  /// The name of its type.
  var typeName: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .list: "list"
    case .map: "map"
    case .object: "object"
    case .type: "type"
    case .unknown: "unknown"
    case .error: "error"
    }
  }

  /// Whether two values are equal, as the language says: numbers across their types, lists and
  /// maps by their parts, and values of different types never.
  func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)): return left == right
    case (.bool(let left), .bool(let right)): return left == right
    case (.list(let left), .list(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
    case (.map(let left), .map(let right)):
      return left.entries.count == right.entries.count
        && left.entries.allSatisfy { entry in
          right.value(entry.key).map { entry.value.equals($0) } ?? false
        }
    default:
      if let order = numericOrder(other) { return order == .equal }
      return self == other
    }
  }

  /// How two values compare.
  enum Order {
    case less
    case equal
    case greater
    /// One of them is not a number (NaN).
    case none
  }

  /// The order of two numbers, whatever their types; nil when one is no number.
  func numericOrder(_ other: Value) -> Order? {
    switch (self, other) {
    case (.int(let left), .int(let right)): Self.order(left, right)
    case (.uint(let left), .uint(let right)): Self.order(left, right)
    case (.int(let left), .uint(let right)):
      left < 0 ? .less : Self.order(UInt64(left), right)
    case (.uint(let left), .int(let right)):
      right < 0 ? .greater : Self.order(left, UInt64(right))
    case (.double(let left), .double(let right)): Self.order(left, right)
    case (.double(let left), .int(let right)): Self.order(left, right)
    case (.int(let left), .double(let right)): Self.order(right, left).reversed
    case (.double(let left), .uint(let right)): Self.order(left, right)
    case (.uint(let left), .double(let right)): Self.order(right, left).reversed
    default: nil
    }
  }

  private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
    left < right ? .less : left == right ? .equal : left > right ? .greater : .none
  }

  /// Compares without rounding the whole number: beyond 2^53 a double would swallow digits.
  private static func order(_ left: Double, _ right: some BinaryInteger) -> Order {
    if left.isNaN { return .none }
    return left < right ? .less : left == right ? .equal : .greater
  }

  /// The order of two values of one comparable type; nil when they have none.
  func order(_ other: Value) -> Order? {
    switch (self, other) {
    case (.string(let left), .string(let right)):
      return left == right
        ? .equal : left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
          ? .less : .greater
    case (.bool(let left), .bool(let right)):
      return left == right ? .equal : right ? .less : .greater
    case (.bytes(let left), .bytes(let right)):
      return left == right
        ? .equal : left.lexicographicallyPrecedes(right) ? .less : .greater
    default: return numericOrder(other)
    }
  }
}

extension Value.Order {
  fileprivate var reversed: Self {
    switch self {
    case .less: .greater
    case .greater: .less
    case .equal: .equal
    case .none: .none
    }
  }
}
