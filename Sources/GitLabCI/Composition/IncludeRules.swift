import YAMLSyntax

/// Decides `include:rules`, as far as that can be done before a run.
struct IncludeRules {
  let tree: NodeTree
  let variables: IncludeVariables
  /// The files that `exists` is asked about.
  let paths: () -> [String]

  /// Whether the file is included: the first rule that holds decides; nil when it is not known.
  func includes(_ rules: NodeID) -> Bool? {
    for item in tree.items(rules) {
      guard let holds = holds(item.value) else { return nil }
      guard holds else { continue }
      return tree.present(.when, in: item.value).map { tree.string($0) != "never" } ?? true
    }
    return false
  }

  /// Whether all clauses of a rule hold.
  private func holds(_ rule: NodeID) -> Bool? {
    var isUnknown = false
    let exists = ExistsClause(tree: tree, variable: variables.value, paths: paths)
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
    guard let condition = try? Condition(utf8: tree.text(text)) else { return false }
    return condition.holds(variable: variables.value)
  }

  /// Which files a run changes is not known here.
  private func changes(_ rule: NodeID) -> Bool? {
    tree.present(.changes, in: rule) == nil ? true : nil
  }
}
