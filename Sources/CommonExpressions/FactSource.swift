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
///
/// A class, because it is passed on without a copy.
package protocol FactSource: AnyObject {
  /// The value of a field of an object; nil when it is unset.
  ///
  /// - Parameters:
  ///   - field: The field's place in the object's type.
  ///   - object: The object.
  /// - Returns: The value, of the type that the schema declares; `.unknown` when it cannot be
  ///   known.
  func value(ofField field: Int, of object: ObjectReference) -> Value?

  /// Takes steps from the budget of all expressions of a run.
  ///
  /// - Parameter steps: The number of steps that an evaluation took.
  /// - Returns: Whether there were enough of them; otherwise the value does not count.
  func spend(_ steps: Int) -> Bool
}
