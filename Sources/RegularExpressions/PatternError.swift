/// What is wrong with a regular expression.
package struct PatternError: Error, Hashable, Sendable {
  /// The place in the expression, in Unicode scalars from 0.
  package let offset: Int
  /// What is wrong; a clause without a full stop.
  package let message: String
}
