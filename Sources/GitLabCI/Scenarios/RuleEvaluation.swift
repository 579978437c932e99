package import Files
package import YAMLSyntax

/// Decides `rules` and `workflow:rules` for one scenario.
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
  ///   - paths: The repository's files, for `exists`.
  ///   - conditions: The conditions that were read before.
  ///   - budget: The run's budget.
  package init(
    tree: NodeTree,
    scenario: Scenario,
    paths: [String],
    conditions: ConditionCache,
    budget: Budget
  ) {
    self.tree = tree
    self.scenario = scenario
    self.paths = paths
    self.conditions = conditions
    self.budget = budget
  }

  /// The first rule whose clauses all hold.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - variables: The values of variables where they are evaluated.
  /// - Returns: The rule, as far as it is known.
  package func outcome(_ rules: NodeID, _ variables: some ConditionVariables) -> Outcome {
    var candidates: [NodeID] = []
    guard !budget.isExhausted else { return .none }
    for rule in tree.flattened(rules).lazy.map(\.value) {
      switch holds(rule, variables) {
      case true?:
        guard !candidates.isEmpty else { return .matched(rule) }
        return .unknown(candidates + [rule])
      case nil: candidates.append(rule)
      case false?: break
      }
    }
    return candidates.isEmpty ? .none : .unknown(candidates)
  }

  private func holds(_ rule: NodeID, _ variables: some ConditionVariables) -> Bool? {
    if tree.kind(rule) == .unknown { return nil }
    let condition = condition(rule, variables)
    if condition == false { return false }
    let changes = changes(rule)
    let exists = exists(rule, variables)
    if exists == false { return false }
    return condition == nil || changes == nil || exists == nil ? nil : true
  }

  private func condition(_ rule: NodeID, _ variables: some ConditionVariables) -> Bool? {
    guard let node = tree.present(.if, in: rule) else { return true }
    if tree.isUnknown(node) { return nil }
    return conditions.holds(node, variables)
  }

  /// Only pushes to branches and merge requests have changed files to compare; in all other runs
  /// the clause holds.
  private func changes(_ rule: NodeID) -> Bool? {
    guard let value = tree.present(.changes, in: rule) else { return true }
    if tree.kind(value) == .mapping, tree.present(.compareTo, in: value) != nil { return nil }
    return scenario.mayHaveChanges ? nil : true
  }

  /// Whether the clause holds, in which variables are expanded.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/build/rules/rule/clause/exists.rb`.
  private func exists(_ rule: NodeID, _ variables: some ConditionVariables) -> Bool? {
    guard tree.present(.exists, in: rule) != nil else { return true }
    let clause = ExistsClause(
      tree: tree,
      variable: { name in
        let value = variables.value(name)
        guard case .string = value else { return value }
        return variables.expandedValue(name).map(ConditionValue.string) ?? .unknown
      },
      paths: { paths },
      budget: budget
    )
    return clause.holds(rule)
  }
}
