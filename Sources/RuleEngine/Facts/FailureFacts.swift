import AccessPrediction
import AzureFederation
import CommonExpressions
import GitLabCI
import TextFormats
import YAMLSyntax

enum FailureField: Int, FactField {
  case job
  case cause
  case happens
  case secret
  case token
  case tool
  case runs
  case scenarios
  case isInAllRuns
  case isInevitable
  case effect
  case code
  case reason
  case place
  case audiencePlace
  case audienceButForSlash

  static let typeName = "failure"

  private static let causes = Failure.Cause.allCases.map { "`\($0.rawValue)`" }
    .joined(separator: ", ")

  var declaration: Field {
    switch self {
    case .job: .init("job", .job, "The job.")
    case .cause: .init("cause", .string, "One of \(Self.causes).")
    case .happens:
      .init("happens", .bool, "True; unknown when a run may or may not fail so.")
    case .secret:
      .init("secret", .secret, optional: true, "The secret that it is about; unset for a sign-in.")
    case .token: .init("token", .idToken, optional: true, "The ID token that is sent.")
    case .tool:
      .init("tool", .string, "The program that does not sign in; empty for the job's secrets.")
    case .runs: .init("runs", .list(.run), "The runs that fail so.")
    case .scenarios: .init("scenarios", .list(.string), "The scenarios of those runs.")
    case .isInAllRuns: .init("is_in_all_runs", .bool, "Whether these are all runs of the job.")
    case .isInevitable:
      .init(
        "is_inevitable",
        .bool,
        "Whether each run of the job fails, for this or another reason."
      )
    case .effect:
      .init(
        "effect",
        .string,
        "What happens in which runs, such as `the job does not get its secrets in any of its runs`."
      )
    case .code: .init("code", .string, "The error, such as `AADSTS700213`; empty when none.")
    case .reason: .init("reason", .string, "Why, with both sides of a comparison.")
    case .place: .init("place", .place, "The secret's name, or the command that signs in.")
    case .audiencePlace:
      .init(
        "audience_place",
        .place,
        "The token's audience or else its name; `place` when there is no token."
      )
    case .audienceButForSlash:
      .init(
        "audience_but_for_slash",
        .string,
        optional: true,
        "The audience of a credential that differs from the token's only in a slash at its end."
      )
    }
  }
}

extension PipelineFacts {
  func failureValue(_ field: FailureField, _ reference: FactReference) -> Value? {
    guard reference.item < failures.count else { return nil }
    let failure = failures[reference.item]
    switch field {
    case .job: return FactReference(.job, job: failure.job).value
    case .cause: return .string(failure.cause.rawValue)
    case .happens: return failure.doubt.map { .unknown(Unknown($0)) } ?? .bool(true)
    case .secret:
      return failure.secret.map { FactReference(.secret, job: failure.job, item: $0).value }
    case .token: return tokenIndex(of: failure).map { token($0, job: failure.job) }
    case .tool: return .string(failure.signIn?.tool ?? "")
    case .runs: return runs(failure.runs)
    case .scenarios: return Self.list(failure.scenarios)
    case .isInAllRuns: return .bool(failure.isInAllRuns)
    case .isInevitable: return .bool(failure.isInevitable)
    case .effect: return .string(effect(failure))
    case .code: return .string(failure.verdict?.code ?? "")
    case .reason: return .string(failure.verdict?.reason ?? "")
    case .place: return value(of: .pipeline(location(of: failure)))
    case .audiencePlace:
      guard let token = tokenIndex(of: failure).map({ pipeline.jobs[failure.job].idTokens[$0] })
      else { return value(of: .pipeline(location(of: failure))) }
      return place(of: token.audience?.value.node ?? token.entry.keyNode)
    case .audienceButForSlash: return failure.audienceButForSlash.map(Value.string)
    }
  }

  /// The token that is sent, by its place in the job.
  func tokenIndex(of failure: Failure) -> Int? {
    pipeline.jobs[failure.job].idTokens.firstIndex { text($0.symbol) == failure.tokenName }
  }

  private func effect(_ failure: Failure) -> String {
    let noun = Noun.form(of: "scenario", for: failure.scenarios.count)
    let scenarios = "in the \(noun) \(failure.scenarios.joined(separator: ", "))"
    if let tool = failure.signIn?.tool {
      return "the sign-in with \(tool) fails "
        + (failure.isInAllRuns ? "in all of the job's runs" : scenarios)
    }
    let runs = failure.isInAllRuns ? "in any of its runs" : scenarios
    return failure.endsRuns
      ? "the job does not get its secrets \(runs)"
      : "Entra ID would not accept the job's token \(runs) either"
  }

  /// The secret's name, or the command that signs in.
  private func location(of failure: Failure) -> Location {
    let job = pipeline.jobs[failure.job]
    if let secret = failure.secret { return tree.location(job.secrets[secret].entry.keyNode) }
    if let site = failure.signIn?.site {
      return scripts.texts.location(ofCommandAt: site, in: tree)
    }
    guard let token = tokenIndex(of: failure).map({ job.idTokens[$0] }) else {
      return tree.location(job.entry.keyNode)
    }
    return tree.location(token.audience?.value.node ?? token.entry.keyNode)
  }
}
