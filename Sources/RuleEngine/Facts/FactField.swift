import CommonExpressions

extension Field {
  /// A field of a type that rule expressions see.
  ///
  /// The rules' type checker, their evaluation and the documentation use the same list of fields.
  init(_ name: String, _ type: CELType, optional: Bool = false, _ documentation: String) {
    self.init(name: name, type: type, isOptional: optional, documentation: documentation)
  }
}

/// The fields of one type, numbered as rule expressions refer to them.
protocol FactField: RawRepresentable<Int>, CaseIterable, Sendable {
  /// The type's name.
  static var typeName: String { get }
  /// The field's declaration.
  var declaration: Field { get }
}

extension FactField {
  /// The type, for the type checker.
  static var objectType: ObjectType {
    ObjectType(name: typeName, fields: allCases.map(\.declaration))
  }
}
