/// `+`, `-`, `*`, `/` and `%` (language definition: Arithmetic Operators).
final class ArithmeticNode: Node {
  /// The operator.
  enum Operator: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
  }

  private let operation: Operator
  private let left: any Node
  private let right: any Node

  init(_ operation: Operator, _ left: any Node, _ right: any Node) {
    self.operation = operation
    self.left = left
    self.right = right
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    apply(left.evaluate(scope, &evaluation), right.evaluate(scope, &evaluation), &evaluation)
  }

  func evaluateKnownPart(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ omissions: inout Omissions
  ) -> Value {
    // Only lists are joined part by part.
    apply(
      left.evaluateKnownPart(scope, &evaluation, &omissions),
      right.evaluateKnownPart(scope, &evaluation, &omissions),
      &evaluation
    )
  }

  private func apply(_ left: Value, _ right: Value, _ evaluation: inout Evaluation) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)):
      return Self.whole(operation, left, right).map(Value.int) ?? failure(right == 0)
    case (.uint(let left), .uint(let right)):
      return Self.whole(operation, left, right).map(Value.uint) ?? failure(right == 0)
    case (.double(let left), .double(let right)): return double(left, right)
    default:
      guard left.isKnown, right.isKnown else { return Shortfall.of(left, right) }
      if let time = TimeFunctions.combine(operation, left, right) { return time }
      return operation == .add ? concatenation(left, right, &evaluation) : .noSuchOverload
    }
  }

  private static func whole<Number: FixedWidthInteger>(
    _ operation: Operator,
    _ left: Number,
    _ right: Number
  ) -> Number? {
    let (result, isOverflow) =
      switch operation {
      case .add: left.addingReportingOverflow(right)
      case .subtract: left.subtractingReportingOverflow(right)
      case .multiply: left.multipliedReportingOverflow(by: right)
      case .divide: left.dividedReportingOverflow(by: right)
      case .modulo: left.remainderReportingOverflow(dividingBy: right)
      }
    return isOverflow ? nil : result
  }

  private func failure(_ isZero: Bool) -> Value {
    switch operation {
    case .divide where isZero: .error("division by zero")
    case .modulo where isZero: .error("modulus by zero")
    default: .error("integer overflow")
    }
  }

  private func double(_ left: Double, _ right: Double) -> Value {
    switch operation {
    case .add: .double(left + right)
    case .subtract: .double(left - right)
    case .multiply: .double(left * right)
    case .divide: .double(left / right)
    case .modulo: .noSuchOverload
    }
  }

  private func concatenation(
    _ left: Value,
    _ right: Value,
    _ evaluation: inout Evaluation
  ) -> Value {
    switch (left, right) {
    case (.string(let left), .string(let right)):
      evaluation.spend(bytes: left.utf8.count + right.utf8.count)
        ? .string(left + right) : Evaluation.exhausted
    case (.bytes(let left), .bytes(let right)):
      evaluation.spend(bytes: left.count + right.count)
        ? .bytes(left + right) : Evaluation.exhausted
    case (.list(let left), .list(let right)):
      evaluation.spend(left.count + right.count) ? .list(left + right) : Evaluation.exhausted
    default: .noSuchOverload
    }
  }
}

/// Unary `-`.
final class NegationNode: Node {
  private let operand: any Node

  init(_ operand: any Node) {
    self.operand = operand
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .int(let value): value == .min ? .error("integer overflow") : .int(-value)
    case .double(let value): .double(-value)
    case let value: Shortfall.of(value, value)
    }
  }
}
