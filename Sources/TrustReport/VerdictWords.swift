import AccessPrediction

/// The text of a verdict: a letter, so that its colour is not needed, and words.
enum VerdictWords {
  /// `W`, `F` or `?`; a dash when the job does not run.
  static func letter(_ answer: Verdict.Answer?) -> String {
    switch answer {
    case .works?: "W"
    case .fails?: "F"
    case .unknown?: "?"
    case nil: "\u{2013}"
    }
  }

  /// The word that the letter stands for.
  static func word(_ answer: Verdict.Answer?) -> String {
    switch answer {
    case .works?: "works"
    case .fails?: "fails"
    case .unknown?: "unknown"
    case nil: "does not run"
    }
  }

  /// The code of a failure, or what takes its place.
  static func code(_ verdict: Verdict) -> String? {
    guard verdict.answer == .fails else { return nil }
    return verdict.code == "secrets_provider_not_found"
      ? "no provider" : verdict.code ?? verdict.stage.rawValue
  }
}
