import AzureFederation
import Diagnosis

/// Remembers what Entra ID would answer: hundreds of jobs send the same token.
///
/// A class, because it is filled while predictions are made; it lives for one check on one thread.
final class ExchangeCache {
  /// An answer, and how each credential compares.
  struct Answer {
    let outcome: ExchangeOutcome
    let comparisons: [TokenExchange.Comparison]
  }

  private struct Question: Hashable {
    var claims: TokenClaims
    var clientID: String
  }

  private var answers: [Question: Answer] = [:]

  /// The answer to a token for an identity whose credentials are known.
  func answer(
    _ claims: TokenClaims,
    _ clientID: String,
    _ credentials: [FederatedCredential]
  ) -> Answer {
    let question = Question(claims: claims, clientID: clientID)
    if let known = answers[question] { return known }
    let exchange = TokenExchange(claims: claims, credentials: credentials)
    let answer = Answer(outcome: exchange.outcome, comparisons: exchange.comparisons)
    answers[question] = answer
    return answer
  }
}
