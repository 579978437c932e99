import AccessPrediction
import Reporting

/// A reason why jobs do not get their secrets, or why that is not known, with all it holds for.
struct Reason {
  let verdict: Verdict
  /// The cells, as `job@scenario`.
  private(set) var places: [String]
  /// The command that would help; nil when none does.
  let command: String?

  /// The reasons of a survey: failures before what is not known, each where it first appears.
  static func all(in survey: TrustSurvey) -> [Self] {
    var reasons: [Self] = []
    var known: [String: Int] = [:]
    for prediction in survey.verdicts {
      guard let verdict = prediction.verdict, verdict.answer != .works else { continue }
      let place = "\(prediction.job)@\(prediction.scenario)"
      let key = "\(verdict.answer)\u{0}\(verdict.code ?? "")\u{0}\(verdict.reason)"
      if let index = known[key] {
        reasons[index].places.append(place)
      } else {
        known[key] = reasons.count
        let command = PredictionRemedy.command(for: prediction)
        reasons.append(Self(verdict: verdict, places: [place], command: command))
      }
    }
    return reasons.filter { $0.verdict.answer == .fails }
      + reasons.filter { $0.verdict.answer == .unknown }
  }
}
