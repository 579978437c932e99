import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import GitLabCI
import YAMLSyntax

/// The things that a finding names besides its job: they recognize it in another run.
extension PipelineFacts {
  /// Names the things that a finding is about.
  ///
  /// - Parameters:
  ///   - subject: The object that the rule checked.
  ///   - place: The object at which the finding is reported.
  ///   - report: The finding.
  func identify(_ subject: FactReference, reportedAt place: Value, in report: inout RawFinding) {
    let job = subject.job.map { pipeline.jobs[$0] }
    switch subject.type {
    case .job: report.secret = secret(at: place)?.symbol
    case .secret, .vaultSecret:
      let secret = job?.secrets[subject.item]
      report.secret = secret?.symbol
      report.origin = Self.way(secret?.entry, in: job?.secretsEntry)
    case .idToken:
      let token = idToken(subject)?.token
      report.token = token?.symbol
      report.origin = Self.way(token?.entry, in: job?.idTokensEntry)
    case .variable:
      let variable = variable(subject)
      report.variable = variable?.symbol
      report.origin = Self.way(variable?.entry, in: nil)
    case .prediction, .run: report.predicts = predictions[subject.item].verdict?.code
    case .failure: identify(failures[subject.item], in: &report)
    case .access:
      report.secret = (secret(at: place) ?? job?.secrets.first(where: \.isAzure))?.symbol
    case .credential: report.credential = credentials[subject.item].credential.name
    case .identity: report.credential = evidence.identities[subject.item].clientID
    case .variableUse:
      let use = scripts.variableUses[subject.item]
      report.token = scripts.symbol(of: use, isToken: true)
      report.secret = scripts.symbol(of: use, isToken: false)
    case .mention:
      let mention = mentions[subject.item]
      report.secret = mention.secret
      if mention.kind == .definition { report.variable = tree.symbol(mention.name) }
    default: break
    }
  }

  private func identify(_ failure: Failure, in report: inout RawFinding) {
    let job = pipeline.jobs[failure.job]
    report.predicts = failure.code
    if let secret = failure.secret.map({ job.secrets[$0] }) {
      report.secret = secret.symbol
      report.origin = Self.way(secret.entry, in: job.secretsEntry)
    } else {
      report.token = tokenIndex(of: failure).map { job.idTokens[$0].symbol }
    }
  }

  /// The secret at which a finding is reported; nil when it is reported elsewhere.
  private func secret(at place: Value) -> Secret? {
    guard case .object(let object) = place, let reference = FactReference(object),
      reference.type == .secret, let job = reference.job
    else { return nil }
    return pipeline.jobs[job].secrets[reference.item]
  }

  /// The scenarios that a finding is about.
  func scenarios(of subject: FactReference) -> [String] {
    switch subject.type {
    case .prediction, .run: [predictions[subject.item].scenario]
    case .failure: failures[subject.item].scenarios
    default: []
    }
  }

  /// The way of an entry, or else that of the mapping that holds it.
  private static func way(_ entry: Named?, in mapping: Entry?) -> OriginID {
    let own = entry?.value.origin ?? .none
    return own == .none ? mapping?.origin ?? .none : own
  }
}
