/// The functions of optional values (optional types extension).
enum OptionalFunction: String, CaseIterable {
  case of = "optional.of"
  case ofNonZeroValue = "optional.ofNonZeroValue"
  case none = "optional.none"
  case hasValue
  case value
  case or
  case orValue

  /// Whether it is called by its own name, not after a value.
  var isGlobal: Bool {
    switch self {
    case .of, .ofNonZeroValue, .none: true
    case .hasValue, .value, .or, .orValue: false
    }
  }

  /// The number of operands that it takes, that before the point included.
  var operandCount: Int {
    switch self {
    case .none: 0
    case .of, .ofNonZeroValue, .hasValue, .value: 1
    case .or, .orValue: 2
    }
  }
}

/// A call of a function of optional values.
final class OptionalCallNode: Node {
  private let function: OptionalFunction
  private let operands: [any Node]

  init(_ function: OptionalFunction, _ operands: [any Node]) {
    self.function = function
    self.operands = operands
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    guard let operand = operands.first?.evaluate(scope, &evaluation) else { return .optional(nil) }
    guard operand.isKnown else { return operand }
    switch (function, operand) {
    case (.of, _): return .optional(operand)
    case (.ofNonZeroValue, _): return .optional(operand.isZero ? nil : operand)
    case (.hasValue, .optional(let value)): return .bool(value != nil)
    case (.value, .optional(let value)): return value ?? .error("the optional value is missing")
    case (.or, .optional(.some)): return operand
    case (.orValue, .optional(let value?)): return value
    // The alternative is evaluated only if it is needed.
    case (.orValue, .optional(nil)): return operands[1].evaluate(scope, &evaluation)
    case (.or, .optional(nil)):
      let other = operands[1].evaluate(scope, &evaluation)
      if case .optional = other { return other }
      return Shortfall.of(other, other)
    default: return .noSuchOverload
    }
  }
}

extension Value {
  /// Whether it is the zero of its type: what an unset field of a message has.
  fileprivate var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .list(let value): value.isEmpty
    case .map(let value): value.entries.isEmpty
    case .optional(let value): value == nil
    case .duration(let value): value.nanoseconds == 0
    case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
    case .object, .type, .unknown, .error: false
    }
  }
}
