import CommonExpressions
import YAMLSyntax

/// A small schema and some facts for the expressions of the tests.
final class SecretFixture: FactSource {
  func spend(_ steps: Int) -> Bool { true }

  static let schema = Schema(objectTypes: [
    ObjectType(
      name: "secret",
      fields: [
        Field(name: "name", type: .string, isOptional: false, documentation: "Its name."),
        Field(name: "provider", type: .string, isOptional: false, documentation: "Its provider."),
        Field(
          name: "version",
          type: .object("text"),
          isOptional: true,
          documentation: "Its version."
        ),
        Field(name: "tags", type: .list(.string), isOptional: false, documentation: "Its tags."),
        Field(
          name: "labels",
          type: .map(.string, .string),
          isOptional: false,
          documentation: "Its labels."
        ),
        Field(name: "audience", type: .string, isOptional: false, documentation: "Not known."),
        Field(name: "open", type: .bool, isOptional: false, documentation: "Not known."),
      ]
    ),
    ObjectType(
      name: "text",
      fields: [
        Field(name: "text", type: .string, isOptional: false, documentation: "The text.")
      ]
    ),
  ])

  static let variables: [(name: String, type: CELType)] = [
    ("secret", .object("secret")), ("other", .object("secret")), ("unknown_bool", .bool),
    ("unknown_list", .list(.int)), ("partly_known", .list(.bool)),
  ]

  static let bindings: [Value] = [
    .object(ObjectReference(type: 0, id: 0)), .object(ObjectReference(type: 0, id: 1)),
    .unknown(Unknown("unknown_bool")), .unknown(Unknown("unknown_list")),
    .list([.bool(true), .unknown(Unknown("element")), .bool(false)]),
  ]

  /// Secret 0 has a version, secret 1 has none.
  func value(ofField field: Int, of object: ObjectReference) -> Value? {
    switch (object.type, field) {
    case (0, 0): .string(object.id == 0 ? "DATABASE_PASSWORD" : "API_KEY")
    case (0, 1): .string(object.id == 0 ? "azure_key_vault" : "vault")
    case (0, 2): object.id == 0 ? .object(ObjectReference(type: 1, id: 7)) : nil
    case (0, 3): .list([.string("prod"), .string("eu")])
    case (0, 4):
      CELMap([CELMap.Entry(key: .string("team"), value: .string("core"))]).map(Value.map)
    case (0, 5): .unknown(Unknown("audience"))
    case (0, 6): .unknown(Unknown("open"))
    case (1, 0): .string("0123456789abcdef0123456789abcdef")
    default: nil
    }
  }

  /// The value of an expression over the fixture.
  static func evaluate(_ source: String) throws(ExpressionError) -> Value {
    let program = try Program(source, schema: schema, variables: variables)
    return program.evaluate(bindings, facts: SecretFixture())
  }

  /// Renders a template over the fixture.
  static func render(_ source: String) throws(ExpressionError) -> String {
    let template = try Template(source, schema: schema, variables: variables)
    return template.render(bindings, facts: SecretFixture())
  }
}

/// An expression with its value, and the section of the language definition that defines it.
struct ExpressionCase: Sendable, CustomStringConvertible {
  let section: String
  let source: String
  let value: Value

  init(_ section: String, _ source: String, _ value: Value) {
    self.section = section
    self.source = source
    self.value = value
  }

  var description: String { "\(section): \(source)" }
}

/// An expression with a mistake or a failure, and the section that defines it.
struct FailureCase: Sendable, CustomStringConvertible {
  let section: String
  let source: String
  let message: String

  init(_ section: String, _ source: String, _ message: String) {
    self.section = section
    self.source = source
    self.message = message
  }

  var description: String { "\(section): \(source)" }
}
