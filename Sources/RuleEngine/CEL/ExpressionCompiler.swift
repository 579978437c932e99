import GitLabCI

/// Checks the types of an expression and turns it into closures, in one walk.
struct ExpressionCompiler {
  /// A part of an expression that was checked.
  struct Compiled {
    var type: CELType
    var thunk: Thunk
    /// The value, when it is a literal.
    var literal: Value?
  }

  private enum Variable {
    case binding(Int, CELType)
    case local(Int, CELType)
  }

  let schema: Schema
  private var scope: [String: Variable] = [:]
  private var localCount = 0

  init(schema: Schema, variables: [(name: String, type: CELType)]) {
    self.schema = schema
    for (index, variable) in variables.enumerated() {
      scope[variable.name] = .binding(index, variable.type)
    }
  }

  mutating func compile(_ expression: Expression) throws(ExpressionFault) -> Compiled {
    switch expression.kind {
    case .literal(let value): return literal(value)
    case .identifier(let name): return try identifier(name, at: expression.offset)
    case .select(let operand, let field):
      return try select(try compile(operand), field, at: expression.offset)
    case .has(let operand, let field):
      return try has(try compile(operand), field, at: expression.offset)
    case .index(let operand, let key):
      return try index(try compile(operand), try compile(key), at: expression.offset)
    case .list(let elements): return try list(elements)
    case .map(let entries): return try map(entries)
    case .and(let left, let right): return try logical(left, right, absorbing: false)
    case .or(let left, let right): return try logical(left, right, absorbing: true)
    case .conditional(let condition, let first, let second):
      return try conditional(condition, first, second)
    case .call(let name, let arguments):
      return try function(name, try compileAll(arguments), at: expression.offset)
    case .method(let operand, let name, let arguments):
      let receiver = try compile(operand)
      let compiled = try compileAll(arguments)
      return try function(name, [receiver] + compiled, isMethod: true, at: expression.offset)
    case .comprehension(let comprehension):
      return try compile(comprehension, at: expression.offset)
    }
  }

  private mutating func compileAll(
    _ expressions: [Expression]
  ) throws(ExpressionFault) -> [Compiled] {
    var compiled: [Compiled] = []
    for expression in expressions { compiled.append(try compile(expression)) }
    return compiled
  }

  private func function(
    _ name: String, _ arguments: [Compiled], isMethod: Bool = false, at offset: Int
  ) throws(ExpressionFault) -> Compiled {
    do throws(StandardLibrary.Mismatch) {
      return try StandardLibrary.call(name, arguments, isMethod: isMethod)
    } catch {
      throw ExpressionFault(message: error.message, offset: offset)
    }
  }

  // MARK: Names and fields

  private func literal(_ value: Value) -> Compiled {
    let type: CELType =
      switch value {
      case .bool: .bool
      case .int: .int
      case .uint: .uint
      case .double: .double
      case .string: .string
      case .bytes: .bytes
      default: .null
      }
    return Compiled(type: type, thunk: { _ in value }, literal: value)
  }

  private func identifier(_ name: String, at offset: Int) throws(ExpressionFault) -> Compiled {
    switch scope[name] {
    case .binding(let index, let type)?:
      return Compiled(type: type, thunk: { $0.bindings[index] })
    case .local(let index, let type)?:
      return Compiled(type: type, thunk: { $0.locals[index] })
    case nil:
      let types = ["bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type"]
      if types.contains(name) || name == "type" {
        return Compiled(type: .type, thunk: { _ in .type(name) })
      }
      let known = scope.keys.sorted()
      let hint = Spelling.closest(to: name, among: known).map { "; did you mean \"\($0)\"?" }
      throw ExpressionFault(
        message: "there is no variable \"\(name)\""
          + (hint ?? "; known are \(known.joined(separator: ", "))"), offset: offset)
    }
  }

  private func field(
    _ name: String, of type: CELType, at offset: Int
  ) throws(ExpressionFault) -> (index: Int, field: Field)? {
    guard case .object(let typeName) = type, let object = schema.objectType(typeName) else {
      switch type {
      case .dyn, .map: return nil
      default:
        throw ExpressionFault(message: "a value of type \(type) has no fields", offset: offset)
      }
    }
    guard let index = object.fields.firstIndex(where: { $0.name == name }) else {
      let names = object.fields.map(\.name)
      let hint = Spelling.closest(to: name, among: names).map { "; did you mean \"\($0)\"?" }
      throw ExpressionFault(
        message: "\(typeName) has no field \"\(name)\""
          + (hint ?? "; it has \(names.joined(separator: ", "))"), offset: offset)
    }
    return (index, object.fields[index])
  }

