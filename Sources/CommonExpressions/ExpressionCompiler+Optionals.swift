import TextFormats

/// Optional values and names for values.
extension ExpressionCompiler {
  /// `operand.?name`.
  func optionalSelect(
    _ operand: Typed,
    _ name: String,
    at offset: Int
  ) throws(ExpressionFault) -> Typed {
    Typed(
      type: .optional(try memberType(name, of: operand.type.unwrapped, at: offset)),
      node: OptionalMemberNode(operand.node, MemberLookup(name, of: operand.type, in: schema)),
      weight: operand.weight + 1
    )
  }

  /// A function of optional values; nil if the name is another function's.
  mutating func optionalFunction(
    _ name: String,
    _ expressions: [Expression],
    isMethod: Bool,
    at offset: Int
  ) throws(ExpressionFault) -> Typed? {
    guard let function = OptionalFunction(rawValue: name), function.isGlobal != isMethod else {
      return nil
    }
    let receiver = isMethod ? 1 : 0
    guard expressions.count == function.operandCount else {
      let expected = function.operandCount - receiver
      throw ExpressionFault(
        "expected \(Noun.count(expected, "argument")) of \(name)(), not "
          + "\(expressions.count - receiver)",
        at: offset
      )
    }
    var operands: [Typed] = []
    for expression in expressions { operands.append(try compile(expression)) }
    return Typed(
      type: try resultType(of: function, operands, expressions, at: offset),
      node: OptionalCallNode(function, operands.map(\.node)),
      weight: operands.reduce(1) { $0 + $1.weight }
    )
  }

  private func resultType(
    of function: OptionalFunction,
    _ operands: [Typed],
    _ expressions: [Expression],
    at offset: Int
  ) throws(ExpressionFault) -> CELType {
    guard !function.isGlobal else { return .optional(operands.first?.type ?? .dyn) }
    let content: CELType
    switch operands[0].type {
    case .optional(let type): content = type
    case .dyn: content = .dyn
    case let type:
      throw ExpressionFault(
        "expected an optional value before .\(function.rawValue)(), not \(type)",
        at: expressions[0].offset
      )
    }
    switch function {
    case .hasValue: return .bool
    case .value: return content
    default:
      let expected: CELType = function == .or ? .optional(content) : content
      guard expected.accepts(operands[1].type) else {
        throw ExpressionFault(
          "expected \(expected) as argument of \(function.rawValue)(), not \(operands[1].type)",
          at: expressions[1].offset
        )
      }
      return expected.joined(with: operands[1].type)
    }
  }

  mutating func bind(_ binding: Expression.Binding) throws(ExpressionFault) -> Typed {
    let value = try compile(binding.value)
    let body = try compile(binding.body, with: [(binding.variable, value.type)])
    return Typed(
      type: body.type,
      node: BindNode(value.node, body.node),
      weight: 1 + value.weight + body.weight
    )
  }

  mutating func optionalMap(
    _ binding: Expression.Binding,
    isFlat: Bool
  ) throws(ExpressionFault) -> Typed {
    let value = try compile(binding.value)
    let content: CELType
    switch value.type {
    case .optional(let type): content = type
    case .dyn: content = .dyn
    default:
      throw ExpressionFault(
        "expected an optional value before .\(isFlat ? "optFlatMap" : "optMap")(), not "
          + "\(value.type)",
        at: binding.value.offset
      )
    }
    let body = try compile(binding.body, with: [(binding.variable, content)])
    if isFlat, !CELType.optional(.dyn).accepts(body.type) {
      throw ExpressionFault(
        "expected an optional value in optFlatMap(), not \(body.type)",
        at: binding.body.offset
      )
    }
    return Typed(
      type: isFlat ? body.type : .optional(body.type),
      node: OptionalMapNode(value.node, body.node, isFlat: isFlat),
      weight: 1 + value.weight + body.weight
    )
  }
}

extension CELType {
  /// The type of what an optional value holds; any other type is its own.
  var unwrapped: CELType {
    if case .optional(let type) = self { type } else { self }
  }
}
