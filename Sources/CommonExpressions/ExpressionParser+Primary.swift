/// Literals, names, calls and bracketed expressions.
extension ExpressionParser {
  mutating func primary() throws(ExpressionFault) -> Expression {
    let offset = token.range.lowerBound
    switch token.kind {
    case .int, .uint, .double:
      let value = try number(isNegative: false)
      return Expression(kind: .literal(value), offset: offset, depth: 1)
    case .string:
      let value = try LiteralReader.string(lexer.source[token.range], at: offset)
      try advance()
      return Expression(kind: .literal(value), offset: offset, depth: 1)
    case .keyword: return try keyword(at: offset)
    case .identifier: return try name(at: offset)
    case .symbol(.dot):
      try advance()
      var expression = try name(at: token.range.lowerBound)
      if case .identifier(let name) = expression.kind { expression.kind = .rootIdentifier(name) }
      return expression
    case .symbol(.leftParenthesis):
      try advance()
      let expression = try conditional()
      try expect(.rightParenthesis)
      return expression
    case .symbol(.leftBracket):
      try advance()
      return try list(at: offset)
    case .symbol(.leftBrace):
      try advance()
      return try map(at: offset)
    case .quotedName, .symbol, .end: throw unexpected("a value")
    }
  }

  mutating func number(isNegative: Bool) throws(ExpressionFault) -> Value {
    let digits = lexer.source[token.range]
    let offset = token.range.lowerBound
    let value: Value =
      switch token.kind {
      case .uint: try LiteralReader.uint(digits, at: offset)
      case .double: try LiteralReader.double(digits, isNegative: isNegative, at: offset)
      default: try LiteralReader.int(digits, isNegative: isNegative, at: offset)
      }
    try advance()
    if token.kind == .identifier, token.range.lowerBound == offset + digits.count {
      throw unexpected("an operator after a number")
    }
    return value
  }

  private mutating func keyword(at offset: Int) throws(ExpressionFault) -> Expression {
    let value: Value
    if isToken("true") {
      value = .bool(true)
    } else if isToken("false") {
      value = .bool(false)
    } else if isToken("null") {
      value = .null
    } else {
      throw unexpected("a value")
    }
    try advance()
    return Expression(kind: .literal(value), offset: offset, depth: 1)
  }

  private mutating func name(at offset: Int) throws(ExpressionFault) -> Expression {
    guard token.kind == .identifier else { throw unexpected("a name") }
    let name = text
    if Self.reserved.contains(name) {
      throw ExpressionFault("\"\(name)\" is a reserved word", at: offset)
    }
    try advance()
    guard try take(.leftParenthesis) else {
      return Expression(kind: .identifier(name), offset: offset, depth: 1)
    }
    let arguments = try expressions(until: .rightParenthesis)
    if name == "has" { return try has(arguments, at: offset) }
    return try node(.call(name, arguments), at: offset, over: arguments)
  }

  mutating func expressions(until end: Token.Symbol) throws(ExpressionFault) -> [Expression] {
    var elements: [Expression] = []
    if try take(end) { return elements }
    while true {
      elements.append(try conditional())
      if try take(end) { return elements }
      guard try take(.comma) else { throw unexpected("\",\" or \"\(end.rawValue)\"") }
    }
  }

  private mutating func list(at offset: Int) throws(ExpressionFault) -> Expression {
    var elements: [Expression.Element] = []
    // A comma alone is in the grammar too: `[,]`.
    if try take(.comma), token.kind != .symbol(.rightBracket) { throw unexpected("\"]\"") }
    while !(try take(.rightBracket)) {
      let isOptional = try take(.question)
      elements.append(
        Expression.Element(expression: try conditional(), isOptional: isOptional)
      )
      if token.kind != .symbol(.rightBracket), !(try take(.comma)) {
        throw unexpected("\",\" or \"]\"")
      }
    }
    return try node(.list(elements), at: offset, over: elements.map(\.expression))
  }

  private mutating func map(at offset: Int) throws(ExpressionFault) -> Expression {
    var entries: [(key: Expression, value: Expression.Element)] = []
    if try take(.comma), token.kind != .symbol(.rightBrace) { throw unexpected("\"}\"") }
    while !(try take(.rightBrace)) {
      let isOptional = try take(.question)
      let key = try conditional()
      try expect(.colon)
      let value = Expression.Element(expression: try conditional(), isOptional: isOptional)
      entries.append((key, value))
      if token.kind != .symbol(.rightBrace), !(try take(.comma)) {
        throw unexpected("\",\" or \"}\"")
      }
    }
    let parts = entries.flatMap { [$0.key, $0.value.expression] }
    return try node(.map(entries), at: offset, over: parts)
  }
}