  private func select(
    _ operand: Compiled, _ name: String, at offset: Int
  ) throws(ExpressionFault) -> Compiled {
    let thunk = operand.thunk
    guard let (index, field) = try field(name, of: operand.type, at: offset) else {
      let schema = schema
      let type: CELType = if case .map(_, let value) = operand.type { value } else { .dyn }
      return Compiled(type: type) { frame in
        Self.selectDynamically(thunk(&frame), name, schema, frame.facts)
          ?? .error("no such field: \(name)")
      }
    }
    return Compiled(type: field.type) { frame in
      let value = thunk(&frame)
      guard case .object(let object) = value else {
        return value.isValue ? .error("no such field: \(name)") : value
      }
      return frame.facts.value(ofField: index, of: object) ?? .error("no such field: \(name)")
    }
  }

  private func has(
    _ operand: Compiled, _ name: String, at offset: Int
  ) throws(ExpressionFault) -> Compiled {
    let thunk = operand.thunk
    let index = try field(name, of: operand.type, at: offset)?.index
    let schema = schema
    return Compiled(type: .bool) { frame in
      let value = thunk(&frame)
      guard value.isValue else { return value }
      let member: Value?
      if let index, case .object(let object) = value {
        member = frame.facts.value(ofField: index, of: object)
      } else {
        member = Self.selectDynamically(value, name, schema, frame.facts)
      }
      if case .unknown? = member { return member ?? .null }
      return .bool(member != nil)
    }
  }

  /// A field of a value whose type is known only now; nil when it has none of the name.
  private static func selectDynamically(
    _ value: Value, _ name: String, _ schema: Schema, _ facts: any FactSource
  ) -> Value? {
    switch value {
    case .map(let map): return map.value(.string(name))
    case .object(let object):
      let fields = schema.objectTypes[object.type].fields
      return fields.firstIndex { $0.name == name }.flatMap { facts.value(ofField: $0, of: object) }
    case .unknown, .error: return value
    default: return nil
    }
  }

  private func index(
    _ operand: Compiled, _ key: Compiled, at offset: Int
  ) throws(ExpressionFault) -> Compiled {
    let type: CELType
    switch operand.type {
    case .list(let element) where CELType.int.accepts(key.type): type = element
    case .map(let keyType, let value) where keyType.accepts(key.type): type = value
    case .dyn: type = .dyn
    default:
      throw ExpressionFault(
        message: "a value of type \(operand.type) cannot be indexed by \(key.type)",
        offset: offset)
    }
    let (list, place) = (operand.thunk, key.thunk)
    return Compiled(type: type) { frame in
      let (list, place) = (list(&frame), place(&frame))
      if let outcome = Self.outcome(list, place) { return outcome }
      switch list {
      case .list(let elements):
        guard place.numericOrder(.int(0)) != nil, let index = Self.exactIndex(place) else {
          return .error("invalid index")
        }
        return elements.indices.contains(index) ? elements[index] : .error("index out of range")
      case .map(let map): return map.value(place) ?? .error("no such key")
      default: return .error("no such overload")
      }
    }
  }

