/// A mistake in an expression, found before it is evaluated.
package struct ExpressionError: Error, Hashable, Sendable {
  /// The place in the expression, in UTF-8 code units from 0.
  package let offset: Int
  /// The line in the expression, from 1.
  package let line: Int
  /// The column in Unicode scalars, from 1.
  package let column: Int
  /// The fault and the expectation; a clause without a full stop.
  package let message: String

  init(_ fault: ExpressionFault, in source: [UInt8]) {
    message = fault.message
    offset = fault.offset
    var line = 1
    var column = 1
    for byte in source.prefix(fault.offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        // Bytes that continue a scalar do not count as columns.
        column += 1
      }
    }
    self.line = line
    self.column = column
  }
}

/// A mistake at a place, before the place is turned into line and column.
struct ExpressionFault: Error {
  let message: String
  let offset: Int

  init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}
