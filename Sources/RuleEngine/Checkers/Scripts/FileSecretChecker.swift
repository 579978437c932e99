import GitLabCI
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
      for shell in job.shells {
        var known = secrets
        for item in shell where known.areNamed(in: tree.text(item.node)) {
          var uses: [SecretMisuse] = []
          context.scripts.script(item.node, in: tree).visit { visited in
            if uses.count < Self.limit { uses += SecretMisuse.find(in: visited, known) }
            forget(visited, &known)
          }
          outcome.reports += uses.map { report($0, item.node, job, known: secrets, context) }
        }
      }
    }
    return outcome
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
    _ use: SecretMisuse,
    _ node: NodeID,
    _ job: Job,
    known: ScriptValues,
    _ context: CheckContext
  ) -> Report {
    let item = known.items[use.name]
    let holds =
      item?.kind == .secret
      ? "holds the secret itself (file: false)" : "holds the path of a file with the secret"
    var report = Report(
      location: context.tree.location(of: use.part.range, in: node),
      message: "$\(use.name) \(holds), but \(use.taker)"
    )
    report.job = job.symbol
    report.secret = item?.symbol
    if let item {
      report.related = [
        Report.Related(
          message: "the secret is defined here",
          location: context.tree.location(item.keyNode)
        )
      ]
    }
    return report
  }
}
