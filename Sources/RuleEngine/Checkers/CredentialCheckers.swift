import AccessPrediction
import AzureFederation
import Evidence
import Findings
import GitLabCI

/// AKV405 to AKV408 and AKV410: what is wrong with single federated credentials.
struct CredentialChecker: Checker {
  /// The searched fault.
  enum Question {
    /// The credential exceeds Entra ID's own limits.
    case invalid
    /// A star in a classic subject.
    case literalWildcard
    /// The credential matches no job in any scenario.
    case unused
    /// An expression that any branch or any project matches.
    case broad
    /// The credential accepts the token of a fork.
    case fork
  }

  private let question: Question

  init(_ question: Question) {
    self.question = question
  }

  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    for identity in context.facts.evidence.identities {
      for credential in identity.credentials ?? [] {
        guard let problem = problem(credential, identity, context) else { continue }
        var report = RawFinding.about(
          credential,
          "the federated credential \"\(credential.name)\" \(problem)",
          context
        )
        if isAboutSubject(credential, context), let source = credential.subjectSource {
          report.evidencePlace = FileLocation(source)
        }
        outcome.reports.append(report)
      }
    }
    return outcome
  }

  /// Whether the subject is what is wrong.
  private func isAboutSubject(_ credential: FederatedCredential, _ context: CheckContext) -> Bool {
    guard case .invalid = question else { return false }
    let issuer = context.facts.evidence.gitLab.issuer
    return CredentialLimits.hasImpossibleSubject(credential, issuer: issuer)
  }

  private func problem(
    _ credential: FederatedCredential,
    _ identity: Identity,
    _ context: CheckContext
  ) -> String? {
    switch question {
    case .invalid:
      return CredentialLimits.problem(credential, issuer: context.facts.evidence.gitLab.issuer)
    case .literalWildcard:
      guard let subject = credential.subject, subject.contains("*") else { return nil }
      return "has a * in its subject, which is a literal character there: only a flexible "
        + "credential takes patterns"
    case .broad: return CredentialBreadth.problem(credential)
    case .unused:
      let isKnown = context.predictions.contains { $0.chain?.clientID == identity.clientID }
      guard isKnown, !matches(credential, context, inForks: nil) else { return nil }
      return "matches no job in any scenario"
    case .fork:
      guard matches(credential, context, inForks: true) else { return nil }
      return "accepts the tokens of forks: everyone who forks the project can get the secrets"
    }
  }

  /// Whether some job in some kind of run has a token that the credential accepts.
  private func matches(
    _ credential: FederatedCredential,
    _ context: CheckContext,
    inForks: Bool?
  ) -> Bool {
    context.predictions.contains { prediction in
      let isFork = prediction.mergeRequest == .fork
      guard inForks.map({ $0 == isFork }) ?? true else { return false }
      return prediction.chain?.comparisons.contains { comparison in
        comparison.credential == credential && comparison.issuer != false
          && comparison.audience != false && comparison.subject != false
          && (inForks == nil || comparison.subject == true)
      } ?? false
    }
  }
}

/// AKV409: more credentials than Entra ID takes, or the same twice.
struct CredentialCountChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    for identity in context.facts.evidence.identities {
      let credentials = identity.credentials ?? []
      if credentials.count > CredentialLimits.maximumCount {
        outcome.reports.append(
          .about(
            credentials[CredentialLimits.maximumCount],
            "\(identity.clientID) has \(credentials.count) federated credentials; Entra ID takes "
              + "at most \(CredentialLimits.maximumCount)",
            context
          )
        )
      }
      var seen: Set<[String]> = []
      for credential in credentials {
        guard let subject = credential.subject else { continue }
        guard !seen.insert([credential.issuer, subject]).inserted else { continue }
        outcome.reports.append(
          .about(
            credential,
            "the federated credential \"\(credential.name)\" has the issuer and the subject of "
              + "another; Entra ID refuses the second",
            context
          )
        )
      }
    }
    return outcome
  }
}

extension RawFinding {
  /// A report about a credential, where it is written down.
  fileprivate static func about(
    _ credential: FederatedCredential,
    _ message: String,
    _ context: CheckContext
  ) -> Self {
    var report = Self(location: context.facts.rootLocation, message: message)
    report.credential = credential.name
    report.evidencePlace = credential.source.map { FileLocation($0) }
    return report
  }
}
