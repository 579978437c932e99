import Synchronization

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
///
/// A class, because its fields are made when an expression first uses the type: most runs need few of
/// the types.
package final class ObjectType: Sendable {
  /// The name.
  package let name: String
  private let make: @Sendable () -> [Field]
  private let made = Mutex<[Field]?>(nil)

  /// A type of objects.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - fields: Makes the fields.
  package init(name: String, fields: @autoclosure @escaping @Sendable () -> [Field]) {
    self.name = name
    make = fields
  }

  /// The fields; their places are the numbers under which a fact source is asked for values.
  package var fields: [Field] {
    made.withLock { known in
      let fields = known ?? make()
      known = fields
      return fields
    }
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
