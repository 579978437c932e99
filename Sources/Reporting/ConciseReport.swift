import Findings
import TextFormats
import YAMLSyntax

/// One line a finding, as compilers write them: `file:line:column: severity: message [ID]`.
package enum ConciseReport {
  /// The report of a run.
  ///
  /// - Parameters:
  ///   - report: The findings.
  ///   - showsUndecided: Whether each undecided check has a line after them.
  ///   - paths: The form of paths.
  /// - Returns: The lines.
  package static func render(
    _ report: RunReport,
    showsUndecided: Bool = false,
    paths: ShownPaths = ShownPaths()
  ) -> String {
    let findings = report.findings.map { line($0, paths) }.joined()
    guard showsUndecided else { return findings }
    return findings + UndecidedLines.render(report, TerminalText(isColoured: false))
  }

  private static func line(_ finding: Finding, _ paths: ShownPaths) -> String {
    let start = finding.place.span.start
    let path = TerminalText.sanitised(paths(finding.place.path))
    let message = TerminalText.sanitised(finding.message)
    return
      "\(path):\(start.line):\(start.column): \(finding.severity.rawValue): \(message) [\(finding.rule)]\n"
  }
}
