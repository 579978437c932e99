import AccessPrediction
import Findings
import GitLabCI
import Reporting
import TextFormats

/// The trust report as the note of a merge request: what will break first, the rest folded.
package enum MarkdownReport {
  private static let rowLimit = 100
  private static let reasonLimit = 20
  private static let placeLimit = 5
  private static let findingLimit = 50
  /// Longer texts are cut.
  private static let textLimit = 400

  /// Writes the note.
  ///
  /// - Parameters:
  ///   - survey: The content.
  ///   - difference: The differences from another commit; nil without a comparison.
  /// - Returns: The note.
  package static func render(
    _ survey: TrustSurvey,
    since difference: TrustDifference? = nil
  ) -> String {
    MarkdownNote.joined([
      headline(survey), difference.map(changes) ?? "", reasons(survey), matrix(survey),
      omissions(survey), graph(survey), findings(survey),
      "Made by akvlint \(survey.version) on \(survey.today.text).",
    ])
  }

  private static func headline(_ survey: TrustSurvey) -> String {
    let title = "### Who can read what: \(MarkdownText.code(survey.title))\n\n"
    guard !survey.jobs.isEmpty else {
      let subject = survey.omitted.isEmpty ? "No job" : "No job that could be read"
      return title + "\(subject) asks Azure for anything."
    }
    let counts = [Verdict.Answer.fails, .unknown, .works].map {
      "**\(survey.count($0))** \(VerdictWords.word($0))"
    }
    let errors = Noun.count(survey.report.count(.error), "error")
    return title + counts.joined(separator: ", ") + "; \(errors)"
  }

  // MARK: Reasons

  private static func reasons(_ survey: TrustSurvey) -> String {
    let all = Reason.all(in: survey)
    guard !all.isEmpty else { return "" }
    var lines = all.prefix(reasonLimit).map { reason in
      let mark = VerdictWords.letter(reason.verdict.answer)
      let code = VerdictWords.code(reason.verdict).map { " **\($0)**" } ?? ""
      let shown = reason.places.prefix(placeLimit).map { MarkdownText.code($0, limit: 120) }
      let more = reason.places.count - placeLimit
      let places = shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
      return "- **\(mark)**\(code) \(MarkdownText.code(reason.verdict.reason, limit: textLimit))"
        + "<br>\(places)"
    }
    if all.count > reasonLimit { lines.append("- and \(all.count - reasonLimit) more reasons") }
    return lines.joined(separator: "\n")
  }

  // MARK: The matrix

  private static func matrix(_ survey: TrustSurvey) -> String {
    guard !survey.jobs.isEmpty else { return "" }
    // Those that work everywhere need no attention.
    let isGood = { (job: TrustSurvey.Job) in
      job.predictions.allSatisfy { $0.verdict == nil || $0.verdict?.answer == .works }
    }
    let isShort = survey.jobs.count <= rowLimit
    let jobs = isShort ? survey.jobs : survey.jobs.filter { !isGood($0) }
    var lines = [
      "| job | "
        + survey.scenarios.map { MarkdownText.code($0, limit: 60) }
        .joined(separator: " | ") + " |",
      "|---|" + String(repeating: "---|", count: survey.scenarios.count),
    ]
    for job in jobs.prefix(rowLimit) {
      let cells = job.predictions.map(cell).joined(separator: " | ")
      lines.append("| \(MarkdownText.code(job.name, limit: 120)) | \(cells) |")
    }
    var rest: [String] = []
    if jobs.count > rowLimit { rest.append("\(jobs.count - rowLimit) more jobs do not") }
    let good = survey.jobs.count - jobs.count
    if good > 0 { rest.append("\(Noun.count(good, "job")) get their secrets everywhere") }
    let below = rest.isEmpty ? "" : "\n\nNot shown: " + rest.joined(separator: "; ") + "."
    return MarkdownText.folded(
      "Verdicts: \(Noun.count(survey.jobs.count, "job"))",
      lines.joined(separator: "\n") + below
    )
  }

  private static func cell(_ prediction: Prediction) -> String {
    guard let verdict = prediction.verdict else { return VerdictWords.letter(nil) }
    let code = VerdictWords.code(verdict).map { " \($0)" } ?? ""
    let maybe = prediction.runs == .maybe ? " (maybe)" : ""
    return "**\(VerdictWords.letter(verdict.answer))**\(code)\(maybe)"
  }

  // MARK: The rest

  private static func changes(_ difference: TrustDifference) -> String {
    let title = "Since \(difference.base): \(difference.summary)"
    guard !difference.rows.isEmpty else { return title + "." }
    let rows = difference.rows.prefix(rowLimit).map { change, edge in
      "| \(change) | \(edge.layer.title) \(MarkdownText.code(edge.from, limit: 120)) | "
        + "\(edge.nextLayer.title) \(MarkdownText.code(edge.to, limit: 120)) |"
    }
    let head = ["| edge | from | to |", "|---|---|---|"]
    return MarkdownNote.folded(title, head, rows, of: difference.rows.count)
  }

  /// Lists the pipelines that were not read, and may contain more jobs.
  private static func omissions(_ survey: TrustSurvey) -> String {
    guard !survey.omitted.isEmpty else { return "" }
    var lines = survey.omitted.prefix(reasonLimit).map { omission in
      "- \(MarkdownText.code(omission.include, limit: textLimit)): "
        + MarkdownText.code(omission.reason, limit: textLimit)
    }
    let more = survey.omitted.count - reasonLimit
    if more > 0 { lines.append("- and \(more) more") }
    return "Not read, so jobs may be missing:\n\n" + lines.joined(separator: "\n")
  }

  private static func graph(_ survey: TrustSurvey) -> String {
    let graph = TrustGraph(survey)
    guard !graph.nodes.isEmpty else { return "" }
    return MarkdownText.folded("From jobs to secrets", "```mermaid\n\(GraphText.mermaid(graph))```")
  }

  private static func findings(_ survey: TrustSurvey) -> String {
    let all = survey.report.findings.sorted { $1.severity < $0.severity }
    return MarkdownNote.findings(Noun.count(all.count, "finding"), all, limit: findingLimit)
  }
}
