import AccessPrediction
import AzureFederation
import Findings
import GitLabCI
import YAMLSyntax

/// A cause for which runs of a job do not get the secrets, or a command of its script does not sign
/// in; or that it is not known whether they do.
struct Failure {
  /// The cause, as rules name it.
  enum Cause: String, CaseIterable {
    /// A variable of the project is protected, and the ref is not.
    case protectedVariable = "protected_variable"
    /// A variable of the project is for other environments.
    case environmentScope = "environment_scope"
    /// A variable that another provider of the job needs is missing.
    case providerVariable = "provider_variable"
    /// No credential has the issuer of the token.
    case issuer
    /// No credential has the audience of the token.
    case audience
    /// No credential has the subject of the token.
    case subject
    /// The subject differs from a credential's in the case of letters.
    case subjectCase = "subject_case"
    /// A script signs in wrongly: anything else than its token's claims is at fault.
    case signIn = "sign_in"

    /// Those that are a difference between the token's claims and the credentials.
    static let mismatches = [issuer, audience, subject, subjectCase]

    init(_ mismatch: ClaimMismatch) {
      switch mismatch {
      case .issuer: self = .issuer
      case .audience: self = .audience
      case .subject, .all: self = .subject
      case .subjectCase: self = .subjectCase
      }
    }
  }

  let cause: Cause
  /// The index of the job.
  let job: Int
  /// The reason why it is not known whether it happens; nil when it does.
  let doubt: String?
  /// The secret that it is about, by its place in the job; nil for a sign-in.
  var secret: Int?
  /// The command that does not sign in.
  var signIn: ExchangePrediction?
  /// The runs that fail so, by their places among all predictions.
  var runs: [Int] = []
  /// Their scenarios.
  var scenarios: [String] = []
  /// Whether these are all runs of the job.
  var isInAllRuns = false
  /// Whether each run of the job fails, for this or another reason.
  var isInevitable = false
  /// Whether the runs end with it; otherwise they fail before.
  var endsRuns = true
  /// The verdict of the first of the runs.
  var verdict: Verdict?
  /// The code with which that run ends.
  var code: String?
  /// The name of the token in that run.
  var tokenName: String?
  /// The audience of a credential that differs from the token's only in a slash at its end.
  var audienceButForSlash: String?

  init(_ cause: Cause, job: Int, doubt: String? = nil) {
    self.cause = cause
    self.job = job
    self.doubt = doubt
  }
}

extension Verdict {
  /// The claim that no credential has, when that is what fails.
  fileprivate var mismatchCause: Failure.Cause? { mismatch.map { Failure.Cause($0) } }
}

/// Finds the failures of a pipeline's jobs.
///
/// Merge requests of forks do not count: that they are refused is the intended protection.
struct FailureFinder {
  /// A run with its place among all predictions.
  private typealias Run = (place: Int, prediction: Prediction)

  private let facts: PipelineFacts

  init(_ facts: PipelineFacts) {
    self.facts = facts
  }

  /// The failures: those of jobs' secrets, then those of their scripts' sign-ins.
  func failures() -> [Failure] {
    guard !facts.judgedPredictions.isEmpty else { return [] }
    return facts.azureSubjects.flatMap(ofSecrets) + facts.signInSubjects.flatMap(doubtsOfSignIns)
      + facts.signInSubjects.flatMap(ofSignIns)
  }

  private func runs(ofJob job: Int) -> [Run] {
    facts.runPlaces(ofJob: job).map { ($0, facts.predictions[$0]) }
  }

  // MARK: Secrets

  private func ofSecrets(_ job: Int) -> [Failure] {
    let runs = runs(ofJob: job).filter { $0.prediction.chain != nil }
    var result: [Failure] = []
    for cause in Failure.Cause.allCases where cause != .signIn {
      if let doubt = doubt(about: cause, runs) {
        result.append(Failure(cause, job: job, doubt: doubt))
      }
      let failing = runs.filter { Self.causes(of: $0.prediction).contains(cause) }
      if failing.isEmpty { continue }
      // Runs that another mistake ends before count only when there are no others.
      let ending = failing.filter { endsRun(cause, $0.prediction) }
      let counted = ending.isEmpty ? failing : ending
      if let failure = failure(cause, job, counted, of: runs, endsRuns: !ending.isEmpty) {
        result.append(failure)
      }
    }
    return result
  }

  private static func causes(of run: Prediction) -> [Failure.Cause] {
    var causes = [run.chain?.exchange?.mismatchCause].compactMap(\.self)
    guard let verdict = run.secrets.first?.verdict, verdict.answer == .fails else { return causes }
    switch verdict.cause {
    case .missingVariables(let missing)?:
      switch missing.first?.value.withheld {
      case .protected?: causes.append(.protectedVariable)
      case .otherEnvironment?: causes.append(.environmentScope)
      case nil: break
      }
    case .missingProviderVariables?: causes.append(.providerVariable)
    default: break
    }
    return causes
  }

  /// Whether a cause is what a run ends with.
  private func endsRun(_ cause: Failure.Cause, _ run: Prediction) -> Bool {
    guard Failure.Cause.mismatches.contains(cause) else { return true }
    return run.secrets.contains { $0.verdict.mismatch != nil }
  }

