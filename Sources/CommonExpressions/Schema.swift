/// One field of an object type.
package struct Field: Sendable {
  /// The name.
  package let name: String
  /// The type of its value.
  package let type: CELType
  /// Whether it may be unset: `has()` is false then, and reading it the error `no such field`.
  package let isOptional: Bool
  /// Its meaning, in one or two sentences.
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
  /// The fields; their places are the numbers under which a fact source is asked for values.
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

  func objectType(named name: String) -> ObjectType? {
    objectTypes.first { $0.name == name }
  }
}
