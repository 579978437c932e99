/// A fault of a regular expression.
package struct PatternError: Error, Hashable, Sendable {
  /// The place in the expression, in Unicode scalars from 0.
  package let offset: Int
  /// The fault; a clause without a full stop.
  package let message: String
}
