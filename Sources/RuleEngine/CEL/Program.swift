/// An expression that was read, type-checked and compiled once, to be evaluated often.
package struct Program: Sendable {
  /// The type of its value.
  package let type: CELType
  private let thunk: Thunk

  /// Reads and checks an expression.
  ///
  /// - Parameters:
  ///   - source: The expression.
  ///   - schema: The types of objects that it may ask about.
  ///   - variables: The variables that it sees, in the order in which values are bound.
  ///   - expecting: The type that its value must have; nil for any.
  /// - Throws: The first mistake, with its place and what was expected.
  package init(
    _ source: String, schema: Schema, variables: [(name: String, type: CELType)],
    expecting: CELType? = nil
  ) throws(ExpressionError) {
    let scalars = Array(source.unicodeScalars)
    do throws(ExpressionFault) {
      var parser = try ExpressionParser(scalars)
      let expression = try parser.parse()
      var compiler = ExpressionCompiler(schema: schema, variables: variables)
      let compiled = try compiler.compile(expression)
      if let expecting, !expecting.accepts(compiled.type) {
        throw ExpressionFault(
          message: "expected a value of type \(expecting), not \(compiled.type)", offset: 0)
      }
      type = compiled.type
      thunk = compiled.thunk
    } catch {
      throw ExpressionError(error.message, at: error.offset, in: scalars)
    }
  }

  /// The value of the expression.
  ///
  /// - Parameters:
  ///   - bindings: The values of the variables, in the order of their declaration.
  ///   - facts: Answers what is asked about objects.
  package func evaluate(_ bindings: [Value], facts: some FactSource) -> Value {
    var frame = Frame(bindings: bindings, facts: facts)
    return thunk(&frame)
  }

  /// Of a list the type of its elements, else the type itself.
  var elementType: CELType {
    if case .list(let element) = type { return element }
    return type
  }
}
