import TextFormats

/// Checks the types of an expression and builds what evaluates it, in one walk.
struct ExpressionCompiler {
  /// A checked part of an expression.
  struct Typed {
    var type: CELType
    var node: any Node
    /// The number of nodes that one evaluation visits.
    var weight: Int

    /// Its value, when it is constant.
    var constant: Value? { (node as? ConstantNode)?.value }
  }

  /// The first words of the functions that are named after what they are about.
  private static let namespaces = ["optional", "strings"]

  let schema: Schema
  let variables: [(name: String, type: CELType)]
  /// The constants under `params`, a name that only a macro's variable can take away.
  private let parameters: [Constant]
  /// The variables of the macros around the present place.
  private var locals: [(name: String, type: CELType)] = []

  init(
    schema: Schema,
    variables: [(name: String, type: CELType)],
    parameters: [Constant] = []
  ) {
    self.schema = schema
    self.variables = variables
    self.parameters = parameters
  }

  mutating func compile(_ expression: Expression) throws(ExpressionFault) -> Typed {
    let offset = expression.offset
    switch expression.kind {
    case .literal(let value): return constant(value)
    case .identifier(let name):
      if let place = locals.lastIndex(where: { $0.name == name }) {
        return Typed(type: locals[place].type, node: LocalNode(place), weight: 1)
      }
      return try rootIdentifier(name, at: offset)
    case .rootIdentifier(let name): return try rootIdentifier(name, at: offset)
    case .select(let operand, let field):
      if operand.kind.isIdentifier("params"), !locals.contains(where: { $0.name == "params" }) {
        return try parameter(field, at: offset)
      }
      if let type = typeName(operand, field) { return constant(.type(type)) }
      return try select(try compile(operand), field, at: offset)
    case .optionalSelect(let operand, let field):
      return try optionalSelect(try compile(operand), field, at: offset)
    case .has(let operand, let field): return try has(try compile(operand), field, at: offset)
    case .call(let name, let operands):
      return try call(name, operands, at: offset)
    case .method(let operand, let name, let arguments):
      if let namespace = namespace(operand) {
        return try function("\(namespace).\(name)", arguments, isMethod: false, at: offset)
      }
      return try function(name, [operand] + arguments, isMethod: true, at: offset)
    case .list(let elements): return try list(elements)
    case .map(let entries): return try map(entries)
    case .and(let operands): return try logic(operands, "&&") { AndNode($0) }
    case .or(let operands): return try logic(operands, "||") { OrNode($0) }
    case .conditional(let condition, let first, let second):
      return try conditional(condition, first, second, at: offset)
    case .comprehension(let comprehension): return try self.comprehension(comprehension)
    case .bind(let binding): return try bind(binding)
    case .optionalMap(let binding, let isFlat): return try optionalMap(binding, isFlat: isFlat)
    }
  }

  /// Compiles an expression that sees further variables.
  mutating func compile(
    _ expression: Expression,
    with variables: [(name: String, type: CELType)]
  ) throws(ExpressionFault) -> Typed {
    locals += variables
    defer { locals.removeLast(variables.count) }
    return try compile(expression)
  }

  /// Compiles an expression that has to be a condition.
  mutating func condition(
    _ expression: Expression,
    _ place: String
  ) throws(ExpressionFault) -> Typed {
    let condition = try compile(expression)
    guard CELType.bool.accepts(condition.type) else {
      throw ExpressionFault(
        "expected bool \(place), not \(condition.type)",
        at: expression.offset
      )
    }
    return condition
  }

  // MARK: Names

  private func constant(_ value: Value) -> Typed {
    let type: CELType =
      switch value {
      case .bool: .bool
      case .int: .int
      case .uint: .uint
      case .double: .double
      case .string: .string
      case .bytes: .bytes
      case .type: .type
      case .timestamp: .timestamp
      case .duration: .duration
      case .null: .null
      case .list, .map, .optional, .object, .unknown, .error: .dyn
      }
    return Typed(type: type, node: ConstantNode(value), weight: 1)
  }

  private func rootIdentifier(_ name: String, at offset: Int) throws(ExpressionFault) -> Typed {
    if let place = variables.firstIndex(where: { $0.name == name }) {
      return Typed(type: variables[place].type, node: VariableNode(place), weight: 1)
    }
    switch name {
    case "bool", "bytes", "double", "int", "list", "map", "null_type", "optional_type", "string",
      "type", "uint":
      return constant(.type(name))
    default:
      let hint = Spelling.hint(for: name, among: (locals + variables).map(\.name))
      throw ExpressionFault("unknown variable \"\(name)\"\(hint)", at: offset)
    }
  }

  private func isVariable(_ name: String) -> Bool {
    locals.contains { $0.name == name } || variables.contains { $0.name == name }
  }

  /// The namespace of a function such as `optional.of`; nil if the operand is a value.
  private func namespace(_ operand: Expression) -> String? {
    guard case .identifier(let name) = operand.kind, Self.namespaces.contains(name),
      !isVariable(name)
    else { return nil }
    return name
  }

  /// The type that a qualified name such as `google.protobuf.Timestamp` denotes.
  private func typeName(_ operand: Expression, _ name: String) -> String? {
    guard case .select(let root, "protobuf") = operand.kind, root.kind.isIdentifier("google"),
      !isVariable("google")
    else { return nil }
    return [CELTimestamp.typeName, CELDuration.typeName].first {
      $0 == "google.protobuf.\(name)"
    }
  }

