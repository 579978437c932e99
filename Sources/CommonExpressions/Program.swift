/// A compiled expression of the Common Expression Language.
///
/// Compiling checks the types against a schema, so that a mistake is found when a rule is loaded.
/// Evaluating cannot loop without bound, do I/O or change anything.
package struct Program: Sendable {
  /// The type of the result.
  package let resultType: CELType

  private let node: any Node
  /// The cost of an evaluation without its loops and texts.
  private let steps: Int

  /// Compiles an expression.
  ///
  /// - Parameters:
  ///   - source: The expression.
  ///   - schema: The types of objects that it sees.
  ///   - variables: The variables that it sees; values are bound to them in this order.
  ///   - parameters: The constants that it sees as `params.NAME`.
  ///   - type: The type that the result has to have; nil for any.
  /// - Throws: The first mistake, and where it is.
  package init(
    _ source: String,
    schema: Schema,
    variables: [(name: String, type: CELType)],
    parameters: [Constant] = [],
    expecting type: CELType? = nil
  ) throws(ExpressionError) {
    let bytes = Array(source.utf8)
    do throws(ExpressionFault) {
      var parser = try ExpressionParser(bytes)
      let expression = try parser.parse()
      var compiler = ExpressionCompiler(
        schema: schema,
        variables: variables,
        parameters: parameters
      )
      let typed = try compiler.compile(expression)
      if let type, !type.accepts(typed.type) {
        throw ExpressionFault(
          "expected an expression of type \(type), not \(typed.type)",
          at: expression.offset
        )
      }
      resultType = typed.type
      node = typed.node
      steps = typed.weight / Evaluation.nodesPerStep
    } catch {
      throw ExpressionError(error, in: bytes)
    }
  }

  /// The type of the elements of a list result, otherwise of the result itself.
  package var elementType: CELType {
    if case .list(let element) = resultType { return element }
    return resultType
  }

  /// Evaluates the expression.
  ///
  /// - Parameters:
  ///   - bindings: The values of the variables, in the order of their declaration.
  ///   - facts: Answers what is asked about objects.
  /// - Returns: The value, or that it is not known, or an error.
  package func evaluate(_ bindings: [Value], facts: some FactSource) -> Value {
    var evaluation = Evaluation()
    let value = node.evaluate(Scope(bindings: bindings, facts: facts), &evaluation)
    let cost = steps + evaluation.spent
    // Nearly all conditions of rules are too short to count.
    return cost == 0 || facts.spend(cost) ? value : Evaluation.exhausted
  }

  /// Evaluates the expression so far as things are known.
  ///
  /// Where a list or a map is the result, or part of it, the elements that are not known are in
  /// it as such, and those that may belong to it or may not are left out. Anything that is computed
  /// from a list, such as its size, is still not known when an element is not.
  ///
  /// - Parameters:
  ///   - bindings: The values of the variables, in the order of their declaration.
  ///   - facts: Answers what is asked about objects.
  /// - Returns: The value, and what was left out of it.
  package func evaluateKnownPart(
    _ bindings: [Value],
    facts: some FactSource
  ) -> (value: Value, omissions: Omissions) {
    var evaluation = Evaluation()
    var omissions = Omissions()
    let scope = Scope(bindings: bindings, facts: facts)
    let value = node.evaluateKnownPart(scope, &evaluation, &omissions)
    guard facts.spend(steps + evaluation.spent) else { return (Evaluation.exhausted, omissions) }
    return (value, omissions)
  }
}
