import RegularExpressions

/// A call of a standard function, whose arguments all have to be known.
final class CallNode: Node {
  private let function: StandardFunction
  private let operands: [any Node]

  init(_ function: StandardFunction, _ operands: [any Node]) {
    self.function = function
    self.operands = operands
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    var arguments = Arguments()
    var shortfall = Shortfall()
    for operand in operands {
      let value = operand.evaluate(scope, &evaluation)
      if value.isKnown { arguments.append(value) } else { shortfall.note(value) }
    }
    return shortfall.value ?? function.call(arguments, &evaluation)
  }
}

/// The arguments of a call, without an array; functions take at most four.
struct Arguments {
  private(set) var first = Value.null
  private(set) var second = Value.null
  private(set) var third = Value.null
  private(set) var fourth = Value.null
  private var count = 0

  mutating func append(_ value: Value) {
    switch count {
    case 0: first = value
    case 1: second = value
    case 2: third = value
    default: fourth = value
    }
    count += 1
  }
}

/// `matches()` with a pattern that is written in the expression.
final class MatchesNode: Node {
  private let operand: any Node
  private let pattern: Pattern

  init(_ operand: any Node, _ pattern: Pattern) {
    self.operand = operand
    self.pattern = pattern
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .string(let text): text.matches(pattern, &evaluation)
    case let value: Shortfall.of(value, value)
    }
  }
}

extension String {
  /// Whether a pattern matches somewhere in the text, within the limits of an evaluation.
  func matches(_ pattern: Pattern, _ evaluation: inout Evaluation) -> Value {
    // A step of the expression at one scalar takes less than one of ours.
    evaluation.spend(utf8.count * pattern.size / 8)
      ? .bool(pattern.matches(self)) : Evaluation.exhausted
  }
}

/// `type()`, which needs the names of the schema's types.
final class TypeNode: Node {
  private let operand: any Node
  private let objectTypes: [String]

  init(_ operand: any Node, schema: Schema) {
    self.operand = operand
    objectTypes = schema.objectTypes.map(\.name)
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .null: .type("null_type")
    case .bool: .type("bool")
    case .int: .type("int")
    case .uint: .type("uint")
    case .double: .type("double")
    case .string: .type("string")
    case .bytes: .type("bytes")
    case .list: .type("list")
    case .map: .type("map")
    case .optional: .type("optional_type")
    case .timestamp: .type(CELTimestamp.typeName)
    case .duration: .type(CELDuration.typeName)
    case .object(let object):
      .type(object.type < objectTypes.count ? objectTypes[object.type] : "object")
    case .type: .type("type")
    case let value: Shortfall.of(value, value)
    }
  }
}
