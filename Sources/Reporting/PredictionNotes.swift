import AccessPrediction
import TextFormats
import YAMLSyntax

/// The reasons why predictions may be incomplete, in sentences below the table.
enum PredictionNotes {
  /// The maximum number of items of one kind that are listed.
  private static let limit = 5

  /// The sentences; empty when the predictions are complete.
  static func render(_ result: PipelinePredictions, _ text: TerminalText) -> String {
    var lines: [String] = []
    let absences = absences(result)
    let count = absences.isEmpty && result.refused.isEmpty ? 0 : scenarioCount(result)
    for refusal in result.refused.prefix(limit) {
      let start = refusal.span.start
      lines.append(
        "GitLab refuses the pipeline (\(list(refusal.scenarios, of: count))): \(refusal.message) "
          + "(\(refusal.path):\(start.line):\(start.column))"
      )
    }
    if result.refused.count > limit {
      lines.append("and \(result.refused.count - limit) more reasons; akvlint check lists them")
    }
    for (absence, scenarios) in absences {
      lines.append(
        "\(absence.subject) (\(list(scenarios, of: count))): \(absence.refusal.reason)"
      )
    }
    for omission in result.omitted.prefix(limit) {
      lines.append("not read, so jobs may be missing: \(omission.include): \(omission.reason)")
    }
    if result.omitted.count > limit {
      lines.append("and \(result.omitted.count - limit) more includes that were not read")
    }
    return lines.map { text.folded(TerminalText.sanitised($0), indent: 2) + "\n" }.joined()
  }

  /// The sentence for a pipeline in which nothing is predicted.
  static func nothing(_ result: PipelinePredictions) -> String {
    if !result.refused.isEmpty { return "" }
    if !result.omitted.isEmpty {
      return "none of the jobs that could be read fetches a secret from Azure Key Vault, and no "
        + "script shows a sign-in to Azure with an ID token\n"
    }
    return "no job fetches a secret from Azure Key Vault in any of these scenarios, and no script "
      + "shows a sign-in to Azure with an ID token\n"
  }

  private static func scenarioCount(_ result: PipelinePredictions) -> Int {
    var names = TextIndices()
    for prediction in result.predictions { _ = names.index(of: prediction.scenario) }
    return names.texts.count
  }

  /// The reason why GitLab does not create a pipeline in a run, or a job of it fails at once.
  private struct Absence: Hashable {
    let refusal: RunRefusal
    /// The job that fails; nil when GitLab creates no pipeline.
    let job: String?
    /// The trigger jobs that would start the pipeline; nil for the root.
    let triggers: [String]?

    init(_ refusal: RunRefusal, of prediction: Prediction) {
      self.refusal = refusal
      if case .job = refusal {
        job = prediction.job
      } else {
        job = nil
      }
      triggers = prediction.through
    }

    /// The sentence that the reason is for, without it.
    var subject: String {
      if let job { return "\(job) fails at once" }
      guard let triggers else { return "GitLab creates no pipeline" }
      return "GitLab creates no child pipeline for \(triggers.joined(separator: ", "))"
    }
  }

  /// The reasons why single runs do not take place, each with its scenarios.
  private static func absences(
    _ result: PipelinePredictions
  ) -> [(absence: Absence, scenarios: [String])] {
    let refused = Set(result.refused.map(\.message))
    var order: [Absence] = []
    var scenarios: [Absence: [String]] = [:]
    for prediction in result.predictions {
      guard let refusal = prediction.refusal, !refused.contains(refusal.reason) else { continue }
      let absence = Absence(refusal, of: prediction)
      if scenarios[absence] == nil { order.append(absence) }
      if scenarios[absence]?.contains(prediction.scenario) != true {
        scenarios[absence, default: []].append(prediction.scenario)
      }
    }
    return order.map { ($0, scenarios[$0] ?? []) }
  }

  private static func list(_ scenarios: [String], of count: Int) -> String {
    scenarios.count == count && count > 1
      ? "in every scenario" : scenarios.joined(separator: ", ")
  }
}
