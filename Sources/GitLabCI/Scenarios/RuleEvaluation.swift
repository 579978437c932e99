import YAMLSyntax

/// Decides `rules` and `workflow:rules` for one kind of run.
struct RuleEvaluation {
  /// What a list of rules comes to.
  enum Outcome {
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
  /// The repository's files, for `exists`.
  let paths: [String]
  let conditions: ConditionCache

  /// The first rule of which all clauses hold.
  func outcome(_ rules: NodeID) -> Outcome {
    var candidates: [NodeID] = []
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
    let exists = ExistsClause(tree: tree, variable: variable, paths: { paths })
    let clauses = [condition(rule), changes(rule), exists.holds(rule)]
    if clauses.contains(false) { return false }
    return clauses.contains(nil) ? nil : true
  }

  private func condition(_ rule: NodeID) -> Bool? {
    guard let text = tree.present(.if, in: rule) else { return true }
    guard let condition = conditions.condition(tree.text(text)) else { return false }
    return condition.holds(variable: variable)
  }

  /// Only pushes to branches and merge requests have changed files to compare; in all other runs
  /// the clause holds.
  private func changes(_ rule: NodeID) -> Bool? {
    guard let value = tree.present(.changes, in: rule) else { return true }
    if tree.kind(value) == .mapping, tree.present(.compareTo, in: value) != nil { return nil }
    return hasChanges ? nil : true
  }

  var hasChanges: Bool {
    scenario.mergeRequest != nil || scenario.source == "push" && !scenario.isTag
  }
}
