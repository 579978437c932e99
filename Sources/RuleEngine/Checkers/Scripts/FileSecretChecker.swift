import GitLabCI
import ShellSyntax
import YAMLSyntax

/// AKV215: a secret's file is taken for its value, or its value for a file.
struct FileSecretChecker: Checker {
  /// So many mistakes in one text are enough.
  private static let limit = 50

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let tree = context.tree
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      guard !job.secrets.isEmpty else { continue }
      let secrets = ScriptValues(job, in: tree, includesTokens: false)
      outcome.reports += passedOn(job, secrets, tree).map { report($0, job, secrets, context) }
      for shell in job.shells
      where shell.contains(where: { secrets.areNamed(in: tree.text($0.node)) }) {
        let nodes = shell.map(\.node)
        let key = ScriptTexts.Key(rule: "AKV215", nodes: nodes, values: secrets.signature)
        var known = secrets
        let found = context.scripts.findings(key) { findings($0, secrets, &known, context) }
        outcome.reports += found.map { report($0, job, secrets, context) }
      }
    }
    outcome.questions += context.scripts.question
    return outcome
  }

  /// The paths that `variables:` pass on under names from which programs read values.
  private func passedOn(_ job: Job, _ secrets: ScriptValues, _ tree: NodeTree) -> [ScriptFinding] {
    (job.inheritedVariables + job.ownVariables).compactMap { variable in
      let name = tree.text(variable.symbol)
      guard WellKnownVariables.takeValues(name), let value = variable.value?.node,
        !tree.isRaw(variable),
        let secret = VariableReference.only(in: tree.string(value)),
        secrets[secret] == .secretFile
      else { return nil }
      return ScriptFinding(
        location: tree.location(value),
        message: "$\(secret) holds the path of a file with the secret, but \(name) takes the value",
        name: secret
      )
    }
  }

  private func findings(
    _ node: NodeID,
    _ secrets: ScriptValues,
    _ known: inout ScriptValues,
    _ context: CheckContext
  ) -> [ScriptFinding] {
    let tree = context.tree
    guard known.areNamed(in: tree.text(node)) else { return [] }
    var uses: [SecretMisuse] = []
    context.scripts.visit(node, in: tree) { visited in
      if uses.count < Self.limit { uses += SecretMisuse.find(in: visited, known) }
      forget(visited, &known)
    }
    return uses.map { use in
      let holds =
        secrets[use.name] == .secret
        ? "holds the secret itself (file: false)" : "holds the path of a file with the secret"
      return ScriptFinding(
        location: context.scripts.location(of: use.part.range, in: node, of: tree),
        message: "$\(use.name) \(holds), but \(use.taker)",
        name: use.name
      )
    }
  }

  /// What a script changes or asks about, it may know better than we do.
  private func forget(_ visited: VisitedCommand, _ known: inout ScriptValues) {
    for name in visited.command.changedVariables { known.forget(name) }
    guard let name = visited.command.words.first?.literal, ["[", "[[", "test"].contains(name)
    else { return }
    let words = visited.command.words
    for (test, word) in zip(words, words.dropFirst())
    where ["-f", "-e", "-r", "-s"].contains(test.literal) {
      if let variable = word.onlyVariable, known[variable.name] == .secret {
        known.forget(variable.name)
      }
    }
  }

  private func report(
    _ finding: ScriptFinding,
    _ job: Job,
    _ secrets: ScriptValues,
    _ context: CheckContext
  ) -> RawFinding {
    var report = RawFinding(location: finding.location, message: finding.message)
    report.job = job.symbol
    guard let item = finding.name.flatMap({ secrets.items[$0] }) else { return report }
    report.secret = item.symbol
    report.related = [
      RawFinding.Related(
        message: "the secret is defined here",
        location: context.tree.location(item.keyNode)
      )
    ]
    return report
  }
}
