import AccessPrediction
import Evidence
import GitLabCI
import YAMLSyntax

/// AKV506 to AKV508: what GitLab's version, licence and settings mean for a pipeline with secrets.
///
/// One finding for the whole pipeline, at its first secret; it names all jobs.
struct ProjectChecker: Checker {
  /// The checked setting.
  enum Question {
    case version
    case tier
    case overrides
  }

  /// The first version whose runner hands over tokens that Entra ID can read.
  ///
  /// Source: the runner's change log, 16.6.
  private static let azureVersion = [16, 6]

  private let question: Question

  init(_ question: Question) {
    self.question = question
  }

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let jobs = context.facts.subjects.map { context.pipeline.jobs[$0] }
      .compactMap { job in job.secrets.first(where: concerns).map { (job: job, secret: $0) } }
    guard let first = jobs.first else { return outcome }
    switch answer(context.facts.evidence.gitLab) {
    case .fine: break
    case .unknown(let reason):
      outcome.questions = [UndecidedQuestion(jobs: jobs.map(\.job.symbol), reason: reason)]
    case .wrong(let message, let code):
      for (job, _) in jobs {
        var report = RawFinding(
          location: context.tree.location(first.secret.entry.keyNode),
          message: message
        )
        report.job = job.symbol
        report.secret = first.secret.symbol
        report.predicts = code
        outcome.reports.append(report)
      }
    }
    return outcome
  }

  /// Only the licence is about secrets of all providers.
  private func concerns(_ secret: Secret) -> Bool {
    question == .tier ? secret.provider != nil : secret.isAzure
  }

  private enum Answer {
    case fine
    case unknown(String)
    case wrong(String, code: String?)
  }

  private func answer(_ gitLab: ProjectEvidence.GitLab) -> Answer {
    switch question {
    case .version:
      let known = [gitLab.version, gitLab.runnerVersion].compactMap { text in
        text.flatMap { text in Self.numbers(text).map { (text: text, version: $0) } }
      }
      guard
        let (text, version) = known.min(by: {
          $0.version.lexicographicallyPrecedes($1.version)
        })
      else { return .unknown(MissingEvidence.version) }
      guard version.lexicographicallyPrecedes(Self.azureVersion) else { return .fine }
      return .wrong(
        "Azure Key Vault secrets work from GitLab and runner 16.6 on, and this is \(text): Entra "
          + "ID answers AADSTS50027",
        code: "AADSTS50027"
      )
    case .tier:
      guard let tier = gitLab.tier else { return .unknown(MissingEvidence.tier) }
      guard tier == "free" else { return .fine }
      return .wrong(
        "the project is on the free tier, where GitLab accepts secrets and never sends them to "
          + "the runner",
        code: nil
      )
    case .overrides:
      guard let role = gitLab.overrideRole else {
        return .unknown(MissingEvidence.overrideRole)
      }
      guard role == "developer" else { return .fine }
      return .wrong(
        "developers may set variables of a pipeline that they start, including the vault from which "
          + "this job gets its secrets",
        code: nil
      )
    }
  }

  /// `16.5.1-ee` as [16, 5].
  private static func numbers(_ text: String) -> [Int]? {
    let parts = text.split(separator: ".").prefix(2).map { part in
      Int(part.prefix { $0.isASCII && $0.isNumber })
    }
    guard let major = parts.first ?? nil else { return nil }
    return [major, parts.count > 1 ? parts[1] ?? 0 : 0]
  }
}
