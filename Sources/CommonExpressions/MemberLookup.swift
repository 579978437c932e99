/// The result of looking something up in a list, a map or an object.
enum LookupResult {
  case found(Value)
  /// It is not there; the error if it has to be.
  case missing(Value)
  /// Nothing can be looked up: an error, or not known.
  case failed(Value)

  /// The value where there has to be one.
  var required: Value {
    switch self {
    case .found(let value), .missing(let value), .failed(let value): value
    }
  }

  /// The value where there may be none.
  var optional: Value {
    switch self {
    case .found(let value): value.isKnown ? .optional(value) : value
    case .missing: .optional(nil)
    case .failed(let value): value
    }
  }

  /// Whether there is a value.
  var presence: Value {
    switch self {
    case .found(.unknown(let unknown)): .unknown(unknown)
    case .found: .bool(true)
    case .missing: .bool(false)
    case .failed(let value): value
    }
  }
}

/// A name that is looked up in a map, or in an object whose type may not be known before.
struct MemberLookup {
  private let key: Value
  /// The place of the field in each type of the schema that the object may have.
  private let fields: [Int?]
  private let missing: (key: Value, field: Value)

  /// A name to look up.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - type: The type of that in which it is looked up.
  ///   - schema: The types of objects.
  init(_ name: String, of type: CELType, in schema: Schema) {
    key = .string(name)
    let type = type.unwrapped
    fields = schema.objectTypes.map { object in
      guard type == .dyn || type == .object(object.name) else { return nil }
      return object.fields.firstIndex { $0.name == name }
    }
    missing = (.error("no such key '\(name)'"), .error("no such field '\(name)'"))
  }

  func result(in container: Value, _ scope: Scope) -> LookupResult {
    switch container {
    case .map(let map):
      return map.value(of: key).map(LookupResult.found) ?? .missing(missing.key)
    case .object(let object):
      guard object.type < fields.count, let field = fields[object.type] else {
        return .failed(missing.field)
      }
      return scope.facts.value(ofField: field, of: object).map(LookupResult.found)
        ?? .missing(missing.field)
    case .null: return .failed(missing.field)
    case let value: return .failed(Shortfall.of(value, value))
    }
  }
}
