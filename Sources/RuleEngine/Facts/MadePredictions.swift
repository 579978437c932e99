import AccessPrediction
import Synchronization

/// The predictions for a pipeline, which are made once even if two cores need them.
package final class MadePredictions: Sendable {
  private let made = Mutex<[Prediction]?>(nil)

  /// None yet.
  package init() {}

  /// The predictions.
  func get(_ make: () -> [Prediction]) -> [Prediction] {
    made.withLock { known in
      let predictions = known ?? make()
      known = predictions
      return predictions
    }
  }
}
