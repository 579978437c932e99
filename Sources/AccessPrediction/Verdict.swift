package import AzureFederation

/// Whether a job will get a secret.
package struct Verdict: Hashable, Sendable {
  /// The answer.
  package enum Answer: String, Sendable {
    case works
    case fails
    case unknown
  }

  /// The last stage that was judged, or the one that fails.
  package enum Stage: String, Sendable {
    /// GitLab looks for the three variables of the provider.
    case variables
    /// The runner gets the ID token that serves the secrets.
    case token
    /// Entra ID compares the token with the credentials.
    case exchange
    /// Key Vault returns the secret.
    case vault
  }

  /// The answer.
  package let answer: Answer
  /// Where.
  package let stage: Stage
  /// `AADSTS…` or GitLab's failure reason; nil when nothing fails.
  package let code: String?
  /// Why, with both sides of a comparison.
  package let reason: String
  /// The name of the credential that matches.
  package var credential: String?
  /// The cause of the failure, for the rule that reports it; nil if the code is enough.
  package var cause: Cause?

  /// The cause of a run's failure.
  package enum Cause: Hashable, Sendable {
    /// Variables that Azure Key Vault needs are missing or blank.
    case missingVariables([PredictionChain.Variable])
    /// Variables that another provider of the job needs are missing or blank.
    case missingProviderVariables([PredictionChain.Variable])
    /// A variable has the name of the ID token and hides it.
    case shadowedToken(String, RunValue)
    /// The value of a variable cannot work.
    case value(String, RunValue)
    /// The name of the secret in the vault, or its version.
    case secret
    /// A script signs in with an empty variable, by its name.
    case missingToken(String?)
    /// No credential has a claim of the token, for any code of Entra ID.
    case mismatch(ClaimMismatch)
  }

  /// The claim that no credential has, when that is what fails.
  package var mismatch: ClaimMismatch? {
    if case .mismatch(let mismatch)? = cause { mismatch } else { nil }
  }

  /// Its severity.
  var rank: Int {
    switch answer {
    case .works: 0
    case .unknown: 1
    case .fails: 2
    }
  }

  /// The same for one combination of a matrix.
  func `in`(_ combination: String) -> Self {
    Self(
      answer: answer,
      stage: stage,
      code: code,
      reason: "in [\(combination)]: \(reason)",
      credential: credential,
      cause: cause
    )
  }

  static func fails(
    _ stage: Stage,
    _ code: String?,
    _ reason: String,
    cause: Cause? = nil
  ) -> Self {
    Self(answer: .fails, stage: stage, code: code, reason: reason, cause: cause)
  }

  /// Nothing is known of the exchange.
  static let undecided = Self.unknown(.exchange, "the exchange could not be judged")

  static func unknown(_ stage: Stage, _ reason: String) -> Self {
    Self(answer: .unknown, stage: stage, code: nil, reason: reason)
  }
}
