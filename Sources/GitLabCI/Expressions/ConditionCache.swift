package import Files

/// Conditions that were read before: hundreds of jobs have the same.
///
/// A class, because it is filled while jobs are judged; it lives for one check on one thread.
package final class ConditionCache {
  private var known: [ArraySlice<UInt8>: Condition?] = [:]

  private let budget: Budget

  /// Nothing was read yet.
  ///
  /// - Parameter budget: What the run may spend on reading them.
  package init(budget: Budget) {
    self.budget = budget
  }

  /// The condition that a text is; nil when it is none.
  package func condition(_ text: ArraySlice<UInt8>) -> Condition? {
    if let known = known[text] { return known }
    guard !budget.isExhausted else { return nil }
    let condition = try? Condition(utf8: text)
    budget.spend(text.count + (condition?.compilationWork ?? 0), on: .patternSteps)
    known[text] = .some(condition)
    return condition
  }
}
