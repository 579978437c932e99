/// One way in which a job uses Azure: a secret that it reads, or a program that signs in.
///
/// Scenarios in which application, credentials and verdict are the same share one use.
package struct FleetUse: Hashable, Sendable {
  /// The object of the use.
  package enum Target: Hashable, Sendable {
    /// A Key Vault secret, with the version that the job pins; nil for the newest.
    case secret(FleetSecret, version: String?)
    /// A sign-in of a script, by the program's name.
    case signIn(String)
  }

  /// The job's name; of a job in a child pipeline, after the child's file and a colon.
  package let job: String
  /// The object of the use.
  package let target: Target
  /// The application (client) ID; nil when it is unknown.
  package let clientID: String?
  /// The token's audiences; empty when they are unknown.
  package let audiences: [String]
  /// The labels of the federated credentials that accept the token, in the evidence's order.
  package let credentials: [String]
  /// The verdict.
  package let verdict: Verdict.Answer
  /// The error code; nil when nothing fails.
  package let code: String?
  /// The reason why it fails or is unknown; nil when it works.
  package let reason: String?
  /// The names of the scenarios.
  package internal(set) var scenarios: [String]

  /// A use.
  package init(
    job: String,
    target: Target,
    clientID: String?,
    audiences: [String],
    credentials: [String],
    verdict: Verdict.Answer,
    code: String?,
    reason: String?,
    scenarios: [String]
  ) {
    self.job = job
    self.target = target
    self.clientID = clientID
    self.audiences = audiences
    self.credentials = credentials
    self.verdict = verdict
    self.code = code
    self.reason = reason
    self.scenarios = scenarios
  }

  /// The secret; nil for a sign-in.
  package var secret: FleetSecret? {
    if case .secret(let secret, _) = target { secret } else { nil }
  }

  /// The pinned version of the secret; nil when there is none.
  package var version: String? {
    if case .secret(_, let version) = target { version } else { nil }
  }

  /// The program that signs in; nil for a secret.
  package var tool: String? {
    if case .signIn(let tool) = target { tool } else { nil }
  }
}