  private func parameter(_ name: String, at offset: Int) throws(ExpressionFault) -> Typed {
    guard let parameter = parameters.first(where: { $0.name == name }) else {
      let hint = Spelling.hint(for: name, among: parameters.map(\.name))
      throw ExpressionFault("the rule has no parameter \"\(name)\"\(hint)", at: offset)
    }
    return Typed(type: parameter.type, node: ConstantNode(parameter.value), weight: 1)
  }

  // MARK: Members

  private func select(
    _ operand: Typed,
    _ name: String,
    at offset: Int
  ) throws(ExpressionFault) -> Typed {
    let weight = operand.weight + 1
    switch operand.type {
    case .object(let typeName):
      let (type, place) = try field(name, of: typeName, at: offset)
      let node: any Node
      if let variable = operand.node as? VariableNode {
        node = VariableFieldNode(variable, field: place, name: name)
      } else {
        node = FieldNode(operand.node, field: place, name: name)
      }
      return Typed(type: type.fields[place].type, node: node, weight: weight)
    default:
      return Typed(
        type: try memberType(name, of: operand.type, at: offset),
        node: MemberNode(operand.node, MemberLookup(name, of: operand.type, in: schema)),
        weight: weight
      )
    }
  }

  /// The type of a field, of a map's value, or of either in an optional value.
  func memberType(
    _ name: String,
    of type: CELType,
    at offset: Int
  ) throws(ExpressionFault) -> CELType {
    switch type {
    case .object(let typeName):
      let (type, place) = try field(name, of: typeName, at: offset)
      return type.fields[place].type
    case .map(let key, let value) where key.accepts(.string): return value
    case .optional(let content):
      return .optional(try memberType(name, of: content, at: offset).unwrapped)
    case .dyn: return .dyn
    default:
      throw ExpressionFault(
        "expected an object or a map with string keys before \".\(name)\", not \(type)",
        at: offset
      )
    }
  }

  private func has(
    _ operand: Typed,
    _ name: String,
    at offset: Int
  ) throws(ExpressionFault) -> Typed {
    switch operand.type.unwrapped {
    case .object(let typeName): _ = try field(name, of: typeName, at: offset)
    case .map(let key, _) where key.accepts(.string): break
    case .dyn: break
    default:
      throw ExpressionFault(
        "expected a field of an object or of a map with string keys in has(), not of "
          + "\(operand.type)",
        at: offset
      )
    }
    let node = HasNode(operand.node, MemberLookup(name, of: operand.type, in: schema))
    return Typed(type: .bool, node: node, weight: operand.weight + 1)
  }

  private func field(
    _ name: String,
    of typeName: String,
    at offset: Int
  ) throws(ExpressionFault) -> (ObjectType, Int) {
    guard let type = schema.objectType(named: typeName) else {
      throw ExpressionFault("the schema has no type \(typeName)", at: offset)
    }
    guard let place = type.fields.firstIndex(where: { $0.name == name }) else {
      let hint = Spelling.hint(for: name, among: type.fields.map(\.name))
      throw ExpressionFault("\(typeName) has no field \"\(name)\"\(hint)", at: offset)
    }
    return (type, place)
  }

  // MARK: Macros

  private mutating func comprehension(
    _ comprehension: Expression.Comprehension
  ) throws(ExpressionFault) -> Typed {
    let range = try compile(comprehension.range)
    let (key, value, single) = try elementTypes(range.type, at: comprehension.range.offset)
    let isSingle = comprehension.variables.count == 1
    locals += zip(comprehension.variables, isSingle ? [single] : [key, value]).map {
      (name: $0, type: $1)
    }
    defer { locals.removeLast(comprehension.variables.count) }
    var condition: Typed?
    if let expression = comprehension.condition {
      condition = try self.condition(expression, "as condition of a macro")
    }
    var transform: Typed?
    if let expression = comprehension.transform { transform = try compile(expression) }
    let type: CELType =
      switch comprehension.macro {
      case .all, .exists, .existsOne: .bool
      case .filter: .list(single)
      case .map, .transformList: .list(transform?.type ?? .dyn)
      case .transformMap: .map(key, transform?.type ?? .dyn)
      }
    let weight = 1 + (condition?.weight ?? 0) + (transform?.weight ?? 0)
    let node = ComprehensionNode(
      comprehension.macro,
      range: range.node,
      variableCount: comprehension.variables.count,
      condition: condition?.node,
      transform: transform?.node,
      weight: weight
    )
    return Typed(type: type, node: node, weight: range.weight + weight)
  }

  /// The types of the variables of a macro: index or key, value, and a variable that is the only
  /// one.
  private func elementTypes(
    _ range: CELType,
    at offset: Int
  ) throws(ExpressionFault) -> (key: CELType, value: CELType, single: CELType) {
    switch range {
    case .list(let element): return (.int, element, element)
    case .map(let key, let value): return (key, value, key)
    case .dyn: return (.dyn, .dyn, .dyn)
    default:
      throw ExpressionFault("expected a list or a map to go through, not \(range)", at: offset)
    }
  }
}
