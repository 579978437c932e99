/// The operators (language definition: List of Standard Definitions).
enum Operators {
  typealias Compiled = ExpressionCompiler.Compiled
  typealias Mismatch = StandardLibrary.Mismatch

  /// A call of an operator; nil when the name is none.
  static func call(_ name: String, _ arguments: [Compiled]) throws(Mismatch) -> Compiled? {
    switch name {
    case "==", "!=": try equality(name, arguments)
    case "<", "<=", ">", ">=": try ordering(name, arguments)
    case "+", "-", "*", "/", "%": try arithmetic(name, arguments)
    case "!": try not(arguments)
    case "in": try membership(arguments)
    default: nil
    }
  }

  private static func mismatch(_ name: String, _ arguments: [Compiled]) -> Mismatch {
    let types = arguments.map(\.type.description).joined(separator: " and ")
    return Mismatch(message: "the operator \(name) does not take \(types)")
  }

  private static func equality(
    _ name: String, _ arguments: [Compiled]
  ) throws(Mismatch) -> Compiled {
    let (left, right) = (arguments[0].type, arguments[1].type)
    guard left.accepts(right) || right.accepts(left) || left.isNumber && right.isNumber else {
      throw mismatch(name, arguments)
    }
    let isEqual = name == "=="
    let (first, second) = (arguments[0].thunk, arguments[1].thunk)
    // Comparing with a text is what rules do most; this spares them the general case.
    if case .string(let text)? = arguments[1].literal {
      return Compiled(type: .bool) { frame in
        let value = first(&frame)
        if case .string(let other) = value { return .bool((other == text) == isEqual) }
        return value.isValue ? .bool(!isEqual) : value
      }
    }
    return Compiled(type: .bool) { frame in
      let (left, right) = (first(&frame), second(&frame))
      return ExpressionCompiler.outcome(left, right) ?? .bool(left.equals(right) == isEqual)
    }
  }

  private static func ordering(
    _ name: String, _ arguments: [Compiled]
  ) throws(Mismatch) -> Compiled {
    let (left, right) = (arguments[0].type, arguments[1].type)
    let ordered: Set<CELType> = [.bool, .int, .uint, .double, .string, .bytes, .dyn]
    guard ordered.contains(left), ordered.contains(right),
      left.accepts(right) || left.isNumber && right.isNumber
    else { throw mismatch(name, arguments) }
    return StandardLibrary.strict(.bool, arguments) { values in
      guard let order = values[0].order(values[1]) else { return .error("no such overload") }
      switch name {
      case "<": return .bool(order == .less)
      case "<=": return .bool(order == .less || order == .equal)
      case ">": return .bool(order == .greater)
      default: return .bool(order == .greater || order == .equal)
      }
    }
  }

  private static func not(_ arguments: [Compiled]) throws(Mismatch) -> Compiled {
    guard CELType.bool.accepts(arguments[0].type) else { throw mismatch("!", arguments) }
    let thunk = arguments[0].thunk
    return Compiled(type: .bool) { frame in
      let value = thunk(&frame)
      if case .bool(let bool) = value { return .bool(!bool) }
      return value.isValue ? .error("no such overload") : value
    }
  }

  private static func membership(_ arguments: [Compiled]) throws(Mismatch) -> Compiled {
    switch arguments[1].type {
    case .list(let element):
      let type = arguments[0].type
      guard element.accepts(type) || element.isNumber && type.isNumber else {
        throw mismatch("in", arguments)
      }
    case .map(let key, _):
      guard key.accepts(arguments[0].type) else { throw mismatch("in", arguments) }
    case .dyn: break
    default: throw mismatch("in", arguments)
    }
    return StandardLibrary.strict(.bool, arguments) { values in
      switch values[1] {
      case .list(let list): .bool(list.contains { $0.equals(values[0]) })
      case .map(let map): .bool(map.value(values[0]) != nil)
      default: .error("no such overload")
      }
    }
  }

  // MARK: Arithmetic

  private static func arithmetic(
    _ name: String, _ arguments: [Compiled]
  ) throws(Mismatch) -> Compiled {
    if arguments.count == 1 { return try negation(name, arguments) }
    let (left, right) = (arguments[0].type, arguments[1].type)
    let numbers: Set<CELType> = name == "%" ? [.int, .uint, .dyn] : [.int, .uint, .double, .dyn]
    let isNumeric = numbers.contains(left) && numbers.contains(right) && left.accepts(right)
    var isJoin = false
    if name == "+" {
      switch (left, right) {
      case (.string, _), (.bytes, _), (_, .string), (_, .bytes): isJoin = left.accepts(right)
      case (.list, .list), (.list, .dyn), (.dyn, .list): isJoin = true
      default: break
      }
    }
    guard isNumeric || isJoin else { throw mismatch(name, arguments) }
    let type = left == .dyn ? right : left.joined(with: right)
    return StandardLibrary.strict(type, arguments) { compute(name, $0[0], $0[1]) }
  }

  private static func negation(
    _ name: String, _ arguments: [Compiled]
  ) throws(Mismatch) -> Compiled {
    let type = arguments[0].type
    guard name == "-", type == .int || type == .double || type == .dyn else {
      throw mismatch(name, arguments)
    }
    return StandardLibrary.strict(type, arguments) { values in
      switch values[0] {
      case .int(let value): value == .min ? .error("integer overflow") : .int(-value)
      case .double(let value): .double(-value)
      default: .error("no such overload")
      }
    }
  }

  private static func compute(_ name: String, _ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)):
      return whole(name, left, right).map(Value.int) ?? overflow(name, isZero: right == 0)
    case (.uint(let left), .uint(let right)):
      return whole(name, left, right).map(Value.uint) ?? overflow(name, isZero: right == 0)
    case (.double(let left), .double(let right)):
      switch name {
      case "+": return .double(left + right)
      case "-": return .double(left - right)
      case "*": return .double(left * right)
      case "/": return .double(left / right)
      default: return .error("no such overload")
      }
    case (.string(let left), .string(let right)) where name == "+":
      guard left.utf8.count + right.utf8.count <= Frame.sizeLimit else { return tooLong }
      return .string(left + right)
    case (.bytes(let left), .bytes(let right)) where name == "+":
      guard left.count + right.count <= Frame.sizeLimit else { return tooLong }
      return .bytes(left + right)
    case (.list(let left), .list(let right)) where name == "+":
      guard left.count + right.count <= Frame.sizeLimit else { return tooLong }
      return .list(left + right)
    default: return .error("no such overload")
    }
  }

  private static let tooLong = Value.error("the value becomes too long")

  private static func overflow(_ name: String, isZero: Bool) -> Value {
    if isZero, name == "/" { return .error("divide by zero") }
    if isZero, name == "%" { return .error("modulus by zero") }
    return .error("integer overflow")
  }

  /// Arithmetic on whole numbers; nil when it overflows or divides by zero.
  private static func whole<Number: FixedWidthInteger>(
    _ name: String, _ left: Number, _ right: Number
  ) -> Number? {
    let (value, overflow) =
      switch name {
      case "+": left.addingReportingOverflow(right)
      case "-": left.subtractingReportingOverflow(right)
      case "*": left.multipliedReportingOverflow(by: right)
      case "/": left.dividedReportingOverflow(by: right)
      default: left.remainderReportingOverflow(dividingBy: right)
      }
    return overflow ? nil : value
  }
}
