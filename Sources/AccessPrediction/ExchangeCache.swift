import AzureFederation
import TextFormats

/// Caches the claims of tokens and Entra ID's predicted answers: hundreds of jobs send the same
/// token.
///
/// A class, because it is filled while predictions are made; it lives for one check on one thread.
final class ExchangeCache {
  /// An answer, and how each credential compares.
  struct Answer {
    let outcome: ExchangeOutcome
    let comparisons: [TokenExchange.Comparison]
  }

  /// The inputs of a token's claims, except its audience.
  struct Sender: Hashable {
    /// The name of the scenario.
    var scenario: String
    /// Whether the job has an environment.
    var hasEnvironment: Bool
    /// `deployment_tier` of its environment, as far as it is known.
    var tier: PartialText?
  }

  private struct Question: Hashable {
    var sender: Sender
    var audiences: [PartialText]?
    var clientID: String
  }

  private var claims: [Sender: TokenClaims] = [:]
  private var answers: [Question: Answer] = [:]

  /// The claims of a token without its audience.
  func claims(of sender: Sender, make: () -> TokenClaims) -> TokenClaims {
    if let known = claims[sender] { return known }
    let made = make()
    claims[sender] = made
    return made
  }

  /// The answer to a token for an identity whose credentials are known.
  func answer(
    to claims: TokenClaims,
    of sender: Sender,
    _ clientID: String,
    _ credentials: [FederatedCredential]
  ) -> Answer {
    let question = Question(
      sender: sender,
      audiences: claims.partialAudiences,
      clientID: clientID
    )
    if let known = answers[question] { return known }
    let exchange = TokenExchange(claims: claims, credentials: credentials)
    let comparisons = exchange.comparisons
    let answer = Answer(outcome: exchange.outcome(of: comparisons), comparisons: comparisons)
    answers[question] = answer
    return answer
  }
}
