import AccessPrediction
import Findings
import TextFormats
import YAMLSyntax

/// The differences between two states of a repository, for a terminal: the most important first.
package enum ChangeText {
  /// Writes what differs.
  ///
  /// - Parameters:
  ///   - report: The differences.
  ///   - isColoured: Whether it is coloured.
  ///   - paths: The paths of files as people see them.
  /// - Returns: The text, with a line break at its end.
  package static func render(
    _ report: ChangeReport,
    isColoured: Bool,
    paths: ShownPaths = ShownPaths()
  ) -> String {
    let text = TerminalText(isColoured: isColoured)
    var parts = [
      ChangeLine.lines(report.access.changes).map { change($0, text) }.joined(),
      tokens(report.access.tokens, text),
      findings("new findings", report.newFindings, text, paths)
        + findings("fixed findings", report.fixedFindings, text, paths),
      evidence(report.changedEvidence.map { paths($0) }, report, text),
    ].filter { !$0.isEmpty }
    parts.append(summary(report, text))
    return parts.joined(separator: "\n")
  }

  private static func change(_ line: ChangeLine, _ text: TerminalText) -> String {
    let access = line.change.access
    let kind = line.change.isRename ? "renamed" : line.change.kind.rawValue
    let secret = access.secret.map { " (\(TerminalText.sanitised($0)))" } ?? ""
    let client = access.clientID.map { " as \(TerminalText.sanitised($0))" } ?? ""
    let former = line.change.formerJob.map { ", formerly \(TerminalText.sanitised($0))" } ?? ""
    var result = text.styled(kind, style(line.change))
    result += " " + text.styled(TerminalText.sanitised(access.job), .bold) + former
    result += ": \(TerminalText.sanitised(line.target))\(secret)\(client)\n"
    let scenarios = TerminalText.sanitised(line.scenarios.joined(separator: ", "))
    result += "  \(scenarios): \(TerminalText.sanitised(line.verdicts))\n"
    if let reason = line.reason {
      result += "  " + text.styled(TerminalText.sanitised(reason), .dim) + "\n"
    }
    return result
  }

  private static func style(_ change: AccessChange) -> TerminalText.Style {
    switch change.kind {
    case .gained, .broken: .red
    case .changed: change.isRename ? .dim : .yellow
    case .lost, .fixed: .green
    }
  }

  private static func tokens(_ tokens: [TokenChange], _ text: TerminalText) -> String {
    guard !tokens.isEmpty else { return "" }
    let lines = tokens.map { token in
      let name = "\(token.job): \(token.token)"
      let audiences = [token.before, token.after].filter { !$0.isEmpty }
        .map { $0.joined(separator: ", ") }.joined(separator: " → ")
      return "  \(token.kind.rawValue) \(TerminalText.sanitised("\(name) for \(audiences)"))\n"
    }
    return text.styled("ID tokens", .bold) + "\n" + lines.joined()
  }

  private static func findings(
    _ title: String,
    _ findings: [Finding],
    _ text: TerminalText,
    _ paths: ShownPaths
  ) -> String {
    guard !findings.isEmpty else { return "" }
    let lines = findings.map { finding in
      let start = finding.place.span.start
      let place = "\(paths(finding.place.path)):\(start.line):\(start.column)"
      let message = "\(finding.severity.rawValue): \(finding.message) [\(finding.rule)]"
      return "  \(TerminalText.sanitised("\(place): \(message)"))\n"
    }
    return text.styled(title, .bold) + "\n" + lines.joined()
  }

  private static func evidence(
    _ paths: [String],
    _ report: ChangeReport,
    _ text: TerminalText
  ) -> String {
    guard !paths.isEmpty else { return "" }
    let lines = paths.map { "  \(TerminalText.sanitised($0))\n" }
    return text.styled(report.evidenceTitle, .bold) + "\n" + lines.joined()
  }

  private static func summary(_ report: ChangeReport, _ text: TerminalText) -> String {
    let range = "between \(report.baseWords) and \(report.headWords)"
    if let obstacle = report.obstacle { return "access is not compared \(range): \(obstacle)\n" }
    guard !report.isEmpty else { return "no access changes \(range)\n" }
    return "\(ChangeLine.counts(report)) \(range)\n"
  }
}
