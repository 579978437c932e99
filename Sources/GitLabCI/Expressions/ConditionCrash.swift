extension Condition {
  /// Whether GitLab itself fails when it validates the condition, for which it evaluates it without
  /// any variable.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/expression/lexeme/{matches,pattern,equals}.rb`: a
  /// boolean is not a pattern, and a pattern can be compared only with another one.
  var crashesGitLab: Bool {
    crashes(root)
  }

  private func crashes(_ term: Term) -> Bool {
    guard case .operation(let comparison, let left, let right, _) = term else { return false }
    if crashes(left) { return true }
    switch comparison {
    case .and: return isTruthy(left) && crashes(right)
    case .or: return !isTruthy(left) && crashes(right)
    case .equals, .notEquals:
      if crashes(right) { return true }
      guard case .pattern = valueWithoutVariables(of: left) else { return false }
      if case .pattern = valueWithoutVariables(of: right) { return false }
      return true
    case .matches, .notMatches:
      if crashes(right) { return true }
      if case .boolean(true) = valueWithoutVariables(of: right) { return true }
      return false
    }
  }

  private func isTruthy(_ term: Term) -> Bool {
    switch valueWithoutVariables(of: term) {
    case .null, .boolean(false): false
    default: true
    }
  }
}
