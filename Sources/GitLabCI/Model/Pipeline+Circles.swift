import ShellSyntax
package import YAMLSyntax

extension Pipeline {
  /// The names of variables in the values of each variable that a job has before its rules are
  /// evaluated.
  package func variableReferences(of job: Job) -> [String: [String]] {
    references(in: (job.inheritedVariables + job.ownVariables).filter { $0.scope != .jobRules })
  }

  /// The same for the definitions that count: the last one of each name.
  ///
  /// - Parameters:
  ///   - job: The job.
  ///   - applies: Whether a definition counts; a name for which that is not known is left out.
  /// - Returns: The names in the value of each variable.
  package func variableReferences(
    of job: Job,
    applies: (Variable) -> Bool?
  ) -> [String: [String]] {
    var last: [Symbol: Variable?] = [:]
    let variables = (job.inheritedVariables + job.ownVariables).filter { $0.scope != .jobRules }
    for variable in variables.sorted(by: { $0.scope < $1.scope }) {
      switch applies(variable) {
      case true?: last[variable.symbol] = .some(variable)
      case false?: break
      case nil: last[variable.symbol] = .some(nil)
      }
    }
    return references(in: last.values.compactMap(\.self))
  }

  private func references(in variables: [Variable]) -> [String: [String]] {
    var references: [String: [String]] = [:]
    for variable in variables {
      guard let node = variable.value?.node, mayRefer(node), !tree.isRaw(variable) else { continue }
      let names = VariableReference.names(in: tree.rubyText(node), includesPercent: true)
      if !names.isEmpty { references[tree.text(variable.symbol), default: []] += names }
    }
    return references
  }

  /// The variables that a definition gives a value which refers to the variable itself.
  package var selfReferences: Set<String> {
    var names: Set<String> = []
    for variable in variables + jobs.flatMap(\.ownVariables) {
      let own = references(in: [variable]).filter { $1.contains($0) }
      names.formUnion(own.keys)
    }
    return names
  }

  /// Whether a value may have variables in it: most are written out.
  private func mayRefer(_ value: NodeID) -> Bool {
    tree.text(value).contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "%") }
  }

  /// The variables of a job that refer to each other in a circle, with the place of the first one;
  /// nil when none do.
  package func variableCircle(of job: Job) -> (names: [String], node: NodeID)? {
    let variables = job.inheritedVariables + job.ownVariables
    guard variables.count > 1, VariableCircle.find(variableReferences(of: job)) != nil,
      let names = VariableCircle.find(
        variableReferences(of: job) { variable in
          variable.scope == .pipeline || variable.scope == .job ? true : nil
        }
      ),
      let first = variables.first(where: { names.contains(tree.text($0.symbol)) })
    else { return nil }
    return (names, first.entry.keyNode)
  }
}
