package import CommonExpressions

/// A mistake in a rule that keeps it from running.
package struct RuleError: Error, Sendable {
  /// The rule's ID; the name of a missing rule.
  package let rule: String
  /// The key of the rule file that is at fault.
  package let key: String
  /// The mistake, in one sentence without a full stop.
  package let message: String
  /// The mistake in an expression, with its place; nil when the mistake is elsewhere.
  package let error: ExpressionError?

  /// A mistake outside expressions.
  package init(rule: String, key: String, message: String) {
    self.rule = rule
    self.key = key
    self.message = message
    error = nil
  }

  /// A mistake in an expression.
  package init(rule: String, key: String, error: ExpressionError) {
    self.rule = rule
    self.key = key
    message = error.message
    self.error = error
  }

  /// The rule, the key and what is wrong, in one line.
  package var text: String { "the rule \(rule) failed: \(key): \(message)" }
}
