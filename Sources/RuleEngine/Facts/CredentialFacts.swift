import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence

/// A federated credential of one of the known identities.
///
/// A class, because a rule looks at many and a copy would retain all their texts.
final class IdentityCredential {
  /// The index of the identity.
  let identity: Int
  /// Its place among the credentials of the identity, from 1.
  let number: Int
  let credential: FederatedCredential
  /// An earlier credential of the identity with the same issuer and subject, by its place among all.
  let twin: Int?

  init(_ credential: FederatedCredential, identity: Int, number: Int, twin: Int?) {
    self.credential = credential
    self.identity = identity
    self.number = number
    self.twin = twin
  }
}

/// The runs whose tokens a credential accepts, by their places among all predictions.
struct CredentialRuns {
  /// Those that it certainly accepts.
  var certain: [Int] = []
  /// Those too of whose claims not all are known.
  var possible: [Int] = []
}

enum CredentialField: Int, FactField {
  case name
  case identity
  case kind
  case issuer
  case subject
  case expression
  case audiences
  case number
  case fault
  case hasImpossibleSubject
  case breadth
  case twin
  case runs
  case possibleRuns
  case users
  case place
  case subjectPlace

  static let typeName = "credential"

  var declaration: Field {
    switch self {
    case .name: .init("name", .string, "Its name.")
    case .identity: .init("identity", .identity, "The application or managed identity.")
    case .kind:
      .init("kind", .string, "`classic` with a subject, or `flexible` with an expression.")
    case .issuer: .init("issuer", .string, "The issuer of the tokens that it accepts.")
    case .subject:
      .init("subject", .string, optional: true, "The subject; unset for a flexible credential.")
    case .expression:
      .init(
        "expression",
        .string,
        optional: true,
        "The claims matching expression of a flexible credential."
      )
    case .audiences: .init("audiences", .list(.string), "The audiences.")
    case .number: .init("number", .int, "Its place among the credentials of its identity, from 1.")
    case .fault:
      .init(
        "fault",
        .string,
        "Which limit of Entra ID it exceeds, in words that follow its name; empty when none."
      )
    case .hasImpossibleSubject:
      .init("has_impossible_subject", .bool, "Whether no GitLab token can have its subject.")
    case .breadth:
      .init(
        "breadth",
        .string,
        "Why its expression accepts too much, in words that follow its name; empty when not."
      )
    case .twin:
      .init(
        "twin",
        .credential,
        optional: true,
        "An earlier credential of the identity with the same issuer and subject."
      )
    case .runs: .init("runs", .list(.run), "The runs whose tokens it accepts.")
    case .possibleRuns:
      .init(
        "possible_runs",
        .list(.run),
        "The runs whose tokens it may accept: `runs`, and those whose claims are not all known."
      )
    case .users: .init("users", .list(.job), "The jobs of `runs`, each once.")
    case .place: .init("place", .place, optional: true, "Where it is written.")
    case .subjectPlace:
      .init("subject_place", .place, optional: true, "Where its subject is written, else `place`.")
    }
  }
}

extension PipelineFacts {
  func credentialValue(_ field: CredentialField, _ reference: FactReference) -> Value? {
    guard reference.item < credentials.count else { return nil }
    let own = credentials[reference.item]
    let credential = own.credential
    switch field {
    case .name: return .string(credential.name)
    case .identity: return FactReference(.identity, job: nil, item: own.identity).value
    case .kind: return .string(credential.isFlexible ? "flexible" : "classic")
    case .issuer: return .string(credential.issuer)
    case .subject: return credential.subject.map(Value.string)
    case .expression: return credential.claimsMatchingExpression.map { .string($0.value) }
    case .audiences: return Self.list(credential.audiences)
    case .number: return .int(Int64(own.number))
    case .fault:
      return .string(CredentialLimits.problem(credential, issuer: evidence.gitLab.issuer) ?? "")
    case .hasImpossibleSubject:
      let issuer = evidence.gitLab.issuer
      return .bool(CredentialLimits.hasImpossibleSubject(credential, issuer: issuer))
    case .breadth: return .string(CredentialBreadth.problem(credential) ?? "")
    case .twin: return own.twin.map { FactReference(.credential, job: nil, item: $0).value }
    case .runs: return runs(credentialRuns[reference.item].certain)
    case .possibleRuns: return runs(credentialRuns[reference.item].possible)
    case .users:
      // The runs of one job are next to each other.
      var jobs: [Int] = []
      for job in credentialRuns[reference.item].certain.map(job) where jobs.last != job {
        jobs.append(job)
      }
      return .list(jobs.map { FactReference(.job, job: $0).value })
    case .place: return place(of: credential.source)
    case .subjectPlace: return place(of: credential.subjectSource ?? credential.source)
    }
  }

  func makeCredentials() -> [IdentityCredential] {
    var result: [IdentityCredential] = []
    for (place, identity) in evidence.identities.enumerated() {
      var known: [[String]: Int] = [:]
      for (number, credential) in (identity.credentials ?? []).enumerated() {
        let claims = credential.subject.map { [credential.issuer, $0] }
        let twin = claims.flatMap { known[$0] }
        if let claims, twin == nil { known[claims] = result.count }
        result.append(
          IdentityCredential(credential, identity: place, number: number + 1, twin: twin)
        )
      }
    }
    return result
  }

  func makeCredentialRuns() -> [CredentialRuns] {
    var result = Array(repeating: CredentialRuns(), count: credentials.count)
    var known: [FederatedCredential: [Int]] = [:]
    for (item, own) in credentials.enumerated() { known[own.credential, default: []].append(item) }
    for (run, prediction) in judgedPredictions.enumerated() {
      for comparison in prediction.chain?.comparisons ?? []
      where comparison.issuer != false && comparison.audience != false
        && comparison.subject != false
      {
        for item in known[comparison.credential] ?? [] {
          if result[item].possible.last != run { result[item].possible.append(run) }
          if comparison.subject == true, result[item].certain.last != run {
            result[item].certain.append(run)
          }
        }
      }
    }
    return result
  }
}
