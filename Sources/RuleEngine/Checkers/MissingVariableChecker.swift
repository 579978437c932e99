import AccessPrediction
import AzureFederation
import Evidence
import Findings
import GitLabCI
import ShellSyntax
import YAMLSyntax

/// AKV301: the three variables without which GitLab finds no secrets provider.
struct MissingVariableChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    var openNames: [String] = []
    // The same for all jobs without own values.
    var inherited: Written?
    var firstSecret: (location: Location, jobs: [Symbol])?
    for index in context.facts.azureSubjects {
      let job = context.pipeline.jobs[index]
      guard let secret = job.secrets.first(where: \.isAzure) else { continue }
      let location = context.tree.location(secret.entry.keyNode)
      let state =
        context.predictions.isEmpty
        ? written(index, context, &inherited) : inRuns(index, context)
      switch state {
      case .complete: continue
      case .open(let names, let reason):
        outcome.ask(reason, about: job.symbol)
        // The settings of a fragment's users are theirs.
        guard !context.facts.evidence.variables.isClosed, context.role == .pipeline else {
          continue
        }
        openNames += names.filter { !openNames.contains($0) }
        firstSecret = (
          firstSecret?.location ?? location, (firstSecret?.jobs ?? []) + [job.symbol]
        )
      case .missing(let names, let what, let severity, let scenarios):
        var report = RawFinding(location: location, message: message(names, what, scenarios))
        report.job = job.symbol
        report.secret = secret.symbol
        report.severity = severity
        report.scenarios = scenarios
        report.predicts = "secrets_provider_not_found"
        outcome.findings.append(report)
      }
    }
    if let firstSecret {
      let names = AzureVariables.all.filter(openNames.contains).joined(separator: ", ")
      var report = RawFinding(
        location: firstSecret.location,
        message: "\(names) \(openNames.count == 1 ? "is" : "are") not in the YAML; list the "
          + "project's CI/CD variables under variables: in .akvlint.yml, name an export of them "
          + "there, or check with --live"
      )
      report.severity = .info
      // One finding for the whole pipeline, which names the jobs.
      for job in firstSecret.jobs {
        report.job = job
        outcome.findings.append(report)
      }
    }
    return outcome
  }

  /// The state of the three variables for one job.
  private enum State {
    case complete
    case open([String], reason: String)
    case missing([String], what: String, severity: Severity, scenarios: [String])
  }

  /// The state of the variables in the job's runs.
  private func inRuns(_ index: Int, _ context: CheckContext) -> State {
    let runs = context.facts.predictions(ofJob: index).filter { $0.chain != nil }
    var failing: [(prediction: Prediction, missing: [PredictionChain.Variable])] = []
    for prediction in runs {
      guard let verdict = prediction.secrets.first?.verdict,
        case .missingVariables(let missing)? = verdict.cause,
        missing.first?.value.withheld == nil
      else { continue }
      failing.append((prediction, missing))
    }
    if let first = failing.first {
      let isAlways = runs.allSatisfy { $0.secrets.first?.verdict.answer == .fails }
      return .missing(
        first.missing.map(\.name),
        what: first.missing[0].value.state == .undefined ? "not defined" : "blank",
        severity: isAlways ? .error : .warning,
        scenarios: isAlways ? [] : failing.map(\.prediction.scenario)
      )
    }
    let open = runs.lazy.flatMap { $0.chain?.variables ?? [] }.filter { $0.value.isBlank == nil }
    guard let first = open.first else { return .complete }
    var names: [String] = []
    for variable in open where !names.contains(variable.name) { names.append(variable.name) }
    return .open(names, reason: first.value.origin)
  }

  /// The variables that the YAML sets to nothing for a job, and those that it does not set.
  private struct Written {
    var blank: [String]
    var undefined: [String]
  }

  /// The state of the variables in the YAML, if there is no evidence beyond it.
  private func written(
    _ index: Int,
    _ context: CheckContext,
    _ inherited: inout Written?
  ) -> State {
    let facts = context.facts
    let isTypical = facts.inheritsAzureVariables(index)
    let written =
      (isTypical ? inherited : nil)
      ?? Written(
        blank: AzureVariables.all.filter { isBlank($0, index, context) },
        undefined: AzureVariables.all.filter { !facts.judged.isDefined($0, job: index) }
      )
    if isTypical { inherited = written }
    let blank = written.blank
    let open = facts.judged.openVariables(index)
    // In an open world only what is blank is known to be missing.
    let missing =
      open != nil && !blank.isEmpty
      ? blank
      : AzureVariables.all.filter { blank.contains($0) || written.undefined.contains($0) }
    guard !missing.isEmpty else { return .complete }
    if let reason = open, blank.isEmpty { return .open(missing, reason: reason) }
    let what = blank.count == missing.count ? "blank" : "not defined"
    return .missing(missing, what: what, severity: .error, scenarios: [])
  }

  private func isBlank(_ name: String, _ job: Int, _ context: CheckContext) -> Bool {
    context.facts.variableText(name, job: job).map { node in
      context.tree.kind(node) == .null
        || context.tree.text(node).allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    } ?? false
  }

  private func message(_ missing: [String], _ what: String, _ scenarios: [String]) -> String {
    let verb = missing.count == 1 ? "is" : "are"
    let runs = scenarios.isEmpty ? "this job" : "this job in \(scenarios.joined(separator: ", "))"
    return "\(missing.joined(separator: ", ")) \(verb) \(what) for \(runs): GitLab finds no "
      + "secrets provider"
  }
}
