package import Files
package import RegularExpressions

extension Pattern {
  /// The steps in whose time a match begins and ends.
  private static let callCost = 8

  /// Whether the expression matches somewhere in a text; nil when that takes more than the run may
  /// spend.
  package func matches(_ text: String, within budget: Budget) -> Bool? {
    guard mayRun(on: text, within: budget) else { return nil }
    var work = Self.callCost
    let isMatch = matches(text, work: &work)
    return budget.spend(work, on: .patternSteps) ? isMatch : nil
  }

  /// Whether the expression matches a whole text; not when that takes more than the run may spend.
  func wholeMatch(_ text: String, within budget: Budget) -> Bool {
    guard mayRun(on: text, within: budget) else { return false }
    var work = Self.callCost
    let isMatch = wholeMatch(text, work: &work)
    return budget.spend(work, on: .patternSteps) && isMatch
  }

  /// Whether a match never takes more than the budget.
  private func mayRun(on text: String, within budget: Budget) -> Bool {
    let (most, isHuge) = size.multipliedReportingOverflow(by: text.utf8.count)
    guard !isHuge, most <= Budget.Resource.patternSteps.limit else {
      return budget.spend(.max, on: .patternSteps)
    }
    return !budget.isExhausted
  }
}
