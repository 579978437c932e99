import RegularExpressions
import TextFormats

/// Calls of functions and methods.
extension ExpressionCompiler {
  mutating func function(
    _ name: String,
    _ expressions: [Expression],
    isMethod: Bool,
    at offset: Int
  ) throws(ExpressionFault) -> Typed {
    if let typed = try optionalFunction(name, expressions, isMethod: isMethod, at: offset) {
      return typed
    }
    let function = try named(name, isMethod: isMethod, at: offset)
    let signature = function.signature
    var arguments: [Typed] = []
    for (index, expression) in expressions.enumerated() {
      let argument = try compile(expression)
      guard index < signature.parameters.count else { break }
      guard signature.parameters[index].accepts(argument.type) else {
        let place =
          isMethod && index == 0 ? "before .\(name)()" : "as argument of \(name)()"
        throw ExpressionFault(
          "expected \(signature.parameters[index].words) \(place), not \(argument.type)",
          at: expression.offset
        )
      }
      arguments.append(argument)
    }
    try checkCount(expressions.count, of: name, signature, isMethod: isMethod, at: offset)
    if arguments.count < signature.parameters.count, let value = signature.defaultArgument {
      arguments.append(Typed(type: .dyn, node: ConstantNode(value), weight: 0))
    }
    return Typed(
      type: signature.result,
      node: try node(function, arguments, at: expressions.last?.offset ?? offset),
      weight: arguments.reduce(1) { $0 + $1.weight }
    )
  }

  private static let macros = [
    "all", "exists", "exists_one", "map", "filter", "transformList", "transformMap", "optMap",
    "optFlatMap",
  ]

  private func named(
    _ name: String,
    isMethod: Bool,
    at offset: Int
  ) throws(ExpressionFault) -> StandardFunction {
    let unwanted: StandardFunction.Style = isMethod ? .global : .method
    guard let function = StandardFunction(rawValue: name) else {
      var names = StandardFunction.allCases.filter { $0.signature.style != unwanted }
        .map(\.rawValue)
      names += OptionalFunction.allCases.filter { $0.isGlobal != isMethod }.map(\.rawValue)
      names += isMethod ? Self.macros : ["has", "cel.bind"]
      let hint = Spelling.hint(for: name, among: names)
      throw ExpressionFault(
        "unknown \(isMethod ? "method" : "function") \"\(name)\"\(hint)",
        at: offset
      )
    }
    guard function.signature.style != unwanted else {
      throw ExpressionFault(
        isMethod
          ? "\(name)() is a function: expected \(name)(...)"
          : "\(name)() is a method: expected its first argument before it, as in x.\(name)(...)",
        at: offset
      )
    }
    return function
  }

  private func checkCount(
    _ count: Int,
    of name: String,
    _ signature: StandardFunction.Signature,
    isMethod: Bool,
    at offset: Int
  ) throws(ExpressionFault) {
    let maximum = signature.parameters.count
    let minimum = maximum - (signature.defaultArgument == nil ? 0 : 1)
    guard count < minimum || count > maximum else { return }
    // The value before the point is not an argument for authors of expressions.
    let written = isMethod ? 1 : 0
    let expected =
      minimum == maximum
      ? "\(minimum - written)" : "\(minimum - written) or \(maximum - written)"
    throw ExpressionFault(
      "expected \(expected) argument\(expected == "1" ? "" : "s") of \(name)(), not "
        + "\(count - written)",
      at: offset
    )
  }

  private func node(
    _ function: StandardFunction,
    _ arguments: [Typed],
    at offset: Int
  ) throws(ExpressionFault) -> any Node {
    switch function {
    case .dyn: return arguments[0].node
    case .known: return KnownNode(arguments[0].node)
    case .type: return TypeNode(arguments[0].node, schema: schema)
    case .matches:
      // A pattern that is written out is checked when the rule is loaded, not when it is run.
      guard case .string(let text)? = arguments[1].constant else { break }
      do {
        return MatchesNode(arguments[0].node, try Pattern(text))
      } catch {
        throw ExpressionFault(
          "\(error.message), at character \(error.offset + 1) of the regular expression",
          at: offset
        )
      }
    default: break
    }
    return CallNode(function, arguments.map(\.node))
  }
}