  private func failure(
    _ cause: Failure.Cause,
    _ job: Int,
    _ failing: [Run],
    of runs: [Run],
    endsRuns: Bool
  ) -> Failure? {
    let first = failing[0].prediction
    let isMismatch = Failure.Cause.mismatches.contains(cause)
    let verdict = isMismatch ? first.chain?.exchange : first.secrets.first?.verdict
    guard let verdict, let secret = secret(of: job, cause) else { return nil }
    var failure = Failure(cause, job: job)
    failure.secret = secret
    failure.runs = failing.map(\.place)
    failure.scenarios = failing.map(\.prediction.scenario)
    failure.isInAllRuns = failing.count == runs.count
    failure.isInevitable = runs.allSatisfy {
      $0.prediction.secrets.first?.verdict.answer == .fails
    }
    failure.endsRuns = endsRuns
    failure.verdict = verdict
    failure.code = first.secrets.first?.verdict.code
    failure.tokenName = first.chain?.tokenName
    failure.audienceButForSlash = cause == .audience ? audienceButForSlash(first, job) : nil
    return failure
  }

  /// The secret that a failure is about: one of the provider whose variables are missing.
  private func secret(of job: Int, _ cause: Failure.Cause) -> Int? {
    let secrets = facts.pipeline.jobs[job].secrets
    guard cause == .providerVariable else { return secrets.firstIndex { $0.azure != nil } }
    return secrets.firstIndex { $0.azure == nil && !($0.provider?.isNull ?? true) }
  }

  private func audienceButForSlash(_ run: Prediction, _ job: Int) -> String? {
    let token = facts.pipeline.jobs[job].idTokens.first {
      facts.text($0.symbol) == run.chain?.tokenName
    }
    guard let audience = token?.audience, !audience.isList, let node = audience.texts.first else {
      return nil
    }
    let text = facts.tree.string(node)
    return run.chain?.comparisons.lazy.flatMap(\.credential.audiences).first {
      AudienceComparison.nearMiss(text, $0)?.differences == [.trailingSlash]
    }
  }

  // MARK: Doubts

  private func doubt(about cause: Failure.Cause, _ runs: [Run]) -> String? {
    guard cause == .subject || cause == .audience else { return nil }
    for (_, run) in runs {
      for secret in run.secrets where isUndecided(cause, secret.verdict, run.chain) {
        return secret.verdict.reason
      }
    }
    return nil
  }

  /// Whether an unknown verdict leaves a cause undecided: the subject always, the audience when no
  /// credential is known to have it.
  private func isUndecided(
    _ cause: Failure.Cause,
    _ verdict: Verdict,
    _ chain: PredictionChain?
  ) -> Bool {
    guard verdict.answer == .unknown, verdict.stage != .variables else { return false }
    if cause == .subject { return true }
    let comparisons = chain?.comparisons ?? []
    return verdict.stage != .vault
      && !comparisons.contains { $0.issuer != false && $0.audience == true }
  }

  private func doubtsOfSignIns(_ job: Int) -> [Failure] {
    let exchanges = facts.predictions(ofJob: job).lazy.flatMap(\.exchanges)
    return [Failure.Cause.audience, .subject].compactMap { cause in
      exchanges.first { isUndecided(cause, $0.verdict, $0.chain) }
        .map { Failure(cause, job: job, doubt: $0.verdict.reason) }
    }
  }

  // MARK: Sign-ins

  private func ofSignIns(_ job: Int) -> [Failure] {
    let runs = runs(ofJob: job)
    var result: [Failure] = []
    for (place, run) in runs {
      for exchange in run.exchanges where exchange.verdict.answer == .fails {
        guard let cause = exchange.verdict.mismatchCause ?? otherCause(exchange.verdict, job) else {
          continue
        }
        let known = result.firstIndex {
          $0.cause == cause && $0.signIn?.site == exchange.site
            && $0.signIn?.tool == exchange.tool && $0.verdict?.code == exchange.verdict.code
        }
        if let known {
          if result[known].scenarios.last == run.scenario { continue }
          result[known].runs.append(place)
          result[known].scenarios.append(run.scenario)
        } else {
          var failure = Failure(cause, job: job)
          failure.signIn = exchange
          failure.runs = [place]
          failure.scenarios = [run.scenario]
          failure.verdict = exchange.verdict
          failure.code = exchange.verdict.code
          failure.tokenName = exchange.token
          failure.isInevitable = runs.allSatisfy { $0.prediction.verdict?.answer == .fails }
          result.append(failure)
        }
      }
    }
    for place in result.indices {
      result[place].isInAllRuns = result[place].scenarios.count == runs.count
    }
    return result
  }

  /// The cause of a sign-in that fails for another reason than its claims; nil when the job does not
  /// get its token: AKV107 reports removed ones, AKV108 those of `default`, AKV110 those of others.
  private func otherCause(_ verdict: Verdict, _ index: Int) -> Failure.Cause? {
    if case .missingToken(let name?)? = verdict.cause {
      if PredefinedVariables.removedTokens.contains(name) { return nil }
      if facts.usesLostToken(name, job: index) { return nil }
      func has(_ job: Job) -> Bool { job.idTokens.contains { facts.text($0.symbol) == name } }
      let isForeign = facts.pipeline.jobs.contains(where: has)
      // A token of the job's own that is empty is one that a container or the script does not get.
      if isForeign, !has(facts.pipeline.jobs[index]) { return nil }
    }
    // AKV104 reports variables of the YAML.
    if case .shadowedToken(_, let value)? = verdict.cause, case .pipeline? = value.site {
      return nil
    }
    return .signIn
  }
}
