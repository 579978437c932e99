/// `&&` over two or more operands: false if one is, regardless of the others (language definition:
/// Logical Operators).
final class AndNode: Node {
  private let operands: [any Node]

  init(_ operands: [any Node]) {
    self.operands = operands
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    var index = 0
    while index < operands.count {
      guard case .bool(let holds) = operands[index].evaluate(scope, &evaluation) else {
        return resume(from: index, scope, &evaluation)
      }
      if !holds { return .bool(false) }
      index += 1
    }
    return .bool(true)
  }

  private func resume(from start: Int, _ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    var shortfall = Shortfall()
    for operand in operands[start...] {
      switch operand.evaluate(scope, &evaluation) {
      case .bool(true): break
      case .bool(false): return .bool(false)
      case let value: shortfall.note(value)
      }
    }
    return shortfall.undecided ?? .bool(true)
  }
}

/// `||` over two or more operands: true if one is, regardless of the others.
final class OrNode: Node {
  private let operands: [any Node]

  init(_ operands: [any Node]) {
    self.operands = operands
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    var shortfall = Shortfall()
    var index = 0
    while index < operands.count {
      switch operands[index].evaluate(scope, &evaluation) {
      case .bool(true): return .bool(true)
      case .bool(false): break
      case let value: shortfall.note(value)
      }
      index += 1
    }
    return shortfall.undecided ?? .bool(false)
  }
}

/// `!`.
final class NotNode: Node {
  private let operand: any Node

  init(_ operand: any Node) {
    self.operand = operand
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch operand.evaluate(scope, &evaluation) {
    case .bool(let value): .bool(!value)
    case let value: Shortfall.of(value, value)
    }
  }
}

/// `condition ? first : second`; only one of the two is evaluated.
final class ConditionalNode: Node {
  private let condition: any Node
  private let first: any Node
  private let second: any Node

  init(_ condition: any Node, _ first: any Node, _ second: any Node) {
    self.condition = condition
    self.first = first
    self.second = second
  }

  func evaluate(_ scope: Scope, _ evaluation: inout Evaluation) -> Value {
    switch condition.evaluate(scope, &evaluation) {
    case .bool(true): first.evaluate(scope, &evaluation)
    case .bool(false): second.evaluate(scope, &evaluation)
    case let value: Shortfall.of(value, value)
    }
  }

  func evaluateKnownPart(
    _ scope: Scope,
    _ evaluation: inout Evaluation,
    _ omissions: inout Omissions
  ) -> Value {
    switch condition.evaluate(scope, &evaluation) {
    case .bool(true): first.evaluateKnownPart(scope, &evaluation, &omissions)
    case .bool(false): second.evaluateKnownPart(scope, &evaluation, &omissions)
    case let value: Shortfall.of(value, value)
    }
  }
}
