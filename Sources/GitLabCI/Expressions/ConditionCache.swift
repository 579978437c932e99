package import Files

/// Conditions that were read before: hundreds of jobs have the same.
///
/// A class, because it is filled while jobs are judged; it lives for one check on one thread.
package final class ConditionCache {
  private var known: [ArraySlice<UInt8>: Condition?] = [:]
  /// The answers that are the same for all jobs.
  private var answers: [ArraySlice<UInt8>: Bool?] = [:]

  private let budget: Budget

  /// Nothing was read yet.
  ///
  /// - Parameter budget: The run's budget for reading them.
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

  /// Whether a condition holds for a job.
  ///
  /// - Parameters:
  ///   - text: The condition.
  ///   - variable: The value of a variable.
  ///   - isShared: Whether a variable has the same value for all jobs.
  /// - Returns: The answer; nil when it is not known.
  package func holds(
    _ text: ArraySlice<UInt8>,
    variable: @escaping (String) -> ConditionValue,
    isShared: @escaping (String) -> Bool
  ) -> Bool? {
    if let known = answers[text] { return known }
    guard let condition = condition(text) else { return false }
    var isSame = true
    let answer = condition.holds(
      variable: { name in
        isSame = isSame && isShared(name)
        return variable(name)
      },
      budget: budget
    )
    if isSame { answers[text] = .some(answer) }
    return answer
  }
}
