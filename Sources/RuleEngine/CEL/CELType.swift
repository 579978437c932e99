/// A type of the Common Expression Language.
package indirect enum CELType: Hashable, Sendable, CustomStringConvertible {
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case list(CELType)
  case map(CELType, CELType)
  /// An object of the schema, by the name of its type.
  case object(String)
  /// The type of types.
  case type
  /// Known only when the expression is evaluated.
  case dyn

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
    case .object(let name): name
    case .type: "type"
    case .dyn: "dyn"
    }
  }

  /// Whether it is one of the three kinds of numbers, which compare with each other.
  var isNumber: Bool {
    self == .int || self == .uint || self == .double
  }

  /// Whether a value of one type can be used where another is wanted.
  func accepts(_ other: Self) -> Bool {
    switch (self, other) {
    case (.dyn, _), (_, .dyn): true
    case (.list(let left), .list(let right)): left.accepts(right)
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      key.accepts(otherKey) && value.accepts(otherValue)
    case (.object, .null): true
    default: self == other
    }
  }

  /// The type that holds both: itself when they agree, else `dyn`.
  func joined(with other: Self) -> Self {
    if self == other { return self }
    switch (self, other) {
    case (.list(let left), .list(let right)): return .list(left.joined(with: right))
    default: return .dyn
    }
  }
}

/// One field of an object type.
package struct Field: Sendable {
  /// The name.
  package let name: String
  /// The type of its value.
  package let type: CELType
  /// Whether it may be unset: `has()` is false then, and reading it an error.
  package let isOptional: Bool
  /// What it means.
  package let documentation: String

  /// A field.
  package init(name: String, type: CELType, isOptional: Bool, documentation: String) {
    self.name = name
    self.type = type
    self.isOptional = isOptional
    self.documentation = documentation
  }
}

/// A type of objects that expressions see.
package struct ObjectType: Sendable {
  /// The name.
  package let name: String
  /// The fields; their places are the numbers under which values are asked for.
  package let fields: [Field]

  /// A type of objects.
  package init(name: String, fields: [Field]) {
    self.name = name
    self.fields = fields
  }
}

/// All types of objects that expressions see.
package struct Schema: Sendable {
  /// The types; an object reference's `type` is the place in this list.
  package let objectTypes: [ObjectType]

  /// A schema.
  package init(objectTypes: [ObjectType]) {
    self.objectTypes = objectTypes
  }

  func objectType(_ name: String) -> ObjectType? {
    objectTypes.first { $0.name == name }
  }
}
