import Findings
import TextFormats
import YAMLSyntax

/// Checkstyle's XML, which many review tools and editors read.
package enum CheckstyleReport {
  /// The report of a run.
  ///
  /// - Parameters:
  ///   - report: The findings.
  ///   - version: akvlint's version.
  /// - Returns: One XML document.
  package static func render(_ report: RunReport, version: String) -> String {
    var xml = XMLText()
    let findings = Dictionary(grouping: report.findings, by: \.place.path)
    let paths = Set(report.sources.keys).union(findings.keys).sorted()
    xml.element("checkstyle", [("version", version)]) { xml in
      for path in paths {
        xml.element("file", [("name", path)]) { xml in
          for finding in findings[path] ?? [] { error(finding, &xml) }
        }
      }
    }
    return xml.text
  }

  private static func error(_ finding: Finding, _ xml: inout XMLText) {
    let start = finding.place.span.start
    xml.element(
      "error",
      [
        ("line", String(start.line)), ("column", String(start.column)),
        ("severity", finding.severity.rawValue), ("message", finding.message),
        ("source", "akvlint.\(finding.rule)"),
      ]
    )
  }
}
