import YAMLSyntax

/// Decides the clause `exists` of `rules` and `include:rules`.
struct ExistsClause {
  let tree: NodeTree
  /// A variable's value where the rule stands.
  let variable: (String) -> ConditionValue
  /// The repository's files; only asked for when there is a clause.
  let paths: () -> [String]

  /// Whether a rule's clause holds; true when it has none, nil when that is not known.
  func holds(_ rule: NodeID) -> Bool? {
    guard let value = tree.present(.exists, in: rule) else { return true }
    if tree.kind(value) == .mapping, tree.present(.project, in: value) != nil { return nil }
    let list = tree.present(.paths, in: value) ?? value
    let paths = paths()
    var isUnknown = false
    for item in tree.items(list) {
      guard let glob = glob(item.value) else {
        isUnknown = true
        continue
      }
      let pattern = WildcardPattern(glob)
      if paths.contains(where: pattern.matches) { return true }
    }
    return isUnknown ? nil : false
  }

  /// A pattern with its variables put in; nil when one is not known, or when it has more than
  /// stars in it.
  private func glob(_ node: NodeID) -> String? {
    let text = VariableReference.expanding(tree.string(node)) { name in
      switch variable(name) {
      case .string(let text): text
      case .null: ""
      default: nil
      }
    }
    guard let text, !text.contains("["), !text.contains("{"), !text.contains("?") else {
      return nil
    }
    return text
  }
}
