package import Files
package import YAMLSyntax

/// Decides `include:rules` for a run, or as far as that can be done for all of them.
package struct IncludeRules {
  let tree: NodeTree
  let variables: IncludeVariables
  /// The files that `exists` is asked about.
  let paths: () -> [String]
  let budget: Budget

  /// Rules to decide.
  ///
  /// - Parameters:
  ///   - tree: The tree that holds them.
  ///   - variables: The variables that they see.
  ///   - paths: The files that `exists` looks for.
  ///   - budget: The run's budget.
  package init(
    tree: NodeTree,
    variables: IncludeVariables,
    paths: @escaping () -> [String],
    budget: Budget
  ) {
    self.tree = tree
    self.variables = variables
    self.paths = paths
    self.budget = budget
  }

  /// Whether the file is included: the first rule that holds decides; nil when it is not known.
  ///
  /// A rule that may hold leaves the decision open only where the rules after it decide otherwise.
  package func includes(_ rules: NodeID) -> Bool? {
    var decisions: Set<Bool> = []
    for item in tree.flattened(rules) {
      let holds = holds(item.value)
      if holds == false { continue }
      let isNever = tree.present(.when, in: item.value).map { tree.string($0) == "never" } ?? false
      decisions.insert(!isNever)
      if holds == true { return decisions.count == 1 ? !isNever : nil }
    }
    decisions.insert(false)
    return decisions.count == 1 ? false : nil
  }

  /// Whether all clauses of a rule hold.
  private func holds(_ rule: NodeID) -> Bool? {
    var isUnknown = false
    let exists = ExistsClause(
      tree: tree,
      variable: variables.value,
      paths: paths,
      budget: budget
    )
    for clause in [condition(rule), exists.holds(rule), changes(rule)] {
      guard let holds = clause else {
        isUnknown = true
        continue
      }
      if !holds { return false }
    }
    return isUnknown ? nil : true
  }

  private func condition(_ rule: NodeID) -> Bool? {
    guard let text = tree.present(.if, in: rule) else { return true }
    // An expression that cannot be read counts as false.
    guard !budget.isExhausted, let condition = try? Condition(utf8: tree.text(text)) else {
      return false
    }
    budget.spend(condition.compilationWork, on: .patternSteps)
    return condition.holds(variable: variables.value, budget: budget)
  }

  /// Which files a run changes is not known; runs that GitLab compares no files for have the clause.
  private func changes(_ rule: NodeID) -> Bool? {
    guard tree.present(.changes, in: rule) != nil else { return true }
    return variables.run?.scenario.mayHaveChanges == false ? true : nil
  }
}
