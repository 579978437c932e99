/// Operators and literals of lists and maps.
extension ExpressionCompiler {
  mutating func logic(
    _ operands: [Expression],
    _ name: String,
    _ make: ([any Node]) -> any Node
  ) throws(ExpressionFault) -> Typed {
    var nodes: [any Node] = []
    var weight = 1
    for operand in operands {
      let typed = try condition(operand, "as operand of \(name)")
      nodes.append(typed.node)
      weight += typed.weight
    }
    return Typed(type: .bool, node: make(nodes), weight: weight)
  }

  mutating func conditional(
    _ condition: Expression,
    _ first: Expression,
    _ second: Expression,
    at offset: Int
  ) throws(ExpressionFault) -> Typed {
    let condition = try self.condition(condition, "before ?")
    let left = try compile(first)
    let right = try compile(second)
    guard left.type.accepts(right.type) else {
      throw ExpressionFault(
        "expected one type on both sides of the colon, not \(left.type) and \(right.type)",
        at: offset
      )
    }
    return Typed(
      type: left.type.joined(with: right.type),
      node: ConditionalNode(condition.node, left.node, right.node),
      weight: 1 + condition.weight + left.weight + right.weight
    )
  }

  mutating func list(_ elements: [Expression.Element]) throws(ExpressionFault) -> Typed {
    var type: CELType?
    var nodes: [ListNode.Element] = []
    var constants: [Value] = []
    var weight = 1
    for part in elements {
      let element = try compile(part)
      type = type?.joined(with: element.type) ?? element.type
      nodes.append((element.node, part.isOptional))
      weight += element.weight
      if let constant = element.constant, !part.isOptional { constants.append(constant) }
    }
    let node: any Node =
      constants.count == nodes.count ? ConstantNode(.list(constants)) : ListNode(nodes)
    return Typed(type: .list(type ?? .dyn), node: node, weight: weight)
  }

  /// An element, whose type is that of the value that an optional one holds.
  private mutating func compile(_ element: Expression.Element) throws(ExpressionFault) -> Typed {
    var typed = try compile(element.expression)
    guard element.isOptional else { return typed }
    guard CELType.optional(.dyn).accepts(typed.type) else {
      throw ExpressionFault(
        "expected an optional value after ?, not \(typed.type)",
        at: element.expression.offset
      )
    }
    typed.type = typed.type.unwrapped
    return typed
  }

  mutating func map(
    _ expressions: [(key: Expression, value: Expression.Element)]
  ) throws(ExpressionFault) -> Typed {
    var keyType: CELType?
    var valueType: CELType?
    var entries: [MapNode.Entry] = []
    var weight = 1
    for expression in expressions {
      let key = try compile(expression.key)
      switch key.type {
      case .bool, .int, .uint, .string, .dyn: break
      default:
        throw ExpressionFault(
          "expected bool, int, uint or string as key of a map, not \(key.type)",
          at: expression.key.offset
        )
      }
      let value = try compile(expression.value)
      keyType = keyType?.joined(with: key.type) ?? key.type
      valueType = valueType?.joined(with: value.type) ?? value.type
      entries.append((key.node, value.node, expression.value.isOptional))
      weight += key.weight + value.weight
    }
    return Typed(
      type: .map(keyType ?? .dyn, valueType ?? .dyn),
      node: MapNode(entries),
      weight: weight
    )
  }

  /// An operator or a function.
  mutating func call(
    _ name: String,
    _ operands: [Expression],
    at offset: Int
  ) throws(ExpressionFault) -> Typed {
    switch name {
    case "!":
      let operand = try condition(operands[0], "after !")
      return Typed(type: .bool, node: NotNode(operand.node), weight: operand.weight + 1)
    case "-" where operands.count == 1: return try negation(operands[0])
    case "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%", "[]", "[?]":
      let left = try compile(operands[0])
      let right = try compile(operands[1])
      var typed = try binary(name, left, right, at: offset)
      typed.weight = 1 + left.weight + right.weight
      return typed
    default: return try function(name, operands, isMethod: false, at: offset)
    }
  }

  private mutating func negation(_ expression: Expression) throws(ExpressionFault) -> Typed {
    let operand = try compile(expression)
    switch operand.type {
    case .int, .double, .dyn: break
    default:
      throw ExpressionFault(
        "expected int or double after -, not \(operand.type)",
        at: expression.offset
      )
    }
    return Typed(
      type: operand.type,
      node: NegationNode(operand.node),
      weight: operand.weight + 1
    )
  }

  private func binary(
    _ name: String,
    _ left: Typed,
    _ right: Typed,
    at offset: Int
  ) throws(ExpressionFault) -> Typed {
    if let operation = ArithmeticNode.Operator(rawValue: name) {
      let type = try arithmetic(operation, left.type, right.type, at: offset)
      return Typed(
        type: type,
        node: ArithmeticNode(operation, left.node, right.node),
        weight: 0
      )
    }
    if let relation = OrderNode.Relation(rawValue: name) {
      try order(name, left.type, right.type, at: offset)
      return Typed(type: .bool, node: OrderNode(relation, left.node, right.node), weight: 0)
    }
    switch name {
    case "in":
      try containment(left.type, right.type, at: offset)
      return Typed(type: .bool, node: InNode(left.node, right.node), weight: 0)
    case "[]", "[?]":
      let isOptional = name == "[?]"
      let type = try index(left.type, right.type, isOptional: isOptional, at: offset)
      let node = IndexNode(left.node, right.node, isOptional: isOptional)
      return Typed(type: type, node: node, weight: 0)
    default: return try equality(left, right, name, at: offset)
    }
  }

