/// A text with expressions in double braces, such as `'{{ secret.name }}' has no token`.
package struct Template: Sendable {
  private enum Part: Sendable {
    case text(String)
    case expression(any Node)
  }

  private let parts: [Part]

  /// Compiles a template.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - schema: The types of objects that its expressions see.
  ///   - variables: The variables that they see; values are bound to them in this order.
  ///   - parameters: The constants that they see as `params.NAME`.
  /// - Throws: The first mistake, and where it is in the text.
  package init(
    _ source: String,
    schema: Schema,
    variables: [(name: String, type: CELType)],
    parameters: [Constant] = []
  ) throws(ExpressionError) {
    let bytes = Array(source.utf8)
    do throws(ExpressionFault) {
      let compiler = ExpressionCompiler(
        schema: schema,
        variables: variables,
        parameters: parameters
      )
      parts = try Self.parts(bytes, compiler)
    } catch {
      throw ExpressionError(error, in: bytes)
    }
  }

  private static func parts(
    _ source: [UInt8],
    _ compiler: ExpressionCompiler
  ) throws(ExpressionFault) -> [Part] {
    var compiler = compiler
    var parts: [Part] = []
    var start = 0
    var index = 0
    while index + 1 < source.count {
      guard source[index] == UInt8(ascii: "{"), source[index + 1] == UInt8(ascii: "{") else {
        index += 1
        continue
      }
      if index > start { parts.append(text(source[start..<index])) }
      var parser = try ExpressionParser(source, from: index + 2)
      let (expression, end) = try parser.parsePlaceholder()
      let typed = try compiler.compile(expression)
      guard typed.type.isPrintable else {
        throw ExpressionFault(
          "expected a value with a text, not \(typed.type)",
          at: expression.offset
        )
      }
      parts.append(.expression(typed.node))
      start = end
      index = end
    }
    if start < source.count { parts.append(text(source[start...])) }
    return parts
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> Part {
    .text(String(decoding: bytes, as: UTF8.self))
  }

  /// The text with the values of its expressions.
  ///
  /// Renders the template. Unknown and failed parts appear in parentheses: a message with a gap is
  /// better than none.
  ///
  /// - Parameters:
  ///   - bindings: The values of the variables, in the order of their declaration.
  ///   - facts: Answers what is asked about objects.
  /// - Returns: The text.
  package func render(_ bindings: [Value], facts: some FactSource) -> String {
    let scope = Scope(bindings: bindings, facts: facts)
    var evaluation = Evaluation()
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .expression(let node):
        let value = node.evaluate(scope, &evaluation)
        // A value may hold the same one often: its text is much longer than it is.
        result += (evaluation.spend(weighing: value) ? value : Evaluation.exhausted).description
      }
    }
    return facts.spend(evaluation.spent) ? result : Evaluation.exhausted.description
  }
}

extension CELType {
  /// Whether its values have a text.
  fileprivate var isPrintable: Bool {
    switch self {
    case .object: false
    case .list(let element): element.isPrintable
    case .map(_, let value): value.isPrintable
    default: true
    }
  }
}
