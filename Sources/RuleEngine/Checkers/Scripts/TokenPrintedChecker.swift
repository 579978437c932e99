import GitLabCI
import YAMLSyntax

/// AKV501: a token or a secret ends in the job's log or in an artifact.
struct TokenPrintedChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let tree = context.tree
    let mayTrace = tree.mentions("CI_DEBUG_TRACE")
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      guard !job.idTokens.isEmpty || !job.secrets.isEmpty else { continue }
      if mayTrace { outcome.reports += debugTrace(job, context) }
      let known = ScriptValues(job, in: tree)
      guard !known.items.isEmpty else { continue }
      let uploads = UploadedFiles(job, in: tree)
      for shell in job.shells {
        var reader = PrintedValueReader(known: known, uploads: uploads, scripts: context.scripts)
        for item in shell {
          for exposure in reader.read(item.node, in: tree) {
            var report = Report(
              location: tree.location(of: exposure.range, in: item.node),
              message: exposure.message
            )
            report.job = job.symbol
            let symbol = exposure.name.flatMap { known.items[$0] }
            switch symbol?.kind {
            case .idToken?: report.token = symbol?.symbol
            case .secret?, .secretFile?: report.secret = symbol?.symbol
            case nil: break
            }
            outcome.reports.append(report)
          }
        }
      }
    }
    return outcome
  }

  /// `CI_DEBUG_TRACE`, which makes the runner print every command with its values.
  private func debugTrace(_ job: Job, _ context: CheckContext) -> [Report] {
    let tree = context.tree
    guard let symbol = tree.symbol("CI_DEBUG_TRACE") else { return [] }
    let definitions = job.definitions(of: symbol).sorted { $0.scope < $1.scope }
    // What rules and a matrix set holds in some runs; of the rest the last one holds.
    let last = definitions.last { $0.scope == .pipeline || $0.scope == .job }
    let set =
      definitions.filter { $0.scope > .job || $0.scope == .workflowRules }
      + [last].compactMap(\.self)
    return set.compactMap { variable in
      guard let value = variable.value?.node,
        ["true", "1"].contains(ByteText.lowercasedASCII(tree.rubyText(value)))
      else { return nil }
      var report = Report(
        location: tree.location(value),
        message: "CI_DEBUG_TRACE prints all variables to the log of a job that has "
          + (job.secrets.isEmpty ? "ID tokens" : "secrets")
      )
      report.job = job.symbol
      report.variable = variable.symbol
      return report
    }
  }
}
