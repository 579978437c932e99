/// The macros: calls that are read as something else (language definition: Macros).
extension ExpressionParser {
  /// `has(operand.field)`.
  func has(_ arguments: [Expression], at offset: Int) throws(ExpressionFault) -> Expression {
    guard arguments.count == 1, case .select(let operand, let field) = arguments[0].kind else {
      throw ExpressionFault("has() takes the selection of a field, such as has(x.y)", at: offset)
    }
    return try node(.has(operand, field: field), at: arguments[0].offset, over: [operand])
  }

  /// A method that is a macro; nil for any other.
  func macro(
    _ name: String,
    of operand: Expression,
    _ arguments: [Expression],
    at offset: Int
  ) throws(ExpressionFault) -> Expression? {
    switch name {
    case "all": try comprehension(.all, name, over: operand, arguments, at: offset)
    case "exists": try comprehension(.exists, name, over: operand, arguments, at: offset)
    case "exists_one", "existsOne":
      try comprehension(.existsOne, name, over: operand, arguments, at: offset)
    case "filter": try comprehension(.filter, name, over: operand, arguments, at: offset)
    case "map": try transformation(.map, name, over: operand, arguments, at: offset)
    case "transformList":
      try transformation(.transformList, name, over: operand, arguments, at: offset)
    case "transformMap":
      try transformation(.transformMap, name, over: operand, arguments, at: offset)
    case "bind" where operand.kind.isIdentifier("cel"): try bind(arguments, at: offset)
    case "optMap", "optFlatMap": try optionalMap(name, operand, arguments, at: offset)
    default: nil
    }
  }

  /// `all`, `exists` and `existsOne`, with one variable or two, and `filter`, with one.
  private func comprehension(
    _ macro: Expression.Comprehension.Macro,
    _ name: String,
    over range: Expression,
    _ arguments: [Expression],
    at offset: Int
  ) throws(ExpressionFault) -> Expression {
    guard arguments.count == 2 || arguments.count == 3 && macro != .filter else {
      let variables = macro == .filter ? "a variable" : "one or two variables"
      throw ExpressionFault("\(name)() takes \(variables) and a condition", at: offset)
    }
    let comprehension = Expression.Comprehension(
      macro: macro,
      range: range,
      variables: try variables(arguments.dropLast(), of: name),
      condition: arguments.last,
      transform: nil
    )
    return try node(
      .comprehension(comprehension),
      at: offset,
      over: [range] + arguments.suffix(1)
    )
  }

  /// `map` with one variable, and the transformations, which have two.
  private func transformation(
    _ macro: Expression.Comprehension.Macro,
    _ name: String,
    over range: Expression,
    _ arguments: [Expression],
    at offset: Int
  ) throws(ExpressionFault) -> Expression {
    let variableCount = macro == .map ? 1 : 2
    let parts = Array(arguments.dropFirst(variableCount))
    guard parts.count == 1 || parts.count == 2 else {
      let variables = macro == .map ? "a variable" : "two variables"
      throw ExpressionFault(
        "\(name)() takes \(variables), a condition if need be, and an expression",
        at: offset
      )
    }
    let comprehension = Expression.Comprehension(
      macro: macro,
      range: range,
      variables: try variables(arguments.prefix(variableCount), of: name),
      condition: parts.count == 2 ? parts[0] : nil,
      transform: parts.last
    )
    return try node(.comprehension(comprehension), at: offset, over: [range] + parts)
  }

  private func bind(
    _ arguments: [Expression],
    at offset: Int
  ) throws(ExpressionFault) -> Expression {
    guard arguments.count == 3 else {
      throw ExpressionFault("cel.bind() takes a variable, its value and an expression", at: offset)
    }
    let binding = Expression.Binding(
      variable: try variables(arguments.prefix(1), of: "cel.bind")[0],
      value: arguments[1],
      body: arguments[2]
    )
    return try node(.bind(binding), at: offset, over: Array(arguments.dropFirst()))
  }

  private func optionalMap(
    _ name: String,
    _ operand: Expression,
    _ arguments: [Expression],
    at offset: Int
  ) throws(ExpressionFault) -> Expression {
    guard arguments.count == 2 else {
      throw ExpressionFault("\(name)() takes a variable and an expression", at: offset)
    }
    let binding = Expression.Binding(
      variable: try variables(arguments.prefix(1), of: name)[0],
      value: operand,
      body: arguments[1]
    )
    return try node(
      .optionalMap(binding, isFlat: name == "optFlatMap"),
      at: offset,
      over: [operand, arguments[1]]
    )
  }

  /// The arguments of a macro that have to be names, each another one.
  private func variables(
    _ arguments: some Sequence<Expression>,
    of macro: String
  ) throws(ExpressionFault) -> [String] {
    var names: [String] = []
    for argument in arguments {
      guard case .identifier(let name) = argument.kind, !names.contains(name) else {
        let expected = names.isEmpty ? "the name of a variable" : "the name of another variable"
        throw ExpressionFault(
          "expected \(expected) as \(names.isEmpty ? "first" : "second") argument of \(macro)()",
          at: argument.offset
        )
      }
      names.append(name)
    }
    return names
  }
}
