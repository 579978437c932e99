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

/// A member of a map, of an object whose type is not known before, or of an optional value.
final class MemberNode: Node {
  private let operand: any Node
  private let lookup: MemberLookup

  init(_ operand: any Node, _ lookup: MemberLookup) {
    self.operand = operand
    self.lookup = lookup
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .optional(let value): value.map { lookup.result(in: $0, scope).optional } ?? .optional(nil)
    case let value: lookup.result(in: value, scope).required
    }
  }
}

/// `operand.?name`.
final class OptionalMemberNode: Node {
  private let operand: any Node
  private let lookup: MemberLookup

  init(_ operand: any Node, _ lookup: MemberLookup) {
    self.operand = operand
    self.lookup = lookup
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .optional(let value): value.map { lookup.result(in: $0, scope).optional } ?? .optional(nil)
    case let value: lookup.result(in: value, scope).optional
    }
  }
}

/// `has()` of a field or key (language definition: Field Selection).
final class HasNode: Node {
  private let operand: any Node
  private let lookup: MemberLookup

  init(_ operand: any Node, _ lookup: MemberLookup) {
    self.operand = operand
    self.lookup = lookup
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .optional(let value): value.map { lookup.result(in: $0, scope).presence } ?? .bool(false)
    case let value: lookup.result(in: value, scope).presence
    }
  }
}

/// An element of a list or the value of a key.
final class IndexNode: Node {
  private let operand: any Node
  private let key: any Node
  /// Whether it is written `[?key]`.
  private let isOptional: Bool

  init(_ operand: any Node, _ key: any Node, isOptional: Bool) {
    self.operand = operand
    self.key = key
    self.isOptional = isOptional
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    let container = operand.evaluate(scope, &evaluation)
    let key = key.evaluate(scope, &evaluation)
    guard container.isKnown, key.isKnown else { return Shortfall.of(container, key) }
    guard evaluation.spend(lookingUp: key) else { return Evaluation.exhausted }
    if case .optional(let value) = container {
      return value.map { Self.result(key, in: $0).optional } ?? container
    }
    let result = Self.result(key, in: container)
    return isOptional ? result.optional : result.required
  }

  private static func result(_ key: Value, in container: Value) -> LookupResult {
    switch container {
    case .list(let elements):
      guard let index = index(key) else {
        return .failed(.error("invalid index \(key.quoted) of a list"))
      }
      guard elements.indices.contains(index) else {
        return .missing(.error("index \(key.quoted) is out of range"))
      }
      return .found(elements[index])
    case .map(let map):
      return map.value(of: key).map(LookupResult.found)
        ?? .missing(.error("no such key \(key.quoted)"))
    default: return .failed(.noSuchOverload)
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
