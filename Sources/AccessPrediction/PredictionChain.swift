package import AzureFederation

/// The chain that leads to a verdict, for explaining it.
///
/// A class, because predictions are passed a thousand times more often than they are made.
package final class PredictionChain: Sendable {
  /// A variable of the provider, with the value that the job gets.
  package struct Variable: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value.
    package let value: RunValue
  }

  /// The intermediate results of a verdict.
  struct Steps: Sendable {
    var variables: [Variable] = []
    var token: String?
    var tokenName: String?
    var claims = TokenClaims()
    var comparisons: [TokenExchange.Comparison] = []
    var exchange: Verdict?
    var clientID: String?
  }

  private let steps: Steps

  init(_ steps: Steps) {
    self.steps = steps
  }

  /// The three variables.
  package var variables: [Variable] { steps.variables }
  /// The value of one of them; nil for another name.
  package func value(of name: String) -> RunValue? { variables.value(of: name) }
  /// The token that serves the job's secrets, and why this one.
  package var token: String? { steps.token }
  /// The name of that ID token; nil when there is none, or it is not known.
  package var tokenName: String? { steps.tokenName }
  /// The token's claims.
  package var claims: TokenClaims { steps.claims }
  /// The comparison of each credential of the application.
  package var comparisons: [TokenExchange.Comparison] { steps.comparisons }
  /// Entra ID's answer to the token, even if the run fails before it is sent; nil if there is no
  /// token to send.
  package var exchange: Verdict? { steps.exchange }
  /// The application's client ID, when it is one that is known.
  package var clientID: String? { steps.clientID }
}

extension [PredictionChain.Variable] {
  /// The value of a variable; nil when it is not among them.
  package func value(of name: String) -> RunValue? {
    first { $0.name == name }?.value
  }
}
