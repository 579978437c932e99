package import AccessPrediction
import TextFormats

/// The report of a fleet for people: what to look at first, how many, and the next steps.
package struct FleetText {
  /// More rows than these are counted.
  private static let rowLimit = 10

  private let view: FleetView
  private let changes: FleetChanges?
  private let folder: String
  private let text: TerminalText

  /// The report.
  ///
  /// - Parameters:
  ///   - fleet: The fleet.
  ///   - changes: The differences from an earlier state; nil when there was no comparison.
  ///   - folder: The fleet's folder as it was named, for the next steps.
  ///   - isColoured: Whether it is coloured.
  /// - Returns: The text, with a line break at its end.
  package static func render(
    _ fleet: Fleet,
    changes: FleetChanges? = nil,
    folder: String,
    isColoured: Bool
  ) -> String {
    let report = Self(
      view: FleetView(fleet),
      changes: changes,
      folder: folder,
      text: TerminalText(isColoured: isColoured)
    )
    return report.render()
  }

  private func render() -> String {
    let isOne = view.projects.count == 1
    let sections = [
      projects(), isOne ? omitted() : "", isOne ? uses() : "", secrets(), vaults(), unused(),
      expressions(),
      differences(), nextSteps(),
    ]
    return text.styled(FleetWords.headline(view), .bold) + "\n" + sections.joined()
  }

  // MARK: Sections

  private func projects() -> String {
    let worst = view.worst.filter { $0.status != .works && $0.status != .unused }
    return section("Projects to look at first", worst) { project in
      let reason = FleetWords.reason(project)
      return [
        project.path, FleetWords.summary(project),
        reason.problem ?? reason.codes.joined(separator: ", "),
      ]
    }
  }

  private func omitted() -> String {
    section("Not read", view.projects.flatMap(\.omitted)) { [$0.include, $0.reason] }
  }

  /// The uses of Azure by the jobs of the only project, and why they fail.
  private func uses() -> String {
    let uses = view.projects.flatMap(\.uses).sorted { left, right in
      (left.verdict == .fails ? 0 : 1, left.job) < (right.verdict == .fails ? 0 : 1, right.job)
    }
    guard !uses.isEmpty else { return "" }
    let lines = uses.map { use in
      let target = use.secret.map { "reads \($0.label)" } ?? "signs in with \(use.tool ?? "")"
      let scenarios = use.scenarios.joined(separator: ", ")
      let verdict = "\(use.verdict.rawValue)\(use.code.map { " \($0)" } ?? "")"
      let reason = use.reason.map { "\n    \(TerminalText.sanitised($0))" } ?? ""
      let line = TerminalText.sanitised("\(use.job) \(target) [\(scenarios)]: \(verdict)")
      return "  \(line)\(reason)\n"
    }
    return "\n" + text.styled("Jobs", .bold) + "\n" + lines.joined()
  }

  private func secrets() -> String {
    let read = view.secrets.filter { $0.projectCount > 0 }
      .sorted { ($1.projectCount, $0.secret) < ($0.projectCount, $1.secret) }
    return section("Secrets with the most readers", read) { secret in
      let jobs = Set(secret.readers.filter { $0.verdict == .works }.map { [$0.project, $0.job] })
      return [
        secret.secret.label, FleetWords.count(secret.projectCount, "project"),
        FleetWords.count(jobs.count, "job"),
      ]
    }
  }

  private func vaults() -> String {
    section("Vaults by the number of projects that can read them", view.vaults) { vault in
      [
        vault.name, FleetWords.count(vault.projectCount, "project"),
        FleetWords.count(vault.secretCount, "secret"),
      ]
    }
  }

  private func unused() -> String {
    let unused = view.credentials.filter { $0.users.isEmpty }
    return section("Credentials that no job uses", unused) { credential in
      [name(credential), "admits \(FleetWords.count(credential.admitted, "project"))"]
    }
  }

  private func expressions() -> String {
    let flexible = view.credentials.filter { $0.credential.expression != nil }
      .sorted { ($1.admitted, $0.credential) < ($0.admitted, $1.credential) }
    return section("Credentials with an expression", flexible) { credential in
      let users = Set(credential.users.map(\.project)).count
      return [
        name(credential), "admits \(FleetWords.count(credential.admitted, "project"))",
        "\(FleetWords.grouped(users)) \(users == 1 ? "uses" : "use") it",
      ]
    }
  }

  private func differences() -> String {
    guard let changes else { return "" }
    guard !changes.changes.isEmpty else { return "\nNothing changed since the base.\n" }
    return section("Changes since the base", changes.changes) { [FleetWords.sentence($0)] }
  }

  private func name(_ credential: FleetView.Credential) -> String {
    "\(credential.credential.clientID)/\(credential.credential.label)"
  }

  private func nextSteps() -> String {
    var steps: [(command: String, purpose: String)] = []
    if let worst = view.worst.first(where: { $0.status == .fails && $0.counts.fails > 0 }) {
      steps.append(
        (
          "akvlint fleet \(ShellText.word(folder)) --match "
            + ShellText.word(worst.path),
          "why the runs of a project fail"
        )
      )
    }
    if let secret = view.secrets.max(by: { $0.projectCount < $1.projectCount }),
      secret.projectCount > 0, let vault = secret.secret.vault, let name = secret.secret.name
    {
      steps.append(
        (
          "akvlint fleet \(ShellText.word(folder)) --uses "
            + ShellText.word("secret:\(vault)/\(name)"),
          "the jobs that read a secret"
        )
      )
    }
    steps.append(
      (
        "akvlint fleet \(ShellText.word(folder)) --format html -o fleet.html",
        "everything on one page"
      )
    )
    let width = steps.map { TerminalText.width(of: $0.command) }.max() ?? 0
    let lines = steps.map { "  \(TerminalText.padded($0.command, to: width))  # \($0.purpose)\n" }
    return "\n" + text.styled("Next steps", .bold) + "\n" + lines.joined()
  }

  // MARK: Rows

  /// A section with a row for each of the first elements; empty when there are none.
  private func section<Element>(
    _ title: String,
    _ elements: [Element],
    _ row: (Element) -> [String]
  ) -> String {
    guard !elements.isEmpty else { return "" }
    let rows = elements.prefix(Self.rowLimit).map { row($0).map(TerminalText.sanitised) }
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? TerminalText.width(of: $0[column]) : 0 }.max() ?? 0
    }
    var result = "\n" + text.styled(title, .bold) + "\n"
    for row in rows {
      let cells = row.enumerated().map { index, cell in TerminalText.padded(cell, to: widths[index])
      }
      result += "  " + Self.trimmed(cells.joined(separator: "  ")) + "\n"
    }
    let more = elements.count - rows.count
    if more > 0 { result += "  and \(FleetWords.grouped(more)) more\n" }
    return result
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension FleetText {
  /// The answer to a question, a line for each job.
  package static func render(_ answer: FleetAnswer, isColoured: Bool) -> String {
    let text = TerminalText(isColoured: isColoured)
    var lines: [String] = []
    for job in answer.jobs {
      var line = "\(job.project)  \(job.job)  [\(job.scenarios.joined(separator: ", "))]  "
      line += effect(job)
      lines.append(TerminalText.sanitised(line))
    }
    let breaking = answer.count(.yes)
    var summary =
      "\(FleetWords.count(breaking, "job")) in \(FleetWords.count(answer.projectCount, "project")) "
      + "would break without \(TerminalText.sanitised(answer.question))"
    let maybe = answer.count(.maybe)
    if maybe > 0 { summary += "; \(FleetWords.grouped(maybe)) cannot be decided" }
    if let note = FleetWords.incomplete(answer) { summary += "; \(note)" }
    lines.append(text.styled(summary, .bold))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func effect(_ job: FleetAnswer.Job) -> String {
    switch job.effect {
    case .yes: return "breaks"
    case .maybe where !job.isCertain: return "may break: it is unknown whether it uses this"
    case .maybe: return "may break: its verdict is unknown"
    case .no where job.verdict == .fails:
      return "fails already" + (job.code.map { " with \($0)" } ?? "")
    case .no: return "keeps working with \(job.others.joined(separator: ", "))"
    }
  }
}
