/// Builds an expression from its pieces with GitLab's own algorithm: into Reverse Polish Notation
/// and from there into a tree.
struct ConditionParser {
  private var output: [Condition.Term] = []
  private var operators: [(kind: Condition.Operator?, range: Range<Int>)] = []

  /// The tree of an expression.
  mutating func parse(
    _ tokens: [ConditionToken]
  ) throws(ConditionError) -> Condition.Term {
    for token in tokens {
      switch token.kind {
      case .value(let value): output.append(.value(value, at: token.range))
      case .binary(let binary):
        while let top = operators.last?.kind, binary.precedence >= top.precedence { try reduce() }
        operators.append((binary, token.range))
      case .open: operators.append((nil, token.range))
      case .close:
        while operators.last?.kind != nil { try reduce() }
        guard operators.popLast() != nil else {
          throw error(token.range, "a parenthesis is closed that was not opened")
        }
      }
    }
    while let last = operators.last {
      guard last.kind != nil else { throw error(last.range, "a parenthesis is not closed") }
      try reduce()
    }
    guard let root = output.popLast() else {
      throw ConditionError(offset: 0, message: "the condition has no value")
    }
    if !output.isEmpty {
      throw error(place(root), "an operator is missing before this")
    }
    return root
  }

  /// Applies the operator on top of the stack to the last two values.
  private mutating func reduce() throws(ConditionError) {
    guard let (kind, range) = operators.popLast(), let kind else { return }
    guard let right = output.popLast(), let left = output.popLast() else {
      throw error(range, "the operator has a value on one side only")
    }
    output.append(.operation(kind, left: left, right: right, at: range))
  }

  private func place(_ term: Condition.Term) -> Range<Int> {
    switch term {
    case .value(_, let range): range
    case .operation(_, let left, _, _): place(left)
    }
  }

  private func error(_ range: Range<Int>, _ message: String) -> ConditionError {
    ConditionError(offset: range.lowerBound, message: message)
  }
}
