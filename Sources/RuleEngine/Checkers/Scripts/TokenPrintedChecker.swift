import GitLabCI
import TextFormats
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
      if mayTrace { outcome.findings += debugTrace(job, context) }
      let found = context.facts.exposures(ofJob: index)
      if found.isEmpty { continue }
      let known = ScriptValues(job, in: tree)
      outcome.findings += found.map { report($0, job, known) }
    }
    outcome.questions += context.scripts.question
    return outcome
  }

  private func report(_ finding: ScriptFinding, _ job: Job, _ known: ScriptValues) -> RawFinding {
    var report = RawFinding(location: finding.location, message: finding.message)
    report.job = job.symbol
    let item = finding.name.flatMap { known.items[$0] }
    switch item?.kind {
    case .idToken?: report.token = item?.symbol
    case .secret?, .secretFile?: report.secret = item?.symbol
    case nil: break
    }
    return report
  }

  /// `CI_DEBUG_TRACE`, which makes the runner print every command with its values.
  private func debugTrace(_ job: Job, _ context: CheckContext) -> [RawFinding] {
    let tree = context.tree
    guard let symbol = tree.symbol("CI_DEBUG_TRACE") else { return [] }
    let definitions = job.definitions(of: symbol).sorted { $0.scope < $1.scope }
    // A value set by rules or a matrix holds in some runs; the last one of the rest wins.
    let last = definitions.last { $0.scope == .pipeline || $0.scope == .job }
    let set =
      definitions.filter { $0.scope > .job || $0.scope == .workflowRules }
      + [last].compactMap(\.self)
    return set.compactMap { variable in
      guard let value = variable.value?.node,
        ["true", "1"].contains(ASCII.lowercased(tree.rubyText(value)))
      else { return nil }
      var report = RawFinding(
        location: tree.location(value),
        message: "CI_DEBUG_TRACE prints all variables to the job log, tokens and secrets among them"
      )
      report.job = job.symbol
      report.variable = variable.symbol
      return report
    }
  }
}

extension PipelineFacts {
  /// The tokens and secrets that a job's script prints to its log or writes to an artifact.
  func exposures(ofJob index: Int) -> [ScriptFinding] {
    let job = pipeline.jobs[index]
    let known = ScriptValues(job, in: tree)
    guard !known.items.isEmpty else { return [] }
    let texts = scripts.texts
    return job.shells.enumerated().flatMap { place, shell -> [ScriptFinding] in
      guard shell.contains(where: { PrintedValueReader.mayMatter(tree.text($0.node), known) })
      else { return [] }
      let uploads = UploadedFiles(job, texts, in: tree)
      var reader = PrintedValueReader(known: known, uploads: uploads, scripts: texts)
      return texts.findings(
        of: "AKV501",
        in: shell,
        isAskedOnce: false,
        values: "\(place) \(known.signature) \(uploads.signature)"
      ) { node in
        reader.read(node, in: tree).map { exposure in
          ScriptFinding(
            location: texts.location(of: exposure.range, in: node, of: tree),
            message: exposure.message,
            name: exposure.name
          )
        }
      }
    }
  }
}
