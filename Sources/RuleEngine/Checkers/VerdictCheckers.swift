import AccessPrediction
import AzureFederation
import Evidence
import Findings
import GitLabCI
import TextFormats
import YAMLSyntax

/// AKV302, AKV303, AKV311, AKV401 to AKV404: jobs whose runs do not get their secrets, and whose
/// scripts do not sign in.
///
/// A job that fails in all of its runs is an error, in some a warning. Merge requests of forks do
/// not count: that they are refused is the intended protection.
struct VerdictChecker: Checker {
  /// The cause of the job's failure.
  enum Cause {
    /// A needed variable is defined, but not for this job.
    case withheld(RunValue.Withheld)
    /// A variable that another provider of the job needs is missing.
    case otherProvider
    /// No credential has one of these claims.
    case mismatch([ClaimMismatch])
  }

  private let cause: Cause

  init(_ cause: Cause) {
    self.cause = cause
  }

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    if context.predictions.isEmpty {
      var indices = context.facts.azureSubjects
      if case .mismatch = cause {
        indices += context.facts.subjects.filter {
          !indices.contains($0) && context.facts.judged.mentionsSignIn($0)
        }
      }
      let jobs = indices.sorted().map { context.pipeline.jobs[$0].symbol }
      if !jobs.isEmpty {
        outcome.questions = [UndecidedQuestion(jobs: jobs, reason: missingEvidence)]
      }
      return outcome
    }
    for index in context.facts.azureSubjects {
      let runs = context.facts.predictions(ofJob: index).filter { $0.chain != nil }
      let job = context.pipeline.jobs[index]
      if let reason = unknown(runs) { outcome.ask(reason, about: job.symbol) }
      let failing = runs.filter(isConcerned)
      // Runs that another mistake ends before count only when there are no others.
      let ending = failing.filter { isDecisive($0) }
      let counted = ending.isEmpty ? failing : ending
      guard let first = counted.first else { continue }
      guard var report = report(first, counted, of: runs.count, index, context) else { continue }
      let isHopeless = runs.allSatisfy { $0.secrets.first?.verdict.answer == .fails }
      report.severity = isHopeless ? .error : .warning
      outcome.reports.append(report)
    }
    addSignIns(&outcome, context)
    return outcome
  }

  /// Judges the sign-ins of scripts in the same way.
  private func addSignIns(_ outcome: inout RuleOutcome, _ context: CheckContext) {
    guard case .mismatch(let mismatches) = cause else { return }
    for index in context.facts.signInSubjects {
      let exchanges = context.facts.predictions(ofJob: index).lazy.flatMap(\.exchanges)
      guard let open = exchanges.first(where: { isUndecided($0.verdict, $0.chain) }) else {
        continue
      }
      outcome.ask(open.verdict.reason, about: context.pipeline.jobs[index].symbol)
    }
    let findings = SignInFindings(
      isConcerned: { verdict in verdict.mismatch.map(mismatches.contains) ?? false },
      isAboutToken: !mismatches.contains(.subject)
    )
    outcome.reports += findings.reports(context)
  }

  /// The reason for an unknown verdict without evidence beyond the YAML.
  private var missingEvidence: String {
    switch cause {
    case .withheld, .otherProvider: MissingEvidence.variables
    case .mismatch: MissingEvidence.credentials
    }
  }

  /// Why the rule cannot decide about a run.
  private func unknown(_ runs: [Prediction]) -> String? {
    for run in runs {
      for secret in run.secrets where isUndecided(secret.verdict, run.chain) {
        return secret.verdict.reason
      }
    }
    return nil
  }

  /// Whether an unknown verdict leaves the rule undecided: that about the subject always, that about
  /// the audience when no credential is known to have it.
  private func isUndecided(_ verdict: Verdict, _ chain: PredictionChain?) -> Bool {
    guard case .mismatch(let mismatches) = cause, verdict.answer == .unknown,
      verdict.stage != .variables
    else { return false }
    if mismatches.contains(.subject) { return true }
    let comparisons = chain?.comparisons ?? []
    return mismatches.contains(.audience) && verdict.stage != .vault
      && !comparisons.contains { $0.issuer != false && $0.audience == true }
  }

  private func isConcerned(_ prediction: Prediction) -> Bool {
    if case .mismatch(let mismatches) = cause {
      return prediction.chain?.exchange?.mismatch.map(mismatches.contains) ?? false
    }
    guard let verdict = prediction.secrets.first?.verdict, verdict.answer == .fails else {
      return false
    }
    switch cause {
    case .mismatch: return false
    case .withheld(let kind):
      guard case .missingVariables(let missing)? = verdict.cause else { return false }
      return missing.first?.value.withheld == kind
    case .otherProvider:
      if case .missingProviderVariables? = verdict.cause { return true }
      return false
    }
  }

  /// Whether what the rule is about is what the run ends with.
  private func isDecisive(_ prediction: Prediction) -> Bool {
    guard case .mismatch = cause else { return true }
    return prediction.secrets.contains { $0.verdict.mismatch != nil }
  }

  private func report(
    _ first: Prediction,
    _ failing: [Prediction],
    of count: Int,
    _ index: Int,
    _ context: CheckContext
  ) -> RawFinding? {
    let job = context.pipeline.jobs[index]
    var verdict = first.secrets.first?.verdict
    if case .mismatch = cause { verdict = first.chain?.exchange }
    guard let verdict, let secret = secret(of: job) else { return nil }
    let scenarios = failing.map(\.scenario)
    let when =
      failing.count == count
      ? "in any of its runs" : "in the scenarios \(scenarios.joined(separator: ", "))"
    let what =
      isDecisive(first)
      ? "the job does not get its secrets \(when)"
      : "Entra ID would not accept the job's token \(when) either"
    var report = RawFinding(
      location: context.tree.location(place(secret, first, job, context)),
      message: "\(what) (\(verdict.code ?? "")): \(verdict.reason)"
    )
    report.job = job.symbol
    report.secret = secret.symbol
    report.predicts = first.secrets.first?.verdict.code
    report.scenarios = scenarios
    if let fix = audienceFix(verdict, first, job, context) { report.fixes = [fix] }
    let own = secret.entry.value.origin
    report.origin = own == .none ? job.secretsEntry?.origin ?? .none : own
    return report
  }

  /// The secret that the finding is about: one of the provider whose variables are missing.
  private func secret(of job: Job) -> Secret? {
    guard case .otherProvider = cause else { return job.secrets.first { $0.azure != nil } }
    return job.secrets.first { $0.azure == nil && !($0.provider?.isNull ?? true) }
  }

  /// The audience for what is wrong with issuer, audience and case, the secret's name for the rest.
  private func place(
    _ secret: Secret,
    _ prediction: Prediction,
    _ job: Job,
    _ context: CheckContext
  ) -> NodeID {
    guard case .mismatch(let mismatches) = cause, !mismatches.contains(.subject),
      let token = token(of: prediction, job, context)
    else { return secret.entry.keyNode }
    return token.audience?.value.node ?? token.entry.keyNode
  }

  private func token(
    of prediction: Prediction,
    _ job: Job,
    _ context: CheckContext
  ) -> IDToken? {
    let name = prediction.chain?.tokenName
    return job.idTokens.first { context.tree.text($0.symbol) == name }
  }

  /// Writes the audience as the credential has it, when only the slash at its end differs.
  private func audienceFix(
    _ verdict: Verdict,
    _ prediction: Prediction,
    _ job: Job,
    _ context: CheckContext
  ) -> Fix? {
    guard verdict.mismatch == .audience, let token = token(of: prediction, job, context),
      let audience = token.audience, !audience.isList, let node = audience.texts.first
    else { return nil }
    let text = context.tree.string(node)
    let known = prediction.chain?.comparisons.flatMap(\.credential.audiences) ?? []
    let twin = known.first {
      AudienceComparison.nearMiss(text, $0)?.differences == [.trailingSlash]
    }
    guard let twin else { return nil }
    return Fix(
      title: "Write the audience as the credential has it",
      safety: .unsafe,
      edits: [TextEdit.replacing(node, with: twin, context.tree)]
    )
  }
}

/// AKV411: a client ID that none of the declared identities has.
struct UnknownClientChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let identities = context.facts.evidence.identities
    guard !identities.isEmpty else { return outcome }
    for value in context.facts.azureValues where value.name == AzureVariables.clientID {
      guard GUID.isValid(value.text),
        !identities.contains(where: { GUID.areEqual($0.clientID, value.text) })
      else { continue }
      var report = RawFinding(
        location: context.facts.location(of: value),
        message: "\(value.text) is not one of the \(identities.count) identities that the "
          + "configuration declares"
      )
      report.evidencePlace = value.evidenceLocation
      report.job = context.pipeline.jobs[value.job].symbol
      outcome.reports.append(report)
    }
    return outcome
  }
}
