import ShellSyntax
package import YAMLSyntax

extension Pipeline {
  /// The names of variables in the values of each variable that a job has before its rules are
  /// evaluated.
  package func variableReferences(of job: Job) -> [String: [String]] {
    var references: [String: [String]] = [:]
    for variable in job.inheritedVariables + job.ownVariables where variable.scope != .jobRules {
      guard let node = variable.value?.node, mayRefer(node), !tree.isRaw(variable) else { continue }
      let names = VariableReference.names(in: tree.rubyText(node), includesPercent: true)
      if !names.isEmpty { references[tree.text(variable.symbol), default: []] += names }
    }
    return references
  }

  /// Whether a value may have variables in it: most are written out.
  private func mayRefer(_ value: NodeID) -> Bool {
    tree.text(value).contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "%") }
  }

  /// The variables of a job that refer to each other in a circle, with the place of the first one;
  /// nil when none do.
  package func variableCircle(of job: Job) -> (names: [String], node: NodeID)? {
    let variables = job.inheritedVariables + job.ownVariables
    guard variables.count > 1, let names = VariableCircle.find(variableReferences(of: job)),
      let first = variables.first(where: { names.contains(tree.text($0.symbol)) })
    else { return nil }
    return (names, first.entry.keyNode)
  }
}
