/// A value of the Common Expression Language, with the two outcomes that are none: not known, and
/// error.
///
/// Swift's `==` distinguishes values of different types; the language's own equality, for which 1
/// is 1.0, is `isEqual(to:)`.
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
  /// A value that may be missing; nil when it is.
  indirect case optional(Value?)
  case timestamp(CELTimestamp)
  case duration(CELDuration)
  case object(ObjectReference)
  /// A type, by its name.
  case type(String)
  /// Not known; an answer, not a failure.
  case unknown(Unknown)
  case error(EvaluationError)

  /// An error with a message.
  static func error(_ message: String) -> Value {
    .error(EvaluationError(message))
  }

  /// The error for operands whose types an operation does not take.
  static let noSuchOverload = Value.error("no such overload")

  /// Whether it is neither unknown nor an error.
  var isKnown: Bool {
    switch self {
    case .unknown, .error: false
    default: true
    }
  }
}

extension Value {
  /// More of a text than this is not quoted: a message is made for every failed element, and
  /// most are never shown.
  private static let quoteLimit = 80

  /// The value as errors quote it: of a text the start, of a list or a map, which may hold one
  /// value often, nothing but the type.
  var quoted: String {
    switch self {
    case .string(let text):
      let start = text.unicodeScalars.prefix(Self.quoteLimit)
      let isCut = start.endIndex < text.unicodeScalars.endIndex
      return "'\(String(start))\(isCut ? "…" : "")'"
    case .bytes: return "(bytes)"
    case .list: return "(list)"
    case .map: return "(map)"
    case .optional: return "(optional)"
    default: return description
    }
  }
}

extension Value: CustomStringConvertible {
  /// The value as it is put into a message: a string as it is, a list joined with commas.
  package var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .uint(let value): String(value)
    case .double(let value): NumberText.text(value)
    case .string(let value): value
    case .bytes(let value): String(decoding: value, as: UTF8.self)
    case .list(let values): values.map(\.description).joined(separator: ", ")
    case .map(let map):
      map.entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    case .optional(let value): value?.description ?? "(none)"
    case .timestamp(let time): time.description
    case .duration(let duration): duration.description
    case .object: "(object)"
    case .type(let name): name
    case .unknown: "(unknown)"
    case .error(let error): "(\(error.message))"
    }
  }
}
