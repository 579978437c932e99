package import Files
package import YAMLSyntax

/// The conditions of a pipeline, each text read once: hundreds of jobs have the same, in each
/// scenario.
///
/// A class, because it is filled while jobs are judged; it lives for one check on one thread.
package final class ConditionTexts {
  private let tree: NodeTree
  private let budget: Budget
  private var places: [ArraySlice<UInt8>: Int] = [:]
  private var placesByNode: [NodeID: Int] = [:]
  private var conditions: [Condition?] = []

  /// Nothing was read yet.
  ///
  /// - Parameters:
  ///   - tree: The tree of the pipeline.
  ///   - budget: The run's budget for reading them.
  package init(_ tree: NodeTree, budget: Budget) {
    self.tree = tree
    self.budget = budget
  }

  /// The condition that a scalar is; nil when it is none, or the run may read no more.
  package func condition(_ node: NodeID) -> Condition? {
    place(of: node).flatMap { conditions[$0] }
  }

  /// The place of a condition, the same for the same texts; nil when the run may read no more.
  fileprivate func place(of node: NodeID) -> Int? {
    if let known = placesByNode[node] { return known }
    guard !budget.isExhausted else { return nil }
    let text = tree.text(node)
    let place = places[text] ?? read(text)
    placesByNode[node] = place
    return place
  }

  fileprivate func condition(at place: Int) -> Condition? { conditions[place] }

  private func read(_ text: ArraySlice<UInt8>) -> Int {
    let condition = try? Condition(utf8: text)
    budget.spend(text.count + (condition?.compilationWork ?? 0), on: .patternSteps)
    places[text] = conditions.count
    conditions.append(condition)
    return conditions.count - 1
  }
}

/// The answers to conditions in one scenario.
///
/// A class, because it is filled while jobs are judged; it lives for one check on one thread.
package final class ConditionCache {
  private let texts: ConditionTexts
  private let budget: Budget
  /// By the place of the condition; nil where it has none that is the same for all jobs.
  private var answers: [Bool??] = []

  /// Nothing is answered yet.
  ///
  /// - Parameters:
  ///   - texts: The conditions.
  ///   - budget: The run's budget for evaluating them.
  package init(_ texts: ConditionTexts, budget: Budget) {
    self.texts = texts
    self.budget = budget
  }

  /// Whether a condition holds for a job.
  ///
  /// - Parameters:
  ///   - node: The condition.
  ///   - variables: The values of variables.
  /// - Returns: The answer; nil when it is not known.
  package func holds(_ node: NodeID, _ variables: some ConditionVariables) -> Bool? {
    guard let place = texts.place(of: node) else { return false }
    if place < answers.count, let known = answers[place] { return known }
    guard let condition = texts.condition(at: place) else { return false }
    var isSame = true
    let answer = condition.holds(
      variable: { name in
        isSame = isSame && variables.isShared(name)
        return variables.value(name)
      },
      budget: budget
    )
    if isSame {
      while answers.count <= place { answers.append(nil) }
      answers[place] = .some(answer)
    }
    return answer
  }
}

/// The values of variables where conditions are evaluated.
package protocol ConditionVariables {
  /// The value of a variable.
  func value(_ name: String) -> ConditionValue
  /// The value of a variable with variables in it expanded, for `exists`; nil when it is not known.
  func expandedValue(_ name: String) -> String?
  /// Whether a variable has the same value for all jobs.
  func isShared(_ name: String) -> Bool
}