  private static func exactIndex(_ value: Value) -> Int? {
    switch value {
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(exactly: value)
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  // MARK: Collections

  private mutating func list(_ elements: [Expression]) throws(ExpressionFault) -> Compiled {
    let compiled = try compileAll(elements)
    let types = compiled.map(\.type)
    let type = types.dropFirst().reduce(types.first ?? .dyn) { $0.joined(with: $1) }
    let literals = compiled.compactMap(\.literal)
    if literals.count == compiled.count {
      let value = Value.list(literals)
      return Compiled(type: .list(type), thunk: { _ in value })
    }
    let thunks = compiled.map(\.thunk)
    return Compiled(type: .list(type)) { frame in
      var values: [Value] = []
      values.reserveCapacity(thunks.count)
      for thunk in thunks { values.append(thunk(&frame)) }
      return Self.outcome(values) ?? .list(values)
    }
  }

  private mutating func map(
    _ entries: [(key: Expression, value: Expression)]
  ) throws(ExpressionFault) -> Compiled {
    let keys = try compileAll(entries.map(\.key))
    let values = try compileAll(entries.map(\.value))
    let keyType = keys.dropFirst().reduce(keys.first?.type ?? .dyn) { $0.joined(with: $1.type) }
    let valueType = values.dropFirst().reduce(values.first?.type ?? .dyn) {
      $0.joined(with: $1.type)
    }
    let thunks = zip(keys, values).map { (key: $0.thunk, value: $1.thunk) }
    return Compiled(type: .map(keyType, valueType)) { frame in
      var result: [CELMap.Entry] = []
      for (key, value) in thunks {
        let entry = CELMap.Entry(key: key(&frame), value: value(&frame))
        if let outcome = Self.outcome(entry.key, entry.value) { return outcome }
        switch entry.key {
        case .bool, .int, .uint, .string: break
        default: return .error("unsupported key type")
        }
        if CELMap(result).value(entry.key) != nil { return .error("repeated key") }
        result.append(entry)
      }
      return .map(CELMap(result))
    }
  }

  // MARK: Logic

  /// `&&` and `||`: either side may decide, whatever the other is (language definition: Logical
  /// Operators). What is not known outweighs an error.
  private mutating func logical(
    _ left: Expression, _ right: Expression, absorbing: Bool
  ) throws(ExpressionFault) -> Compiled {
    let (first, second) = (try bool(left), try bool(right))
    return Compiled(type: .bool) { frame in
      let left = first(&frame)
      if case .bool(absorbing) = left { return left }
      let right = second(&frame)
      if case .bool(absorbing) = right { return right }
      if case .bool = left, case .bool = right { return right }
      return Self.outcome(left, right) ?? .error("no such overload")
    }
  }

  private mutating func bool(_ expression: Expression) throws(ExpressionFault) -> Thunk {
    let compiled = try compile(expression)
    guard CELType.bool.accepts(compiled.type) else {
      throw ExpressionFault(
        message: "expected a value of type bool, not \(compiled.type)", offset: expression.offset)
    }
    return compiled.thunk
  }

  private mutating func conditional(
    _ condition: Expression, _ first: Expression, _ second: Expression
  ) throws(ExpressionFault) -> Compiled {
    let condition = try bool(condition)
    let (left, right) = (try compile(first), try compile(second))
    let type = left.type.joined(with: right.type)
    let (yes, no) = (left.thunk, right.thunk)
    return Compiled(type: type) { frame in
      switch condition(&frame) {
      case .bool(true): yes(&frame)
      case .bool(false): no(&frame)
      case let outcome: outcome.isValue ? .error("no such overload") : outcome
      }
    }
  }

  // MARK: Macros

  private mutating func compile(
    _ comprehension: Expression.Comprehension, at offset: Int
  ) throws(ExpressionFault) -> Compiled {
    let range = try compile(comprehension.range)
    let elementType: CELType
    switch range.type {
    case .list(let element): elementType = element
    case .map(let key, _): elementType = key
    case .dyn: elementType = .dyn
    default:
      throw ExpressionFault(
        message: "\(comprehension.macro.rawValue)() goes through a list or map, not "
          + "\(range.type)", offset: offset)
    }
    let outer = scope[comprehension.variable]
    scope[comprehension.variable] = .local(localCount, elementType)
    localCount += 1
    defer {
      localCount -= 1
      scope[comprehension.variable] = outer
    }
    var condition: Thunk?
    if let expression = comprehension.condition { condition = try bool(expression) }
    var transform: Compiled?
    if let expression = comprehension.transform { transform = try compile(expression) }
    let type: CELType =
      switch comprehension.macro {
      case .all, .exists, .existsOne: .bool
      case .filter: .list(elementType)
      case .map: .list(transform?.type ?? .dyn)
      }
    let loop = ComprehensionLoop(
      macro: comprehension.macro, range: range.thunk, condition: condition,
      transform: transform?.thunk)
    return Compiled(type: type) { loop.run(&$0) }
  }

  // MARK: Outcomes

  /// The unknown or error that values amount to; nil when all are values.
  static func outcome(_ values: [Value]) -> Value? {
    var result: Value?
    for value in values where !value.isValue {
      switch (result, value) {
      case (.unknown(let left)?, .unknown(let right)): result = .unknown(left.union(right))
      case (.unknown?, _): break
      case (_, .unknown), (nil, _): result = value
      default: break
      }
    }
    return result
  }

  /// The unknown or error that two values amount to; nil when both are values.
  static func outcome(_ left: Value, _ right: Value) -> Value? {
    left.isValue && right.isValue ? nil : outcome([left, right])
  }
}
