import AccessPrediction
import AzureFederation
import CommonExpressions

enum PredictionField: Int, FactField {
  case job
  case scenario
  case isMergeRequest
  case runs
  case verdict
  case stage
  case code
  case reason
  case issuer
  case subject
  case audiences
  case environment
  case isFork
  case clientID
  case credential
  case withheldBy

  static let typeName = "prediction"

  var declaration: Field {
    switch self {
    case .job: .init("job", .job, "The job.")
    case .scenario: .init("scenario", .string, "The scenario, such as `default-branch`.")
    case .isMergeRequest:
      .init("is_merge_request", .bool, "Whether it is a merge request pipeline.")
    case .runs: .init("runs", .bool, "Whether the job runs in it; unknown when that depends.")
    case .verdict:
      .init(
        "verdict",
        .string,
        "`works` or `fails`, or empty without an Azure secret; unknown when undecided."
      )
    case .stage:
      .init(
        "stage",
        .string,
        "How far it was judged: `variables`, `token`, `exchange`, `vault`, or empty."
      )
    case .code: .init("code", .string, "The error, such as `AADSTS700213`, or empty.")
    case .reason: .init("reason", .string, "Why, with both sides of a comparison.")
    case .issuer: .init("issuer", .string, "The token's issuer; unknown without evidence.")
    case .subject: .init("subject", .string, "The token's subject; unknown without evidence.")
    case .audiences:
      .init("audiences", .list(.string), "The token's audiences, with variables expanded.")
    case .environment:
      .init("environment", .string, optional: true, "The name of the job's environment, expanded.")
    case .isFork: RunField.isFork.declaration
    case .clientID: RunField.clientID.declaration
    case .credential: RunField.credential.declaration
    case .withheldBy: RunField.withheldBy.declaration
    }
  }
}

extension PipelineFacts {
  func predictionValue(_ field: PredictionField, _ reference: FactReference) -> Value? {
    guard reference.item < predictions.count else { return nil }
    let prediction = predictions[reference.item]
    let verdict = prediction.verdict
    switch field {
    case .job: return reference.job.map { FactReference(.job, job: $0).value }
    case .scenario: return .string(prediction.scenario)
    case .isMergeRequest: return .bool(prediction.mergeRequest != nil)
    case .runs:
      switch prediction.runs {
      case .yes: return .bool(true)
      case .no: return .bool(false)
      case .maybe: return .unknown(Unknown("whether the job runs depends on the run"))
      }
    case .verdict:
      guard verdict?.answer != .unknown else { return .unknown(Unknown(verdict?.reason ?? "")) }
      return .string(verdict?.answer.rawValue ?? "")
    case .stage: return .string(verdict?.stage.rawValue ?? "")
    case .code: return .string(verdict?.code ?? "")
    case .reason: return .string(verdict?.reason ?? "")
    case .issuer: return known(prediction.verdictChain?.claims.issuer, "issuer")
    case .subject: return known(prediction.verdictChain?.claims.subject, "subject")
    case .audiences:
      guard let audiences = prediction.verdictChain?.claims.audiences else {
        return .unknown(Unknown("the token's audience is unknown"))
      }
      return .list(audiences.map(Value.string))
    case .environment: return prediction.environment.map(Value.string)
    case .isFork: return runValue(.isFork, reference)
    case .clientID: return runValue(.clientID, reference)
    case .credential: return runValue(.credential, reference)
    case .withheldBy: return runValue(.withheldBy, reference)
    }
  }

  private func known(_ text: String?, _ what: String) -> Value {
    text.map(Value.string) ?? .unknown(Unknown("the token's \(what) is unknown"))
  }
}
