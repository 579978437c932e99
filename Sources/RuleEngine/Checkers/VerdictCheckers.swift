import AccessPrediction
import AzureFederation
import Evidence
import Findings
import GitLabCI
import TextFormats
import YAMLSyntax

/// AKV302, AKV303, AKV402 to AKV404: jobs that are predicted not to get their secrets.
///
/// A job that fails in all kinds of runs in which it runs is an error, in some a warning. Merge
/// requests of forks do not count: that they are refused is the intended protection.
struct VerdictChecker: Checker {
  /// What makes the job fail.
  enum Cause {
    /// A needed variable is defined, but not for this job.
    case withheld(RuntimeValue.Withheld)
    /// Entra ID answers with a code.
    case code(String)
  }

  private let cause: Cause

  init(_ cause: Cause) {
    self.cause = cause
  }

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    if context.predictions.isEmpty {
      let jobs = context.facts.azureSubjects.map { context.pipeline.jobs[$0].symbol }
      if !jobs.isEmpty {
        outcome.questions = [UndecidedQuestion(jobs: jobs, reason: missingEvidence)]
      }
      return outcome
    }
    let byJob = Dictionary(grouping: context.predictions, by: \.job)
    for index in context.facts.azureSubjects {
      let job = context.pipeline.jobs[index]
      let name = context.tree.text(job.symbol)
      let runs = (byJob[name] ?? []).filter { $0.chain != nil && $0.mergeRequest != .fork }
      let failing = runs.filter(isConcerned)
      guard let first = failing.first else { continue }
      let isAlways = runs.allSatisfy { $0.secrets.first?.verdict.answer == .fails }
      if let report = report(first, failing, isAlways, job, context) {
        outcome.reports.append(report)
      }
    }
    return outcome
  }

  /// What is not known when nothing is known beyond the YAML.
  private var missingEvidence: String {
    switch cause {
    case .withheld: MissingEvidence.variables
    case .code: MissingEvidence.credentials
    }
  }

  private func isConcerned(_ prediction: Prediction) -> Bool {
    guard let verdict = prediction.secrets.first?.verdict, verdict.answer == .fails else {
      return false
    }
    switch cause {
    case .code(let code): return verdict.code == code
    case .withheld(let kind):
      let missing = prediction.chain?.variables.first { $0.value.isBlank == true }
      return verdict.stage == .variables && missing?.value.withheld == kind
    }
  }

  private func report(
    _ first: Prediction,
    _ failing: [Prediction],
    _ isAlways: Bool,
    _ job: Job,
    _ context: CheckContext
  ) -> RawFinding? {
    guard let verdict = first.secrets.first?.verdict,
      let secret = job.secrets.first(where: { $0.azure != nil })
    else { return nil }
    let scenarios = failing.map(\.scenario)
    let when =
      isAlways
      ? "whenever it runs"
      : "in pipelines of the kind \(scenarios.joined(separator: ", "))"
    var report = RawFinding(
      location: context.tree.location(place(secret, job, context)),
      message: "the job does not get its secrets \(when) (\(verdict.code ?? "")): "
        + verdict.reason
    )
    report.job = job.symbol
    report.secret = secret.symbol
    report.severity = isAlways ? .error : .warning
    report.predicts = verdict.code
    report.scenarios = scenarios
    let own = secret.entry.value.origin
    report.origin = own == .none ? job.secretsEntry?.origin ?? .none : own
    return report
  }

  /// The audience for what is wrong with issuer and case, the secret's name for the rest.
  private func place(_ secret: Secret, _ job: Job, _ context: CheckContext) -> NodeID {
    guard case .code(let code) = cause, code != "AADSTS700213",
      let token = context.facts.servingToken(secret, job: job)
    else { return secret.entry.keyNode }
    return job.idTokens[token].audience?.value.node ?? secret.entry.keyNode
  }
}

/// AKV411: a client ID that none of the declared identities has.
struct UnknownClientChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let identities = context.facts.evidence.identities
    guard !identities.isEmpty else { return outcome }
    for index in context.facts.azureSubjects {
      guard let node = context.facts.variableText(AzureVariables.clientID, job: index) else {
        continue
      }
      let text = context.tree.string(node)
      guard GUID.isValid(text), !identities.contains(where: { GUID.areEqual($0.clientID, text) })
      else { continue }
      var report = RawFinding(
        location: context.tree.location(node),
        message: "\(text) is none of the \(identities.count) identities that the configuration "
          + "declares"
      )
      report.job = context.pipeline.jobs[index].symbol
      outcome.reports.append(report)
    }
    return outcome
  }
}
