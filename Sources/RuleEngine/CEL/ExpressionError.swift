/// A mistake in an expression.
package struct ExpressionError: Error, Hashable, Sendable {
  /// The line in the expression, from 1.
  package let line: Int
  /// The column in Unicode scalars, from 1.
  package let column: Int
  /// What is wrong, and what was expected; without a full stop.
  package let message: String

  init(_ message: String, at offset: Int, in source: [Unicode.Scalar]) {
    self.message = message
    var line = 1
    var column = 1
    for scalar in source.prefix(offset) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }
}

/// A mistake at a place, before the place is turned into line and column.
struct ExpressionFault: Error {
  var message: String
  var offset: Int
}
