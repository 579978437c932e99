import YAMLSyntax

/// A check that a rule could not answer.
struct UndecidedQuestion: Sendable {
  /// The jobs for which it could not.
  var jobs: [Symbol]
  var reason: String
}
