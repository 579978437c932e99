/// The requests of a job in one run, and what becomes of them.
///
/// A class, because predictions are copied a hundred times more often than they are made.
final class PredictionOutcome: Sendable {
  let secrets: [SecretPrediction]
  let chain: PredictionChain?
  let exchanges: [ExchangePrediction]
  let entries: [Prediction]
  let environment: String?

  init(
    secrets: [SecretPrediction],
    chain: PredictionChain?,
    exchanges: [ExchangePrediction],
    entries: [Prediction] = [],
    environment: String?
  ) {
    self.secrets = secrets
    self.chain = chain
    self.exchanges = exchanges
    self.entries = entries
    self.environment = environment
  }

  /// The same with other predictions for its parts.
  func with(
    secrets: [SecretPrediction]? = nil,
    exchanges: [ExchangePrediction]? = nil,
    entries: [Prediction]? = nil
  ) -> PredictionOutcome {
    PredictionOutcome(
      secrets: secrets ?? self.secrets,
      chain: chain,
      exchanges: exchanges ?? self.exchanges,
      entries: entries ?? self.entries,
      environment: environment
    )
  }
}
