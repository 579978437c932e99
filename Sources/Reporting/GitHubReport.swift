import Findings
import TextFormats
import YAMLSyntax

/// Workflow commands that GitHub Actions turns into annotations.
package enum GitHubReport {
  /// The report of a run.
  package static func render(_ report: RunReport) -> String {
    report.findings.map(command).joined()
  }

  private static func command(_ finding: Finding) -> String {
    let (start, end) = (finding.place.span.start, finding.place.span.end)
    var properties = [("file", finding.place.path), ("line", String(start.line))]
    if end.line == start.line {
      // Columns are shown of single lines only, and the last one belongs to the range.
      properties.append(("col", String(start.column)))
      properties.append(("endColumn", String(max(start.column, end.column - 1))))
    } else {
      properties.append(("endLine", String(end.line)))
    }
    properties.append(("title", "\(finding.rule) \(finding.name)"))
    let list = properties.map { "\($0)=\(escaped($1, in: true))" }.joined(separator: ",")
    let message = escaped("\(finding.message) (\(finding.help))", in: false)
    return "::\(level(finding.severity)) \(list)::\(message)\n"
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }

  /// A text in which nothing ends the command or one of its properties.
  private static func escaped(_ text: String, in isProperty: Bool) -> String {
    var result = ""
    let scalars = Array(text.unicodeScalars)
    for index in scalars.indices {
      switch scalars[index] {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result += TerminalText.shown(scalars, at: index)
      }
    }
    return result
  }
}
