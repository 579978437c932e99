package import AccessPrediction
import TextFormats

/// The report of a fleet in GitLab's Markdown, for an issue, a wiki or a note.
package enum FleetMarkdown {
  /// More rows than these are counted.
  private static let rowLimit = 50
  private static let textLimit = 200

  /// The report.
  ///
  /// - Parameters:
  ///   - fleet: The fleet.
  ///   - changes: The differences from an earlier state; nil when there was no comparison.
  /// - Returns: The text, with a line break at its end.
  package static func render(_ fleet: Fleet, changes: FleetChanges? = nil) -> String {
    let view = FleetView(fleet)
    let sections = [
      "### \(FleetWords.headline(view))\n", projects(view), secrets(view), credentials(view),
      vaults(view), changes.map(differences) ?? "",
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The answer to a question.
  package static func render(_ answer: FleetAnswer) -> String {
    let rows = answer.jobs.map { job in
      [
        code(job.project), code(job.job), code(job.scenarios.joined(separator: ", ")),
        job.code.map(code) ?? job.verdict.rawValue, job.effect.rawValue,
      ]
    }
    let title =
      "### \(FleetWords.count(answer.count(.yes), "job")) would break without "
      + "\(code(answer.question))\n\n"
    let note = FleetWords.incomplete(answer).map { "\n\($0)\n" } ?? ""
    return title + table(["project", "job", "scenarios", "verdict", "breaks"], rows) + note
  }

  // MARK: Sections

  private static func projects(_ view: FleetView) -> String {
    let worst = view.worst.filter { $0.status != .works && $0.status != .unused }
    let rows = worst.map { project in
      let counts = project.counts
      let reason = FleetWords.reason(project)
      return [
        code(project.path), "\(counts.fails)", "\(counts.unknown)", "\(counts.works)",
        "\(counts.errors)",
        reason.problem.map(code) ?? reason.codes.map(code).joined(separator: " "),
      ]
    }
    return section(
      "Projects to look at first",
      ["project", "fails", "unknown", "works", "errors", "why"],
      rows
    )
  }

  private static func secrets(_ view: FleetView) -> String {
    let secrets = view.secrets.sorted {
      ($1.projectCount, $0.secret) < ($0.projectCount, $1.secret)
    }
    let rows = secrets.map { secret in
      let jobs = Set(secret.readers.filter { $0.verdict == .works }.map { [$0.project, $0.job] })
      return [code(secret.secret.label), "\(secret.projectCount)", "\(jobs.count)"]
    }
    return section("Secrets", ["secret", "projects", "jobs"], rows)
  }

  private static func credentials(_ view: FleetView) -> String {
    let rows = view.credentials.map { credential in
      let definition = credential.credential
      return [
        code(definition.clientID), code(definition.label),
        code(definition.subject ?? definition.expression ?? ""),
        "\(Set(credential.users.map { [$0.project, $0.job] }).count)", "\(credential.admitted)",
      ]
    }
    return section(
      "Federated credentials",
      ["application", "name", "subject or expression", "jobs that use it", "projects it admits"],
      rows
    )
  }

  private static func vaults(_ view: FleetView) -> String {
    let rows = view.vaults.map { vault in
      [code(vault.name), "\(vault.projectCount)", "\(vault.jobCount)", "\(vault.secretCount)"]
    }
    return section("Vaults", ["vault", "projects that can read it", "jobs", "secrets"], rows)
  }

  private static func differences(_ changes: FleetChanges) -> String {
    guard !changes.changes.isEmpty else { return "Nothing changed since the base.\n" }
    let lines = changes.changes.prefix(rowLimit).map { "- \(code(FleetWords.sentence($0)))\n" }
    let more = changes.changes.count - lines.count
    return "#### Changes since the base\n\n" + lines.joined()
      + (more > 0 ? "- and \(FleetWords.grouped(more)) more\n" : "")
  }

  // MARK: Tables

  private static func code(_ text: String) -> String {
    text.isEmpty ? "" : MarkdownText.code(text, limit: textLimit)
  }

  private static func section(_ title: String, _ heads: [String], _ rows: [[String]]) -> String {
    rows.isEmpty ? "" : "#### \(title)\n\n" + table(heads, rows)
  }

  private static func table(_ heads: [String], _ rows: [[String]]) -> String {
    var lines = [heads, heads.map { _ in "---" }] + rows.prefix(rowLimit)
    if rows.isEmpty { lines = [] }
    let more = rows.count - rowLimit
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
      + (more > 0 ? "\nand \(FleetWords.grouped(more)) more\n" : "")
  }
}
