import AccessPrediction
import AzureFederation
import CommonExpressions
import GitLabCI

enum RunField: Int, FactField {
  case job
  case scenario
  case isMergeRequest
  case isFork
  case starts
  case environment
  case variables
  case token
  case clientID
  case issuer
  case subject
  case audiences
  case claims
  case credential
  case verdict
  case stage
  case code
  case reason
  case withheldBy

  static let typeName = "run"

  var declaration: Field {
    switch self {
    case .job: .init("job", .job, "The job.")
    case .scenario: .init("scenario", .string, "The scenario, such as `default-branch`.")
    case .isMergeRequest:
      .init("is_merge_request", .bool, "Whether it is a merge request pipeline.")
    case .isFork: .init("is_fork", .bool, "Whether it is that of a merge request from a fork.")
    case .starts: .init("starts", .bool, "Whether the job runs in it; unknown when that depends.")
    case .environment:
      .init(
        "environment",
        .string,
        optional: true,
        "The name of the job's environment, with variables expanded."
      )
    case .variables:
      .init(
        "variables",
        .list(.runVariable),
        "The three `AZURE_*` variables as GitLab gives them to the job."
      )
    case .token:
      .init("token", .idToken, optional: true, "The ID token with which the job gets its secrets.")
    case .clientID: .init("client_id", .string, "The client ID that the job signs in with.")
    case .issuer: .init("issuer", .string, "The `iss` claim of that token.")
    case .subject: .init("subject", .string, "The `sub` claim of that token.")
    case .audiences: .init("audiences", .list(.string), "The `aud` claim of that token.")
    case .claims:
      .init(
        "claims",
        .map(.string, .string),
        "Further claims of that token by name, such as `ref_protected`; one that is unknown is absent."
      )
    case .credential:
      .init("credential", .string, optional: true, "The name of the credential that matches.")
    case .verdict:
      .init(
        "verdict",
        .string,
        "`works` or `fails`, or empty when the job does not use Azure; unknown when undecided."
      )
    case .stage:
      .init("stage", .string, "How far it was judged: `variables`, `token`, `exchange` or `vault`.")
    case .code: .init("code", .string, "The error, such as `AADSTS700213`; empty when none.")
    case .reason: .init("reason", .string, "Why, with both sides of a comparison.")
    case .withheldBy:
      .init(
        "withheld_by",
        .string,
        "Why a needed variable of the project does not reach the job: `protection` or `scope`, "
          + "else empty."
      )
    }
  }
}

enum RunVariableField: Int, FactField {
  case name
  case text
  case isBlank
  case origin
  case withheldBy

  static let typeName = "run_variable"

  var declaration: Field {
    switch self {
    case .name: .init("name", .string, "Its name.")
    case .text: .init("text", .string, "Its value.")
    case .isBlank: .init("is_blank", .bool, "Whether it is undefined or blank.")
    case .origin: .init("origin", .string, "Where the value comes from, or why there is none.")
    case .withheldBy:
      .init(
        "withheld_by",
        .string,
        "Why the project's variable does not reach the job: `protection` or `scope`, else empty."
      )
    }
  }
}

extension PipelineFacts {
  func runValue(_ field: RunField, _ reference: FactReference) -> Value? {
    guard reference.item < predictions.count, let job = reference.job else { return nil }
    let run = predictions[reference.item]
    let chain = run.verdictChain
    switch field {
    case .job: return FactReference(.job, job: job).value
    case .scenario: return .string(run.scenario)
    case .isMergeRequest: return .bool(run.mergeRequest != nil)
    case .isFork: return .bool(run.mergeRequest == .fork)
    case .starts: return predictionValue(.runs, reference)
    case .environment: return run.environment.map(Value.string)
    case .variables:
      let count = run.chain?.variables.count ?? 0
      return .list(
        (0..<count).map {
          FactReference(.runVariable, job: job, item: reference.item << 2 | $0).value
        }
      )
    case .token:
      return pipeline.jobs[job].idTokens.firstIndex { text($0.symbol) == chain?.tokenName }
        .map { token($0, job: job) }
    case .clientID:
      return chain?.clientID.map(Value.string)
        ?? .unknown(Unknown("the client of the job is unknown"))
    case .issuer: return predictionValue(.issuer, reference)
    case .subject: return predictionValue(.subject, reference)
    case .audiences: return predictionValue(.audiences, reference)
    case .claims:
      let claims = (chain?.claims.others ?? [:]).sorted { $0.key < $1.key }
      let entries = claims.map { CELMap.Entry(key: .string($0.key), value: .string($0.value)) }
      return CELMap(entries).map(Value.map)
    case .credential:
      return (run.verdict?.credential ?? chain?.exchange?.credential).map(Value.string)
    case .verdict: return predictionValue(.verdict, reference)
    case .stage: return predictionValue(.stage, reference)
    case .code: return predictionValue(.code, reference)
    case .reason: return predictionValue(.reason, reference)
    case .withheldBy:
      guard case .missingVariables(let missing)? = run.verdict?.cause else { return .string("") }
      return .string(Self.words(missing.first?.value.withheld))
    }
  }

  func runVariableValue(_ field: RunVariableField, _ reference: FactReference) -> Value? {
    let run = reference.item >> 2
    guard run < predictions.count, let variables = predictions[run].chain?.variables,
      reference.item & 3 < variables.count
    else { return nil }
    let variable = variables[reference.item & 3]
    let unknown = Value.unknown(Unknown("the value of \(variable.name) is unknown"))
    switch field {
    case .name: return .string(variable.name)
    case .text: return variable.value.text.map(Value.string) ?? unknown
    case .isBlank: return variable.value.isBlank.map(Value.bool) ?? unknown
    case .origin: return .string(variable.value.origin)
    case .withheldBy: return .string(Self.words(variable.value.withheld))
    }
  }

  private static func words(_ withheld: RunValue.Withheld?) -> String {
    switch withheld {
    case .protected?: "protection"
    case .otherEnvironment?: "scope"
    case nil: ""
    }
  }

  /// Runs by their places among all predictions.
  func runs(_ places: [Int]) -> Value {
    .list(places.map { FactReference(.run, job: job(ofRun: $0), item: $0).value })
  }

  /// The job of a run: predictions are in the order of jobs, and for each of them of scenarios.
  func job(ofRun place: Int) -> Int { subjects[place / max(1, runs.scenarios.count)] }
}
