import AzureFederation
import TextFormats

/// The credential that accepts a token and as little else as possible.
struct CredentialProposal {
  /// The credential; its name is given later.
  let credential: FederatedCredential
  /// The recognizable part of its name: its subject, or the pattern instead of it.
  let topic: String
  /// A note, in a sentence without a full stop.
  let note: String?

  /// The context of proposals.
  struct Context {
    /// The project's ID.
    let projectID: Int?
    /// The tokens that must not be accepted.
    let unwanted: [WantedToken]
    /// The credentials that the application will have.
    let known: [FederatedCredential]
  }

  /// The reason why no credential can accept a token, in a sentence without a full stop.
  struct Refusal: Error {
    let reason: String
  }

  /// The credential for a token.
  ///
  /// - Throws: The reason why there is none.
  init(for token: WantedToken, _ context: Context) throws(Refusal) {
    let (issuer, audience, subject) = try Self.parts(of: token)
    guard !context.unwanted.contains(where: { $0.isOfFork && $0.identity == token.identity }) else {
      throw Refusal(
        reason: "the token is the same as that of a fork's merge request, which must not be "
          + "accepted; GitLab 18.2.2 and newer name the fork in it"
      )
    }
    var note: String?
    if let pattern = token.pattern {
      do throws(Refusal) {
        let value = try Self.expression(
          "matches",
          pattern.subject,
          subject,
          context.projectID
        )
        credential = try Self.flexible(issuer, audience, value, token, context)
        topic = pattern.subject
        self.note = nil
        return
      } catch {
        note = "the refs are \(pattern.glob), and this accepts only one of them: \(error.reason)"
      }
    } else if let ref = token.exampleRef {
      note =
        "\(ref) is only an example: name the real refs in scenarios:, or their pattern in "
        + "gitlab: protected:, both in .akvlint.yml"
    }
    let isTaken = context.known.contains { $0.issuer == issuer && $0.subject == subject }
    if isTaken {
      // Entra ID takes an issuer and a subject only once, with any audience.
      do throws(Refusal) {
        let value = try Self.expression("eq", subject, subject, context.projectID)
        credential = try Self.flexible(issuer, audience, value, token, context)
      } catch {
        throw Refusal(
          reason: "another credential has the same issuer and subject with another audience, which "
            + "Entra ID allows only once; let all jobs use one audience (\(error.reason))"
        )
      }
    } else {
      credential = FederatedCredential(
        name: "",
        issuer: issuer,
        subject: subject,
        audiences: [audience]
      )
      if let problem = CredentialLimits.problem(credential) {
        throw Refusal(reason: "Entra ID does not accept the credential: it \(problem)")
      }
    }
    topic = subject
    self.note = note
  }

  /// The parts of a token that a credential names.
  private static func parts(
    of token: WantedToken
  ) throws(Refusal) -> (issuer: String, audience: String, subject: String) {
    guard let issuer = token.claims.issuer else {
      throw Refusal(
        reason: "the issuer of the token is unknown; name the instance under gitlab: url: in "
          + ".akvlint.yml"
      )
    }
    guard let audiences = token.claims.audiences else {
      throw Refusal(reason: "the audience of the token is unknown")
    }
    guard audiences.count == 1, let audience = audiences.first else {
      throw Refusal(
        reason: "the token has \(audiences.count) audiences; a credential accepts exactly one"
      )
    }
    guard let subject = token.claims.subject else {
      let known = token.claims.partialSubject.map { " (\($0.description))" } ?? ""
      throw Refusal(
        reason: "the subject of the token is unknown\(known)\(Self.missing(token.claims))"
      )
    }
    return (issuer, audience, subject)
  }

  /// The missing settings for a subject, and where they are set.
  private static func missing(_ claims: TokenClaims) -> String {
    var settings: [String] = []
    var parts = ""
    for component in claims.unknownComponents {
      let setting: String
      switch component {
      case "project_path", "job_project_path", "source_project_path": setting = "project:"
      case "project_id", "job_project_id", "source_project_id": setting = "project_id:"
      case "ref": setting = "default_branch:"
      case "ref_protected": setting = "protected:"
      case "deployment_tier":
        parts += "; write deployment_tier: under the job's environment:"
        continue
      default:
        parts += "; it contains \(component), which only GitLab knows"
        continue
      }
      if !settings.contains(setting) { settings.append(setting) }
    }
    guard !settings.isEmpty else { return parts }
    return "; name \(Noun.list(settings)) under gitlab: in .akvlint.yml\(parts)"
  }

  /// An expression over the subject; one that names a path needs the project's ID, too.
  ///
  /// Source: Microsoft's pages on flexible credentials and on mutable subjects (2026).
  private static func expression(
    _ comparison: String,
    _ comparand: String,
    _ subject: String,
    _ projectID: Int?
  ) throws(Refusal) -> String {
    // With an accent after it, it is another character to Swift.
    guard !comparand.utf8.contains(UInt8(ascii: "'")) else {
      throw Refusal(reason: "an expression cannot contain a single quote")
    }
    let expression = "claims['sub'] \(comparison) '\(comparand)'"
    let first = subject.prefix { $0 != ":" }
    guard first.hasSuffix(SubjectComponent.projectPath.rawValue) else { return expression }
    guard let projectID else {
      throw Refusal(
        reason: "an expression over a path needs the project's ID; name it under gitlab: "
          + "project_id: in .akvlint.yml"
      )
    }
    return "\(expression) and claims['project_id'] eq '\(projectID)'"
  }

  private static func flexible(
    _ issuer: String,
    _ audience: String,
    _ value: String,
    _ token: WantedToken,
    _ context: Context
  ) throws(Refusal) -> FederatedCredential {
    guard CredentialLimits.allowsExpressions(issuer) else {
      throw Refusal(
        reason: "Entra ID takes expressions only for \(CredentialLimits.expressionHosts), not for "
          + issuer
      )
    }
    let credential = FederatedCredential(
      name: "",
      issuer: issuer,
      subject: nil,
      audiences: [audience],
      claimsMatchingExpression: ClaimsMatchingExpression(value: value)
    )
    if let problem = CredentialLimits.problem(credential) {
      throw Refusal(reason: "Entra ID does not accept the expression: it \(problem)")
    }
    guard token.isAccepted(by: credential) == true else {
      throw Refusal(reason: "whether an expression accepts the token is unknown")
    }
    let alien = context.unwanted.first {
      $0.identity != token.identity && $0.isAccepted(by: credential) != false
    }
    if let alien {
      throw Refusal(
        reason: "an expression would also accept \(alien.runs.first ?? "a run"), which is not "
          + "selected"
      )
    }
    return credential
  }
}
