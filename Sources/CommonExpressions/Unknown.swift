/// The reason why a value is not known.
package struct Unknown: Hashable, Sendable {
  /// The reasons, each once, in the order in which they were met.
  package let reasons: [String]

  /// The reasons in one text.
  package var text: String {
    reasons.count == 1 ? reasons[0] : reasons.joined(separator: "; ")
  }

  /// A value that is not known for one reason.
  package init(_ reason: String) {
    reasons = [reason]
  }

  private init(reasons: [String]) {
    self.reasons = reasons
  }

  /// The reasons of both.
  package func union(_ other: Self) -> Self {
    if reasons == other.reasons { return self }
    return Self(reasons: reasons + other.reasons.filter { !reasons.contains($0) })
  }
}

/// The reason why the evaluation of an expression failed, such as `division by zero`.
package struct EvaluationError: Error, Hashable, Sendable {
  /// The reason; a clause without a full stop.
  package let message: String

  /// An error.
  package init(_ message: String) {
    self.message = message
  }
}
