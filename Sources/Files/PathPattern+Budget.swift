extension PathPattern {
  /// Whether a whole path matches; not when that takes more than the run may spend.
  package func matches(_ path: String, within budget: Budget) -> Bool {
    guard !budget.isExhausted else { return false }
    var steps = 0
    let isMatch = matches(path, steps: &steps)
    return budget.spend(steps, on: .wildcardSteps) && isMatch
  }
}
