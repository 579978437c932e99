package import YAMLSyntax

/// A CI/CD variable that the YAML defines.
package struct Variable: Hashable, Sendable {
  /// Where in the YAML it is defined; GitLab lets the later of these win.
  package enum Scope: UInt8, Comparable, Sendable {
    case pipeline
    case workflowRules
    case job
    case matrix
    case jobRules

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Its name and its entry.
  package let entry: Named
  /// Its value: a scalar; nil when it has several, none, or one that is not known.
  package let value: Sourced?
  /// Where it is defined.
  package let scope: Scope

  /// Its name, for comparing.
  package var symbol: Symbol { entry.symbol }
}

/// Reads the several places where the YAML defines variables.
struct VariableReader {
  let tree: NodeTree

  /// The variables of a `variables` mapping.
  func variables(_ mapping: Sourced?, scope: Variable.Scope) -> [Variable] {
    guard let mapping else { return [] }
    return entries(mapping.node).map { entry in
      Variable(entry: Named(entry), value: value(entry), scope: scope)
    }
  }

  /// The variables of the `variables` of all rules; which rule decides is not known here.
  func ruleVariables(_ rules: NodeID?, scope: Variable.Scope) -> [Variable] {
    guard let rules else { return [] }
    return tree.flattened(rules).flatMap { rule in
      variables(tree.entry(.variables, in: rule.value).map(Sourced.init), scope: scope)
    }
  }

  /// The variables of `parallel:matrix`, each with the values it takes.
  func matrixVariables(_ parallel: NodeID?) -> [Variable] {
    guard let parallel, let matrix = tree.value(.matrix, in: parallel) else { return [] }
    return tree.items(matrix).flatMap { row($0.value).flatMap(\.self) }
  }

  /// The variables of one row of a matrix, each with the values it takes.
  func row(_ mapping: NodeID) -> [[Variable]] {
    tree.entries(mapping).map { entry in
      let values =
        tree.kind(entry.value) == .sequence
        ? tree.items(entry.value).map(Sourced.init) : [Sourced(entry)]
      return values.map { Variable(entry: Named(entry), value: $0, scope: .matrix) }
    }
  }

  /// The entries of a mapping by the texts of their names: the last one of 1 and "1" counts.
  private func entries(_ mapping: NodeID) -> [Entry] {
    let all = tree.entries(mapping)
    guard tree.hasOtherKeys, all.contains(where: { tree.kind($0.key) != .string }) else {
      return Array(all)
    }
    var result: [Entry] = []
    for var entry in all {
      entry.key = tree.symbol(tree.text(entry.key)) ?? entry.key
      if let place = result.firstIndex(where: { $0.key == entry.key }) {
        result[place].value = entry.value
        result[place].keyNode = entry.keyNode
        result[place].origin = entry.origin
      } else {
        result.append(entry)
      }
    }
    return result
  }

  private func value(_ entry: Entry) -> Sourced? {
    switch tree.kind(entry.value) {
    // A mapping without a value is the empty text, and so is null.
    case .mapping: tree.entry(.value, in: entry.value).map(Sourced.init)
    case .sequence, .reference, .unknown: nil
    default: Sourced(entry)
    }
  }
}

extension NodeTree {
  /// The value of a variable as the YAML gives it; nil when it is not known.
  ///
  /// One without a value, such as one that has a description only, is empty. Source: GitLab 18.9,
  /// `lib/gitlab/ci/config/entry/variable.rb`.
  package func writtenText(_ variable: Variable) -> String? {
    if let value = variable.value {
      return kind(value.node) == .unknown ? nil : rubyText(value.node)
    }
    return kind(variable.entry.value.node) == .mapping ? "" : nil
  }

  /// Whether GitLab leaves variables in the value of a variable as they are: `expand: false`.
  package func isRaw(_ variable: Variable) -> Bool {
    let node = variable.entry.value.node
    guard kind(node) == .mapping, let expand = present(.expand, in: node), kind(expand) == .bool
    else { return false }
    return !bool(expand)
  }
}
