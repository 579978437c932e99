/// Reads an expression (language definition: Syntax, Macros).
struct ExpressionParser {
  /// Deeper nesting is refused, so that no stack overflows.
  private static let depthLimit = 64
  /// Longer expressions are refused.
  private static let tokenLimit = 4096
  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]
  /// How tightly the operators with two sides bind.
  private static let levels: [[String]] = [
    ["<", "<=", ">=", ">", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"],
  ]

  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  init(_ scalars: [Unicode.Scalar]) throws(ExpressionFault) {
    var lexer = Lexer(scalars)
    tokens = try lexer.tokens()
    if tokens.count > Self.tokenLimit {
      throw ExpressionFault(message: "the expression is too long", offset: 0)
    }
  }

  mutating func parse() throws(ExpressionFault) -> Expression {
    let expression = try conditional()
    guard current.kind == .end else { throw unexpected("an operator or the end") }
    return expression
  }

  // MARK: Operators

  private mutating func conditional() throws(ExpressionFault) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw ExpressionFault(message: "the expression is nested too deep", offset: current.offset)
    }
    let condition = try or()
    guard take("?") else { return condition }
    let first = try or()
    try expect(":")
    let second = try conditional()
    return Expression(kind: .conditional(condition, first, second), offset: condition.offset)
  }

  private mutating func or() throws(ExpressionFault) -> Expression {
    var left = try and()
    while take("||") { left = Expression(kind: .or(left, try and()), offset: left.offset) }
    return left
  }

  private mutating func and() throws(ExpressionFault) -> Expression {
    var left = try binary(0)
    while take("&&") {
      left = Expression(kind: .and(left, try binary(0)), offset: left.offset)
    }
    return left
  }

  private mutating func binary(_ level: Int) throws(ExpressionFault) -> Expression {
    guard level < Self.levels.count else { return try unary() }
    var left = try binary(level + 1)
    while let name = operatorName(level) {
      let offset = current.offset
      index += 1
      left = Expression(kind: .call(name, [left, try binary(level + 1)]), offset: offset)
    }
    return left
  }

  private func operatorName(_ level: Int) -> String? {
    switch current.kind {
    case .symbol(let symbol) where Self.levels[level].contains(symbol): symbol
    case .identifier("in") where level == 0: "in"
    default: nil
    }
  }

  private mutating func unary() throws(ExpressionFault) -> Expression {
    let offset = current.offset
    if take("!") {
      var isNegated = true
      while take("!") { isNegated.toggle() }
      let operand = try member()
      let not = Expression(kind: .call("!", [operand]), offset: offset)
      return isNegated ? not : Expression(kind: .call("!", [not]), offset: offset)
    }
    guard current.kind == .symbol("-") else { return try member() }
    if case .int(let value) = tokens[index + 1].kind {
      index += 2
      return try suffixes(Expression(kind: .literal(.int(-value)), offset: offset))
    }
    if tokens[index + 1].kind == .intMinimum {
      index += 2
      return try suffixes(Expression(kind: .literal(.int(.min)), offset: offset))
    }
    var count = 0
    while take("-") { count += 1 }
    var operand = try member()
    for _ in 0..<count { operand = Expression(kind: .call("-", [operand]), offset: offset) }
    return operand
  }

  // MARK: Members

  private mutating func member() throws(ExpressionFault) -> Expression {
    try suffixes(try primary())
  }

  private mutating func suffixes(_ start: Expression) throws(ExpressionFault) -> Expression {
    var expression = start
    var count = 0
    while true {
      count += 1
      guard count <= Self.depthLimit else {
        throw ExpressionFault(message: "the expression is nested too deep", offset: current.offset)
      }
      let offset = current.offset
      if take(".") {
        let name = try identifier("a field or method name")
        if take("(") {
          let arguments = try list(until: ")")
          expression = try method(name, on: expression, arguments, at: offset)
        } else {
          expression = Expression(kind: .select(expression, field: name), offset: offset)
        }
      } else if take("[") {
        let key = try conditional()
        try expect("]")
        expression = Expression(kind: .index(expression, key), offset: offset)
      } else {
        return expression
      }
    }
  }

  private mutating func primary() throws(ExpressionFault) -> Expression {
    let token = current
    index += 1
    let kind: Expression.Kind
    switch token.kind {
    case .int(let value): kind = .literal(.int(value))
    case .uint(let value): kind = .literal(.uint(value))
    case .double(let value): kind = .literal(.double(value))
    case .string(let value): kind = .literal(.string(value))
    case .bytes(let value): kind = .literal(.bytes(value))
    case .symbol("("):
      let expression = try conditional()
      try expect(")")
      return expression
    case .symbol("["): kind = .list(try list(until: "]"))
    case .symbol("{"): kind = .map(try entries())
    case .symbol("."): return try name(at: token.offset)
    case .identifier:
      index -= 1
      return try name(at: token.offset)
    default:
      index -= 1
      throw unexpected("a value")
    }
    return Expression(kind: kind, offset: token.offset)
  }

  private mutating func name(at offset: Int) throws(ExpressionFault) -> Expression {
    let name = try identifier("a name")
    switch name {
    case "true": return Expression(kind: .literal(.bool(true)), offset: offset)
    case "false": return Expression(kind: .literal(.bool(false)), offset: offset)
    case "null": return Expression(kind: .literal(.null), offset: offset)
    default: break
    }
    guard take("(") else { return Expression(kind: .identifier(name), offset: offset) }
    let arguments = try list(until: ")")
    guard name == "has" else {
      return Expression(kind: .call(name, arguments), offset: offset)
    }
    guard arguments.count == 1, case .select(let operand, let field) = arguments[0].kind else {
      throw ExpressionFault(message: "has() takes one field, such as has(x.y)", offset: offset)
    }
    return Expression(kind: .has(operand, field: field), offset: offset)
  }

  private mutating func list(until end: String) throws(ExpressionFault) -> [Expression] {
    var elements: [Expression] = []
    while !take(end) {
      elements.append(try conditional())
      guard take(",") else {
        try expect(end)
        break
      }
    }
    return elements
  }

  private mutating func entries() throws(ExpressionFault) -> [(key: Expression, value: Expression)] {
    var entries: [(key: Expression, value: Expression)] = []
    while !take("}") {
      let key = try conditional()
      try expect(":")
      entries.append((key, try conditional()))
      guard take(",") else {
        try expect("}")
        break
      }
    }
    return entries
  }

  // MARK: Macros

  private func method(
    _ name: String, on operand: Expression, _ arguments: [Expression], at offset: Int
  ) throws(ExpressionFault) -> Expression {
    guard let macro = Expression.Comprehension.Macro(rawValue: name) else {
      return Expression(kind: .method(operand, name, arguments), offset: offset)
    }
    let isMap = macro == .map
    guard arguments.count == 2 || isMap && arguments.count == 3 else {
      let count = isMap ? "two or three arguments" : "two arguments"
      throw ExpressionFault(message: "\(name)() takes \(count)", offset: offset)
    }
    guard case .identifier(let variable) = arguments[0].kind else {
      throw ExpressionFault(
        message: "the first argument of \(name)() is the name of a variable",
        offset: arguments[0].offset)
    }
    let comprehension = Expression.Comprehension(
      macro: macro, range: operand, variable: variable,
      condition: isMap && arguments.count == 2 ? nil : arguments[1],
      transform: isMap ? arguments.last : nil)
    return Expression(kind: .comprehension(comprehension), offset: offset)
  }

  // MARK: Tokens

  private var current: Token { tokens[min(index, tokens.count - 1)] }

  private mutating func take(_ symbol: String) -> Bool {
    guard current.kind == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws(ExpressionFault) {
    guard take(symbol) else { throw unexpected("\"\(symbol)\"") }
  }

  private mutating func identifier(_ what: String) throws(ExpressionFault) -> String {
    guard case .identifier(let name) = current.kind, name != "in" else {
      throw unexpected(what)
    }
    if Self.reserved.contains(name) {
      throw ExpressionFault(message: "\"\(name)\" is a reserved word", offset: current.offset)
    }
    index += 1
    return name
  }

  private func unexpected(_ expected: String) -> ExpressionFault {
    ExpressionFault(message: "expected \(expected), not \(current.words)", offset: current.offset)
  }
}
