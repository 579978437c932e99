package import AzureFederation
package import GitLabCI

/// What is predicted for one job in one kind of run.
package struct Prediction: Sendable {
  /// The job's name.
  package let job: String
  /// The kind of run.
  package let scenario: String
  /// Whether the job runs in it.
  package let runs: RunDecision.Answer
  /// What becomes of its Azure secrets, in the order of definition; empty when it does not run.
  package let secrets: [SecretPrediction]
  /// How the verdict comes about; nil when the job has no Azure secret or does not run.
  package let chain: PredictionChain?
  /// The sign-ins with ID tokens in its script.
  package var exchanges: [ExchangePrediction] = []

  /// The verdict that stands for the job: that on its secrets, else on its first sign-in.
  package var verdict: Verdict? { secrets.first?.verdict ?? exchanges.first?.verdict }
  /// How that one comes about.
  package var verdictChain: PredictionChain? { chain ?? exchanges.first?.chain }
}

/// What becomes of a sign-in with an ID token in a script, as far as the exchange.
package struct ExchangePrediction: Sendable {
  /// The ID token's name.
  package let token: String
  /// The verdict.
  package let verdict: Verdict
  /// How it comes about.
  package let chain: PredictionChain
}

/// What becomes of one secret.
package struct SecretPrediction: Sendable {
  /// The secret's name.
  package let name: String
  /// The verdict.
  package let verdict: Verdict
}

/// Whether a job will get a secret.
package struct Verdict: Hashable, Sendable {
  /// The answer.
  package enum Answer: String, Sendable {
    case works
    case fails
    case unknown
  }

  /// How far it was judged, or where it fails.
  package enum Stage: String, Sendable {
    /// GitLab looks for the three variables of the provider.
    case variables
    /// The runner puts the token in.
    case token
    /// Entra ID compares the token with the credentials.
    case exchange
    /// Key Vault hands out the secret.
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

  static func fails(_ stage: Stage, _ code: String?, _ reason: String) -> Self {
    Self(answer: .fails, stage: stage, code: code, reason: reason)
  }

  static func unknown(_ stage: Stage, _ reason: String) -> Self {
    Self(answer: .unknown, stage: stage, code: nil, reason: reason)
  }
}

/// How a verdict comes about, for explaining it.
package struct PredictionChain: Sendable {
  /// A variable of the provider, with the value that the job gets.
  package struct Variable: Sendable {
    /// Its name.
    package let name: String
    /// Its value.
    package let value: RuntimeValue
  }

  /// The three variables.
  package var variables: [Variable]
  /// The token that serves the job's secrets, and why this one.
  package var token: String?
  /// What the token says.
  package var claims: TokenClaims
  /// How each credential of the application compares.
  package var comparisons: [TokenExchange.Comparison]
  /// The application's client ID, when it is one that is known.
  package var clientID: String?
}

/// The value that a variable has when a job runs.
package struct RuntimeValue: Hashable, Sendable {
  /// What is known of it.
  package enum State: Hashable, Sendable {
    /// A text.
    case text(String)
    /// It exists, and what it holds is not known.
    case exists
    /// There is none.
    case undefined
    /// It is not known whether there is one.
    case unknown
  }

  /// Why a variable that is defined does not reach the job.
  package enum Withheld: Hashable, Sendable {
    /// It is protected, and the ref is not.
    case protected
    /// It is for other environments.
    case otherEnvironment
  }

  /// What is known of it.
  package let state: State
  /// Where it comes from, or why there is none; a clause.
  package let origin: String
  /// Why the project's settings define it, and not for this job.
  package var withheld: Withheld?

  /// Whether it is missing or blank to GitLab; nil when that is not known.
  package var isBlank: Bool? {
    switch state {
    case .text(let text): text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
    case .exists: false
    case .undefined: true
    case .unknown: nil
    }
  }
}
