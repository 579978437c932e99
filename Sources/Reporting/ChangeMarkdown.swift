import AccessPrediction
import Findings
import TextFormats

/// The differences between two states of a repository as the note of a merge request: a table, the
/// rest folded.
///
/// Names and values come from an untrusted branch, so they are shown as code: they cannot mention
/// people, run quick actions, begin links or end the table.
package enum ChangeMarkdown {
  private static let rowLimit = 200
  private static let scenarioLimit = 10
  /// Longer texts are cut.
  private static let textLimit = 200

  /// The note.
  package static func render(_ report: ChangeReport) -> String {
    let lines = ChangeLine.lines(report.access.changes)
    return MarkdownNote.joined([
      headline(report), table(lines), reasons(lines), tokens(report.access.tokens),
      findings("New findings", report.newFindings),
      findings("Fixed findings", report.fixedFindings), evidence(report),
    ])
  }

  private static func headline(_ report: ChangeReport) -> String {
    let range = "\(MarkdownText.code(report.baseWords)) to \(report.headMarkdown)"
    if let obstacle = report.obstacle {
      return "### Access is not compared\n\nFrom \(range): \(obstacle)."
    }
    guard !report.isEmpty else { return "### No access changes\n\nFrom \(range)." }
    return "### Who can read what: \(ChangeLine.counts(report))\n\nFrom \(range)."
  }

  // MARK: Accesses

  private static func table(_ lines: [ChangeLine]) -> String {
    guard !lines.isEmpty else { return "" }
    var rows = ["| | job | reads | as | when | verdict |", "|---|---|---|---|---|---|"]
    rows += lines.prefix(rowLimit).map(row)
    return rows.joined(separator: "\n") + MarkdownNote.more(lines.count - rowLimit)
  }

  private static func row(_ line: ChangeLine) -> String {
    let access = line.change.access
    let kind = line.change.isRename ? "renamed" : line.change.kind.rawValue
    let former = line.change.formerJob.map { "<br>formerly \(code($0))" } ?? ""
    let secret = access.secret.map { "<br>\(code($0))" } ?? ""
    let target = access.secret == nil ? "sign-in from the script" : code(line.target)
    let shown = line.scenarios.prefix(scenarioLimit).map(code).joined(separator: ", ")
    let more = line.scenarios.count - scenarioLimit
    let scenarios = shown + (more > 0 ? " and \(more) more" : "")
    let cells = [
      "**\(kind)**", code(access.job) + former, target + secret,
      access.clientID.map(code) ?? "unknown", scenarios, code(line.verdicts),
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  /// Each reason once.
  private static func reasons(_ lines: [ChangeLine]) -> String {
    var seen: Set<String> = []
    let reasons = lines.compactMap(\.reason).filter { seen.insert($0).inserted }
    guard !reasons.isEmpty else { return "" }
    let shown = reasons.prefix(rowLimit).map { "- \(MarkdownText.code($0, limit: 400))" }
    return MarkdownText.folded(
      "Why not all of them work",
      shown.joined(separator: "\n")
    )
  }

  // MARK: The rest

  private static func tokens(_ tokens: [TokenChange]) -> String {
    guard !tokens.isEmpty else { return "" }
    let head = ["| | job | ID token | audience before | audience after |", "|---|---|---|---|---|"]
    let rows = tokens.prefix(rowLimit).map { token in
      let before = token.before.map(code).joined(separator: ", ")
      let after = token.after.map(code).joined(separator: ", ")
      return "| \(token.kind.rawValue) | \(code(token.job)) | \(code(token.token)) | \(before) | "
        + "\(after) |"
    }
    let title = Noun.count(tokens.count, "changed ID token")
    return MarkdownNote.folded(title, head, rows, of: tokens.count)
  }

  private static func findings(_ title: String, _ findings: [Finding]) -> String {
    MarkdownNote.findings("\(title): \(findings.count)", findings, limit: rowLimit)
  }

  private static func evidence(_ report: ChangeReport) -> String {
    let paths = report.changedEvidence
    guard !paths.isEmpty else { return "" }
    let title = report.evidenceTitle.prefix(1).uppercased() + report.evidenceTitle.dropFirst()
    let rows = paths.prefix(rowLimit).map { "- \(code($0))" }
    return "**\(title):**\n\n" + rows.joined(separator: "\n")
      + MarkdownNote.more(paths.count - rowLimit)
  }

  // MARK: Pieces

  private static func code(_ text: String) -> String {
    MarkdownText.code(text, limit: textLimit)
  }
}
