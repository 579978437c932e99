import Findings
import TextFormats
import YAMLSyntax

/// One line a finding, as compilers write them: `file:line:column: severity: message [ID]`.
package enum ConciseReport {
  /// The report of a run.
  package static func render(_ report: RunReport, paths: ShownPaths = ShownPaths()) -> String {
    report.findings.map { line($0, paths) }.joined()
  }

  private static func line(_ finding: Finding, _ paths: ShownPaths) -> String {
    let start = finding.place.span.start
    let path = TerminalText.sanitised(paths(finding.place.path))
    let message = TerminalText.sanitised(finding.message)
    return
      "\(path):\(start.line):\(start.column): \(finding.severity.rawValue): \(message) [\(finding.rule)]\n"
  }
}