  private func equality(
    _ left: Typed,
    _ right: Typed,
    _ name: String,
    at offset: Int
  ) throws(ExpressionFault) -> Typed {
    guard left.type.accepts(right.type) else {
      throw mismatch(name, left.type, right.type, at: offset)
    }
    let isNegated = name == "!="
    let node: any Node
    if case .string(let text)? = right.constant {
      node = StringEqualityNode(left.node, text, isNegated: isNegated)
    } else if case .string(let text)? = left.constant {
      node = StringEqualityNode(right.node, text, isNegated: isNegated)
    } else {
      node = EqualityNode(left.node, right.node, isNegated: isNegated)
    }
    return Typed(type: .bool, node: node, weight: 0)
  }

  private func arithmetic(
    _ operation: ArithmeticNode.Operator,
    _ left: CELType,
    _ right: CELType,
    at offset: Int
  ) throws(ExpressionFault) -> CELType {
    if let type = timeArithmetic(operation, left, right) { return type }
    for type in [left, right] where type != .dyn {
      let isTaken =
        switch (operation, type) {
        case (.add, .string), (.add, .bytes), (.add, .list): true
        case (.modulo, .double): false
        default: type.isNumber
        }
      guard isTaken else {
        throw ExpressionFault(
          "\(operation.rawValue) does not take \(type)",
          at: offset
        )
      }
    }
    guard left.accepts(right) else {
      throw mismatch(operation.rawValue, left, right, at: offset)
    }
    if case .list = left, case .list = right { return left.joined(with: right) }
    if case .list = left, right == .dyn { return .list(.dyn) }
    if left == .dyn, case .list = right { return .list(.dyn) }
    return left == .dyn ? right : left
  }

  /// The type of a sum or difference of times; nil if the operands are none.
  private func timeArithmetic(
    _ operation: ArithmeticNode.Operator,
    _ left: CELType,
    _ right: CELType
  ) -> CELType? {
    switch (operation, left, right) {
    case (.add, .timestamp, .duration), (.add, .duration, .timestamp),
      (.subtract, .timestamp, .duration):
      .timestamp
    case (.subtract, .timestamp, .timestamp), (.add, .duration, .duration),
      (.subtract, .duration, .duration):
      .duration
    // Only the value decides which of the two it is.
    case (.add, .timestamp, .dyn), (.add, .dyn, .timestamp), (.add, .duration, .dyn),
      (.add, .dyn, .duration), (.subtract, .timestamp, .dyn), (.subtract, .dyn, .duration),
      (.subtract, .dyn, .timestamp), (.subtract, .duration, .dyn):
      .dyn
    default: nil
    }
  }

  private func order(
    _ name: String,
    _ left: CELType,
    _ right: CELType,
    at offset: Int
  ) throws(ExpressionFault) {
    for type in [left, right] {
      switch type {
      case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn: break
      default: throw ExpressionFault("\(name) does not take \(type)", at: offset)
      }
    }
    // Numbers have one order across their types (language definition: Ordering); the reference
    // implementations declare it for the type checker too.
    guard left.accepts(right) || left.isNumber && right.isNumber else {
      throw mismatch(name, left, right, at: offset)
    }
  }

  private func containment(
    _ element: CELType,
    _ container: CELType,
    at offset: Int
  ) throws(ExpressionFault) {
    switch container {
    case .list(let type) where type.accepts(element): break
    case .map(let type, _) where type.accepts(element): break
    case .dyn: break
    case .list(let type), .map(let type, _):
      throw ExpressionFault("expected \(type) on the left of in, not \(element)", at: offset)
    default:
      throw ExpressionFault(
        "expected a list or a map on the right of in, not \(container)",
        at: offset
      )
    }
  }

  /// The type of an element; an optional one if it may be missing.
  private func index(
    _ container: CELType,
    _ key: CELType,
    isOptional: Bool,
    at offset: Int
  ) throws(ExpressionFault) -> CELType {
    if case .optional(let content) = container {
      return try index(content, key, isOptional: true, at: offset)
    }
    let element = try index(container, key, at: offset)
    return isOptional ? .optional(element) : element
  }

  private func index(
    _ container: CELType,
    _ key: CELType,
    at offset: Int
  ) throws(ExpressionFault) -> CELType {
    switch container {
    case .list(let element) where CELType.int.accepts(key): return element
    case .map(let type, let value) where type.accepts(key): return value
    case .dyn: return .dyn
    case .list: throw ExpressionFault("expected int as index of a list, not \(key)", at: offset)
    case .map(let type, _):
      throw ExpressionFault("expected \(type) as key of the map, not \(key)", at: offset)
    default:
      throw ExpressionFault("expected a list or a map before [, not \(container)", at: offset)
    }
  }

  private func mismatch(
    _ name: String,
    _ left: CELType,
    _ right: CELType,
    at offset: Int
  ) -> ExpressionFault {
    ExpressionFault("expected \(left) on the right of \(name), not \(right)", at: offset)
  }
}
