extension Condition {
  /// Whether GitLab itself fails when it validates the condition, for which it evaluates it without
  /// any variable.
  var crashesGitLab: Bool {
    crashesGitLab { _ in .null }
  }

  /// Whether GitLab itself certainly fails when it evaluates the condition of an input's rule.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/expression/lexeme/{matches,pattern,equals}.rb`: a
  /// boolean, a number or a list is not a pattern, and a pattern can be compared only with another
  /// one.
  ///
  /// - Parameter input: The value of an input.
  /// - Returns: Whether it fails; false when that is not known.
  func crashesGitLab(input: @escaping (String) -> ConditionValue) -> Bool {
    crashes(root, input)
  }

  private func crashes(_ term: Term, _ input: @escaping (String) -> ConditionValue) -> Bool {
    guard case .operation(let comparison, let left, let right, _) = term else { return false }
    if crashes(left, input) { return true }
    let isEvaluated =
      switch comparison {
      case .and: isTruthy(left, input) == true
      case .or: isTruthy(left, input) == false
      default: true
      }
    guard isEvaluated else { return false }
    if crashes(right, input) { return true }
    let value = valueWithoutVariables(of: right, input: input)
    switch (comparison, value) {
    case (.and, _), (.or, _), (_, .unknown): return false
    case (.matches, .boolean(true)), (.notMatches, .boolean(true)): return true
    case (.matches, .object), (.notMatches, .object): return true
    case (.matches, _), (.notMatches, _), (_, .pattern): return false
    default: break
    }
    if case .pattern = valueWithoutVariables(of: left, input: input) { return true }
    return false
  }

  /// Ruby's truth of a part; nil when it is not known.
  private func isTruthy(_ term: Term, _ input: @escaping (String) -> ConditionValue) -> Bool? {
    switch valueWithoutVariables(of: term, input: input) {
    case .null, .boolean(false): false
    case .unknown: nil
    default: true
    }
  }
}
