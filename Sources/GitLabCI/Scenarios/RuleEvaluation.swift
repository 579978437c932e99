package import Files
package import YAMLSyntax

/// Decides `rules` and `workflow:rules` for one kind of run.
package struct RuleEvaluation {
  /// The result of a list of rules.
  package enum Outcome {
    /// A rule holds; its mapping.
    case matched(NodeID)
    case none
    /// It depends on what is not known; the rules that may be the one that holds.
    case unknown([NodeID])
  }

  let tree: NodeTree
  let scenario: Scenario
  /// A variable's value where the rules stand.
  let variable: (String) -> ConditionValue
  /// A variable's value with variables in it expanded, for `exists`; nil when it is not known.
  let expanded: (String) -> String?
  /// The repository's files, for `exists`.
  let paths: [String]
  let conditions: ConditionCache
  /// The run's budget.
  let budget: Budget

  /// An evaluation.
  ///
  /// - Parameters:
  ///   - tree: The tree of the pipeline.
  ///   - scenario: The pipeline scenario.
  ///   - variable: The value of a variable where the rules are evaluated.
  ///   - expanded: The value of a variable with variables in it expanded; nil when not known.
  ///   - paths: The repository's files, for `exists`.
  ///   - conditions: The conditions that were read before.
  ///   - budget: What the run may spend.
  package init(
    tree: NodeTree,
    scenario: Scenario,
    variable: @escaping (String) -> ConditionValue,
    expanded: @escaping (String) -> String? = { _ in nil },
    paths: [String],
    conditions: ConditionCache,
    budget: Budget
  ) {
    self.tree = tree
    self.scenario = scenario
    self.variable = variable
    self.expanded = expanded
    self.paths = paths
    self.conditions = conditions
    self.budget = budget
  }

  /// The first rule of which all clauses hold.
  package func outcome(_ rules: NodeID) -> Outcome {
    var candidates: [NodeID] = []
    guard !budget.isExhausted else { return .none }
    for rule in tree.flattened(rules).lazy.map(\.value) {
      switch holds(rule) {
      case true?:
        guard !candidates.isEmpty else { return .matched(rule) }
        return .unknown(candidates + [rule])
      case nil: candidates.append(rule)
      case false?: break
      }
    }
    return candidates.isEmpty ? .none : .unknown(candidates)
  }

  private func holds(_ rule: NodeID) -> Bool? {
    if tree.kind(rule) == .unknown { return nil }
    let exists = ExistsClause(
      tree: tree,
      variable: expandedVariable,
      paths: { paths },
      budget: budget
    )
    let clauses = [condition(rule), changes(rule), exists.holds(rule)]
    if clauses.contains(false) { return false }
    return clauses.contains(nil) ? nil : true
  }

  private func condition(_ rule: NodeID) -> Bool? {
    guard let text = tree.present(.if, in: rule) else { return true }
    guard let condition = conditions.condition(tree.text(text)) else { return false }
    return condition.holds(variable: variable, budget: budget)
  }

  /// Only pushes to branches and merge requests have changed files to compare; in all other runs
  /// the clause holds.
  private func changes(_ rule: NodeID) -> Bool? {
    guard let value = tree.present(.changes, in: rule) else { return true }
    if tree.kind(value) == .mapping, tree.present(.compareTo, in: value) != nil { return nil }
    return scenario.mayHaveChanges ? nil : true
  }

  /// The value of a variable in a pattern of `exists`.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/build/rules/rule/clause/exists.rb`.
  private func expandedVariable(_ name: String) -> ConditionValue {
    guard case .string = variable(name), let text = expanded(name) else { return variable(name) }
    return .string(text)
  }
}
