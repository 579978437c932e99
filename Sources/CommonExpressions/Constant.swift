/// A constant that expressions see as `params.NAME`.
package struct Constant: Hashable, Sendable {
  /// Its name.
  package let name: String
  /// Its value.
  package let value: Value

  /// A constant.
  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }

  /// The type of its value: a string, a whole number, a truth value or a list of strings.
  package var type: CELType {
    switch value {
    case .bool: .bool
    case .int: .int
    case .list: .list(.string)
    default: .string
    }
  }
}
