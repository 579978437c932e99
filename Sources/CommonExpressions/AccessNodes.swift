/// A value that is known when the expression is compiled.
final class ConstantNode: Node {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value { value }
}

/// A variable that is bound from outside.
final class VariableNode: Node {
  let place: Int

  init(_ place: Int) {
    self.place = place
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    place < scope.bindings.count ? scope.bindings[place] : .error("a variable is not bound")
  }
}

/// The variable of a macro.
final class LocalNode: Node {
  let place: Int

  init(_ place: Int) {
    self.place = place
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    evaluation.locals[place]
  }
}

/// A field of an object whose type is known.
final class FieldNode: Node {
  private let operand: any Node
  private let field: Int
  private let name: String

  init(_ operand: any Node, field: Int, name: String) {
    self.operand = operand
    self.field = field
    self.name = name
  }

  private var missing: Value { .error("no such field '\(name)'") }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .object(let object): scope.facts.value(ofField: field, of: object) ?? missing
    case .null: missing
    case let value: Shortfall.of(value, value)
    }
  }
}

/// A field of a bound variable: the most frequent access, in one step.
final class VariableFieldNode: Node {
  private let place: Int
  private let field: Int
  private let name: String

  init(_ variable: VariableNode, field: Int, name: String) {
    place = variable.place
    self.field = field
    self.name = name
  }

  private var missing: Value { .error("no such field '\(name)'") }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    guard place < scope.bindings.count else { return .error("a variable is not bound") }
    switch scope.bindings[place] {
    case .object(let object): return scope.facts.value(ofField: field, of: object) ?? missing
    case .null: return missing
    case let value: return Shortfall.of(value, value)
    }
  }
}

/// A member of a map, or of an object whose type is not known before.
final class MemberNode: Node {
  private let operand: any Node
  private let key: Value
  /// The place of the field in each type of the schema.
  private let fields: [Int?]
  private let missing: (key: Value, field: Value)

  init(_ operand: any Node, name: String, fields: [Int?]) {
    self.operand = operand
    key = .string(name)
    self.fields = fields
    missing = (.error("no such key '\(name)'"), .error("no such field '\(name)'"))
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .map(let map): return map.value(of: key) ?? missing.key
    case .object(let object):
      guard object.type < fields.count, let field = fields[object.type] else {
        return missing.field
      }
      return scope.facts.value(ofField: field, of: object) ?? missing.field
    case .null: return missing.field
    case let value: return Shortfall.of(value, value)
    }
  }
}

/// `has()` of a field or key (language definition: Field Selection).
final class HasNode: Node {
  private let operand: any Node
  private let key: Value
  /// The place of the field in each type of the schema.
  private let fields: [Int?]

  init(_ operand: any Node, name: String, fields: [Int?]) {
    self.operand = operand
    key = .string(name)
    self.fields = fields
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .object(let object):
      guard object.type < fields.count, let field = fields[object.type] else {
        return .error("no such field '\(key)'")
      }
      return Self.presence(of: scope.facts.value(ofField: field, of: object))
    case .map(let map): return Self.presence(of: map.value(of: key))
    case .null: return .error("no such field '\(key)'")
    case let value: return Shortfall.of(value, value)
    }
  }

  private static func presence(of value: Value?) -> Value {
    switch value {
    case nil: .bool(false)
    case .unknown?: value ?? .null
    default: .bool(true)
    }
  }
}

/// An element of a list or the value of a key.
final class IndexNode: Node {
  private let operand: any Node
  private let key: any Node

  init(_ operand: any Node, _ key: any Node) {
    self.operand = operand
    self.key = key
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    let container = operand.evaluate(scope, &evaluation)
    let key = key.evaluate(scope, &evaluation)
    guard container.isKnown, key.isKnown else { return Shortfall.of(container, key) }
    switch container {
    case .list(let elements):
      guard let index = Self.index(key) else { return .error("invalid index \(key) of a list") }
      guard elements.indices.contains(index) else {
        return .error("index \(key) is out of range")
      }
      return elements[index]
    case .map(let map): return map.value(of: key) ?? .error("no such key '\(key)'")
    default: return .noSuchOverload
    }
  }

  private static func index(_ key: Value) -> Int? {
    switch key {
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(clamping: value)
    case .double(let value): NumberText.whole(value).flatMap(index)
    default: nil
    }
  }
}
