import GitLabCI
import ShellSyntax
import YAMLSyntax

/// AKV215: a secret's file is taken for its value, or its value for a file.
struct FileSecretChecker: Checker {
  /// The maximum number of mistakes that are reported for one text.
  private static let limit = 50

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let tree = context.tree
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      guard !job.secrets.isEmpty else { continue }
      let secrets = ScriptValues(job, in: tree, includesTokens: false)
      outcome.findings += passedOn(job, secrets, tree).map { report($0, job, secrets, context) }
      for shell in job.shells
      where shell.contains(where: { secrets.areNamed(in: tree.text($0.node)) }) {
        var known = secrets
        let found = context.scripts.findings(
          of: "AKV215",
          in: shell,
          isAskedOnce: true,
          values: secrets.signature
        ) { findings($0, job, &known, context) }
        outcome.findings += found.map { report($0, job, secrets, context) }
      }
    }
    outcome.questions += context.scripts.question
    return outcome
  }

  /// The paths that `variables:` pass on under names from which programs read values, or in texts
  /// that hold the value.
  private func passedOn(_ job: Job, _ secrets: ScriptValues, _ tree: NodeTree) -> [ScriptFinding] {
    (job.inheritedVariables + job.ownVariables).compactMap { variable in
      guard let value = variable.value?.node, secrets.areNamed(in: tree.text(value)),
        !tree.isRaw(variable)
      else { return nil }
      let name = tree.text(variable.symbol)
      let text = tree.string(value)
      let named = VariableReference.names(in: text).first { secrets[$0] == .secretFile }
      guard let secret = named, let location = tree.occurrence(of: secret, in: value),
        let taker = taker(name, text, secret, job, tree)
      else { return nil }
      return ScriptFinding(
        location: location,
        message: "$\(secret) holds the path of a file with the secret, but \(taker)",
        name: secret
      )
    }
  }

  /// The program or option that takes the value of a secret in the text of a variable.
  private func taker(
    _ name: String,
    _ text: String,
    _ secret: String,
    _ job: Job,
    _ tree: NodeTree
  ) -> String? {
    if VariableReference.only(in: text) != nil {
      let takes =
        WellKnownVariables.takeValues(name)
        || OptionName.isValueName(name) && !isRead(name, job, tree)
      return takes ? "\(name) takes the value" : nil
    }
    for form in ["${\(secret)}", "$\(secret)"] {
      let pieces = text.split(separator: form, maxSplits: 1, omittingEmptySubsequences: false)
      if pieces.count == 2 {
        return ValueContext.inside(before: String(pieces[0]), after: String(pieces[1]))
      }
    }
    return nil
  }

  /// Whether a job's script reads a variable, so that it may well open the file.
  private func isRead(_ name: String, _ job: Job, _ tree: NodeTree) -> Bool {
    job.script.contains { command in
      ["$\(name)", "{\(name)"].contains {
        ByteSearch.contains(Array($0.utf8), in: tree.text(command.node))
      }
    }
  }

  private func findings(
    _ node: NodeID,
    _ job: Job,
    _ known: inout ScriptValues,
    _ context: CheckContext
  ) -> [ScriptFinding] {
    let tree = context.tree
    guard known.areNamed(in: tree.text(node)) else { return [] }
    var uses: [SecretMisuse] = []
    context.scripts.visit(node, in: tree) { visited in
      if uses.count < Self.limit {
        uses += SecretMisuse.find(in: visited, known) { isRead($0, job, tree) }
      }
      forget(visited, &known)
    }
    return uses.map { use in
      let holds =
        use.isValue ? "holds the secret itself" : "holds the path of a file with the secret"
      return ScriptFinding(
        location: context.scripts.location(of: use.part.range, in: node, of: tree),
        message: "\(ScriptValues.written(use.name)) \(holds), but \(use.taker)",
        name: use.origin
      )
    }
  }

  /// A variable that the script changes or tests is not judged.
  private func forget(_ visited: VisitedCommand, _ known: inout ScriptValues) {
    known.follow(visited.command)
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
