package import Files
package import YAMLSyntax

/// The conditions of a pipeline, each text read once: hundreds of jobs have the same, in each
/// scenario.
///
/// A class, because it is filled while jobs are judged; it lives for one check on one thread.
package final class ConditionTexts {
  private let tree: NodeTree
  private let budget: Budget
  private var indices: [ArraySlice<UInt8>: Int] = [:]
  private var indicesByNode: [NodeID: Int] = [:]
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
    index(of: node).flatMap { conditions[$0] }
  }

  /// The index of a condition, the same for the same texts; nil when the run may read no more.
  fileprivate func index(of node: NodeID) -> Int? {
    if let known = indicesByNode[node] { return known }
    guard !budget.isExhausted else { return nil }
    let text = tree.text(node)
    let index = indices[text] ?? read(text)
    indicesByNode[node] = index
    return index
  }

  fileprivate func condition(at index: Int) -> Condition? { conditions[index] }

  private func read(_ text: ArraySlice<UInt8>) -> Int {
    let condition = try? Condition(utf8: text)
    budget.spend(text.count + (condition?.compilationWork ?? 0), on: .patternSteps)
    indices[text] = conditions.count
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
  /// By the index of the condition; nil where it has none that is the same for all jobs.
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
    guard let index = texts.index(of: node) else { return false }
    if index < answers.count, let known = answers[index] { return known }
    guard let condition = texts.condition(at: index) else { return false }
    var isSame = true
    let answer = condition.holds(
      variable: { name in
        isSame = isSame && variables.isShared(name)
        return variables.value(name)
      },
      budget: budget
    )
    if isSame {
      while answers.count <= index { answers.append(nil) }
      answers[index] = .some(answer)
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
