import AccessPrediction
import AzureFederation
import Evidence
import Findings
import GitLabCI
import ShellSyntax
import YAMLSyntax

/// AKV107: the variables that held a JSON web token until GitLab 17.0.
struct RemovedTokenChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let pipeline = context.pipeline
    guard context.tree.mentions("CI_JOB_JWT") else { return outcome }
    for index in context.facts.subjects {
      let job = pipeline.jobs[index]
      for secret in job.secrets {
        guard let token = secret.token, case .variable(let name) = token.reference,
          PredefinedVariables.removedTokens.contains(name), !isDefined(name, index, context)
        else { continue }
        var report = report(name, token.value.node, job, context)
        report.secret = secret.symbol
        outcome.reports.append(report)
      }
      for value in values(job) {
        let names = VariableReference.names(in: context.tree.text(value))
        let removed = names.first {
          PredefinedVariables.removedTokens.contains($0) && !isDefined($0, index, context)
        }
        if let removed { outcome.reports.append(report(removed, value, job, context)) }
      }
    }
    return outcome
  }

  /// The texts in which a variable is put in: variables' values and commands.
  private func values(_ job: Job) -> [NodeID] {
    (job.inheritedVariables + job.ownVariables).compactMap { $0.value?.node }
      + job.script.map(\.node)
  }

  private func isDefined(_ name: String, _ job: Int, _ context: CheckContext) -> Bool {
    context.facts.judged.isDefined(name, job: job)
  }

  private func report(
    _ name: String,
    _ node: NodeID,
    _ job: Job,
    _ context: CheckContext
  ) -> RawFinding {
    let location =
      context.tree.occurrence(of: name, in: node) ?? context.tree.location(node)
    var report = RawFinding(
      location: location,
      message: "$\(name) was removed in GitLab 17.0 and is empty; use an ID token"
    )
    report.job = job.symbol
    return report
  }
}

/// AKV301: the three variables without which GitLab finds no secrets provider.
struct MissingVariableChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    var openNames: [String] = []
    var firstSecret: (location: Location, jobs: [Symbol])?
    for index in context.facts.azureSubjects {
      let job = context.pipeline.jobs[index]
      guard let secret = job.secrets.first(where: \.isAzure) else { continue }
      let location = context.tree.location(secret.entry.keyNode)
      let state = context.predictions.isEmpty ? written(index, context) : inRuns(index, context)
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
        outcome.reports.append(report)
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
        outcome.reports.append(report)
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

  /// The state of the variables in the YAML, if there is no evidence beyond it.
  private func written(_ index: Int, _ context: CheckContext) -> State {
    let blank = AzureVariables.all.filter { isBlank($0, index, context) }
    let open = context.facts.judged.openVariables(index)
    // In an open world only what is blank is known to be missing.
    let missing =
      open != nil && !blank.isEmpty
      ? blank
      : AzureVariables.all.filter {
        blank.contains($0) || !context.facts.judged.isDefined($0, job: index)
      }
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

/// AKV308: a client secret, where an ID token makes one needless.
struct ClientSecretChecker: Checker {
  private static let names: Set<String> = [
    "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "ARM_CLIENT_SECRET",
  ]

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    guard context.tree.mentions("_CLIENT_") else { return outcome }
    for variable in context.pipeline.variables {
      outcome.reports += report(variable, job: nil, context)
    }
    for index in context.facts.subjects {
      let job = context.pipeline.jobs[index]
      for variable in job.ownVariables {
        outcome.reports += report(variable, job: job.symbol, context)
      }
      guard !job.idTokens.isEmpty else { continue }
      for command in job.script {
        let names = VariableReference.names(in: context.tree.text(command.node))
        guard let name = names.first(where: Self.names.contains) else { continue }
        let tree = context.tree
        var report = RawFinding(
          location: tree.occurrence(of: name, in: command.node) ?? tree.location(command.node),
          message: "$\(name) is used in a job that has an ID token to sign in with"
        )
        report.job = job.symbol
        outcome.reports.append(report)
      }
    }
    return outcome
  }

  private func report(_ variable: Variable, job: Symbol?, _ context: CheckContext) -> [RawFinding] {
    let name = context.tree.text(variable.symbol)
    guard Self.names.contains(name) else { return [] }
    var report = RawFinding(
      location: context.tree.location(variable.entry.keyNode),
      message: "\(name) in the YAML is a long-lived secret that an ID token makes needless"
    )
    report.job = job
    report.variable = variable.symbol
    return [report]
  }
}

extension NodeTree {
  /// Where a variable is put into a scalar; nil when it is not.
  func occurrence(of name: String, in node: NodeID) -> Location? {
    let text = text(node)
    for form in ["${\(name)}", "$\(name)"] {
      let needle = Array(form.utf8)
      guard text.count >= needle.count else { continue }
      let last = text.endIndex - needle.count
      let start = (text.startIndex...last).first {
        text[$0..<$0 + needle.count].elementsEqual(needle)
      }
      guard let start else { continue }
      let offset = start - text.startIndex
      return location(of: offset..<offset + needle.count, in: node)
    }
    return nil
  }
}
