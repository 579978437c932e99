import CommonExpressions

/// One field of a type that rule expressions see.
///
/// A field's name, type and meaning. The rules' type checker, their evaluation and the
/// documentation use the same list.
struct FieldDeclaration {
  let name: String
  let type: CELType
  let isOptional: Bool
  let documentation: String

  init(_ name: String, _ type: CELType, optional: Bool = false, _ documentation: String) {
    self.name = name
    self.type = type
    isOptional = optional
    self.documentation = documentation
  }
}

/// The fields of one type, numbered as rule expressions refer to them.
protocol FactField: RawRepresentable<Int>, CaseIterable, Sendable {
  /// The type's name.
  static var typeName: String { get }
  /// The field's declaration.
  var declaration: FieldDeclaration { get }
}

extension FactField {
  /// The type, for the type checker.
  static var objectType: ObjectType {
    ObjectType(
      name: typeName,
      fields: allCases.map { field in
        let declaration = field.declaration
        return Field(
          name: declaration.name,
          type: declaration.type,
          isOptional: declaration.isOptional,
          documentation: declaration.documentation
        )
      }
    )
  }
}
