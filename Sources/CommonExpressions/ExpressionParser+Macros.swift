/// The macros: calls that are read as something else (language definition: Macros).
extension ExpressionParser {
  /// `has(operand.field)`.
  func has(_ arguments: [Expression], at offset: Int) throws(ExpressionFault) -> Expression {
    guard arguments.count == 1, case .select(let operand, let field) = arguments[0].kind else {
      throw ExpressionFault("has() takes the selection of a field, such as has(x.y)", at: offset)
    }
    return try node(.has(operand, field: field), at: arguments[0].offset, over: [operand])
  }

  /// `all`, `exists`, `exists_one`, `map` and `filter`; nil for any other method.
  func comprehension(
    _ name: String,
    over range: Expression,
    _ arguments: [Expression],
    at offset: Int
  ) throws(ExpressionFault) -> Expression? {
    let macro: Expression.Comprehension.Macro
    switch name {
    case "all": macro = .all
    case "exists": macro = .exists
    case "exists_one", "existsOne": macro = .existsOne
    case "map": macro = .map
    case "filter": macro = .filter
    default: return nil
    }
    guard arguments.count == 2 || macro == .map && arguments.count == 3 else {
      let expected =
        macro == .map
        ? "a variable, a condition if need be, and an expression"
        : "a variable and a condition"
      throw ExpressionFault("\(name)() takes \(expected)", at: offset)
    }
    guard case .identifier(let variable) = arguments[0].kind else {
      throw ExpressionFault(
        "expected the name of a variable as first argument of \(name)()",
        at: arguments[0].offset
      )
    }
    let comprehension = Expression.Comprehension(
      macro: macro,
      range: range,
      variable: variable,
      variableOffset: arguments[0].offset,
      condition: macro == .map && arguments.count == 2 ? nil : arguments[1],
      transform: macro == .map ? arguments.last : nil
    )
    return try node(
      .comprehension(comprehension),
      at: offset,
      over: [range] + arguments.dropFirst()
    )
  }
}
