/// Reads an expression by recursive descent (language definition: Syntax).
///
/// Message literals (`secret{name: 'x'}`) are refused, since expressions only look at facts.
struct ExpressionParser {
  /// Deeper nesting is refused, so that no stack overflows, here or when the tree is walked.
  private static let nestingLimit = 100
  private static let depthLimit = 200
  /// Longer expressions are refused, in UTF-8 code units.
  static let lengthLimit = 32_768

  /// Words that the language keeps for the languages around it.
  static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]

  var lexer: Lexer
  var token: Token
  private var nesting = 0

  /// A parser of the expression that begins at a place of a text.
  init(_ source: [UInt8], from start: Int = 0) throws(ExpressionFault) {
    guard source.count <= Self.lengthLimit else {
      throw ExpressionFault("the expression is longer than \(Self.lengthLimit) bytes", at: 0)
    }
    lexer = Lexer(source, from: start)
    token = try lexer.next()
  }

  /// The whole text as one expression.
  mutating func parse() throws(ExpressionFault) -> Expression {
    let expression = try conditional()
    guard token.kind == .end else { throw unexpected("an operator or the end") }
    return expression
  }

  /// The expression up to two closing braces.
  ///
  /// - Returns: The expression and the place after the braces.
  mutating func parsePlaceholder() throws(ExpressionFault) -> (Expression, end: Int) {
    let expression = try conditional()
    let first = token.range
    guard token.kind == .symbol(.rightBrace), first.upperBound < lexer.source.count,
      lexer.source[first.upperBound] == UInt8(ascii: "}")
    else { throw unexpected("an operator or \"}}\"") }
    return (expression, first.upperBound + 1)
  }

  // MARK: Operators

  mutating func conditional() throws(ExpressionFault) -> Expression {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.nestingLimit else { throw tooDeep(token.range.lowerBound) }
    let condition = try or()
    let offset = token.range.lowerBound
    guard try take(.question) else { return condition }
    let first = try or()
    try expect(.colon)
    let second = try conditional()
    return try node(
      .conditional(condition, first, second),
      at: offset,
      over: [condition, first, second]
    )
  }

  private mutating func or() throws(ExpressionFault) -> Expression {
    let first = try and()
    let offset = token.range.lowerBound
    guard token.kind == .symbol(.or) else { return first }
    var operands = [first]
    while try take(.or) { operands.append(try and()) }
    return try node(.or(operands), at: offset, over: operands)
  }

  private mutating func and() throws(ExpressionFault) -> Expression {
    let first = try binary(0)
    let offset = token.range.lowerBound
    guard token.kind == .symbol(.and) else { return first }
    var operands = [first]
    while try take(.and) { operands.append(try binary(0)) }
    return try node(.and(operands), at: offset, over: operands)
  }

  /// Relations, sums and products: the operators with two sides that bind at least so tightly.
  private mutating func binary(_ minimum: Int) throws(ExpressionFault) -> Expression {
    var left = try unary()
    while let (name, level) = binaryOperator, level >= minimum {
      let offset = token.range.lowerBound
      try advance()
      let right = try binary(level + 1)
      left = try node(.call(name, [left, right]), at: offset, over: [left, right])
    }
    return left
  }

  private var binaryOperator: (name: String, level: Int)? {
    switch token.kind {
    case .keyword: isToken("in") ? ("in", 0) : nil
    case .symbol(let symbol):
      switch symbol {
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        (symbol.rawValue, 0)
      case .plus, .minus: (symbol.rawValue, 1)
      case .times, .divide, .modulo: (symbol.rawValue, 2)
      default: nil
      }
    default: nil
    }
  }

  private mutating func unary() throws(ExpressionFault) -> Expression {
    switch token.kind {
    case .symbol(.not): return try prefixed(.not, "!")
    case .symbol(.minus):
      let offset = token.range.lowerBound
      // The sign belongs to the literal, else the smallest integer could not be written.
      var ahead = lexer
      let next = try ahead.next()
      guard next.kind == .int || next.kind == .double else { return try prefixed(.minus, "-") }
      try advance()
      let value = try number(isNegative: true)
      return try suffixes(Expression(kind: .literal(value), offset: offset, depth: 1))
    default: return try suffixes(try primary())
    }
  }

  private mutating func prefixed(
    _ symbol: Token.Symbol,
    _ name: String
  ) throws(ExpressionFault) -> Expression {
    var offsets: [Int] = []
    while token.kind == .symbol(symbol) {
      offsets.append(token.range.lowerBound)
      try advance()
    }
    var operand = try suffixes(try primary())
    for offset in offsets.reversed() {
      operand = try node(.call(name, [operand]), at: offset, over: [operand])
    }
    return operand
  }

  // MARK: Members

  private mutating func suffixes(_ start: Expression) throws(ExpressionFault) -> Expression {
    var expression = start
    while true {
      if try take(.dot) {
        expression = try member(of: expression)
      } else if token.kind == .symbol(.leftBracket) {
        let offset = token.range.lowerBound
        try advance()
        let name = try take(.question) ? "[?]" : "[]"
        let key = try conditional()
        try expect(.rightBracket)
        expression = try node(.call(name, [expression, key]), at: offset, over: [expression, key])
      } else {
        return expression
      }
    }
  }

  private mutating func member(of operand: Expression) throws(ExpressionFault) -> Expression {
    let isOptional = try take(.question)
    let offset = token.range.lowerBound
    let isQuoted = token.kind == .quotedName
    guard isQuoted || token.kind == .identifier else {
      throw unexpected("the name of a field or method")
    }
    let name = isQuoted ? String(text.dropFirst().dropLast()) : text
    try advance()
    if isOptional {
      return try node(.optionalSelect(operand, field: name), at: offset, over: [operand])
    }
    guard !isQuoted, try take(.leftParenthesis) else {
      // After a point reserved words are names like others.
      return try node(.select(operand, field: name), at: offset, over: [operand])
    }
    let arguments = try expressions(until: .rightParenthesis)
    if let macro = try macro(name, of: operand, arguments, at: offset) { return macro }
    return try node(
      .method(operand, name, arguments),
      at: offset,
      over: [operand] + arguments
    )
  }

  // MARK: Tokens

  var text: String { String(decoding: lexer.source[token.range], as: UTF8.self) }

  func isToken(_ word: String) -> Bool {
    lexer.source[token.range].elementsEqual(word.utf8)
  }

  mutating func advance() throws(ExpressionFault) {
    token = try lexer.next()
  }

  mutating func take(_ symbol: Token.Symbol) throws(ExpressionFault) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol) throws(ExpressionFault) {
    guard try take(symbol) else { throw unexpected("\"\(symbol.rawValue)\"") }
  }

  func unexpected(_ expected: String) -> ExpressionFault {
    let found = token.kind == .end ? "the end" : token.kind == .string ? text : "\"\(text)\""
    return ExpressionFault("expected \(expected), not \(found)", at: token.range.lowerBound)
  }

  private func tooDeep(_ offset: Int) -> ExpressionFault {
    ExpressionFault("the expression is nested too deep", at: offset)
  }

  /// A node of the tree, unless it would grow too deep.
  func node(
    _ kind: Expression.Kind,
    at offset: Int,
    over parts: [Expression]
  ) throws(ExpressionFault) -> Expression {
    var depth = 1
    for part in parts { depth = max(depth, part.depth + 1) }
    guard depth <= Self.depthLimit else { throw tooDeep(offset) }
    return Expression(kind: kind, offset: offset, depth: depth)
  }
}
