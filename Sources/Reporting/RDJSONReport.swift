import Findings
import TextFormats
import YAMLSyntax

/// The Reviewdog Diagnostic Format, one JSON document.
///
/// Lines and columns begin at 1; columns count bytes of UTF-8, and the end is exclusive. Source:
/// reviewdog's `proto/rdf/reviewdog.proto`, messages `DiagnosticResult` and `Position`.
package enum RDJSONReport {
  /// The report of a run.
  package static func render(_ report: RunReport) -> String {
    var json = JSONText()
    json.object { json in
      json.key("source")
      json.object { json in
        json.member("name", "akvlint")
        json.member("url", "https://github.com/akvlint/akvlint")
      }
      json.key("diagnostics")
      json.array(report.findings) { json, finding in
        json.object { diagnostic(finding, report, &$0) }
      }
    }
    return json.text + "\n"
  }

  private static func diagnostic(
    _ finding: Finding,
    _ report: RunReport,
    _ json: inout JSONText
  ) {
    json.member("message", finding.message)
    json.key("location")
    json.object { location(finding.place, report, &$0) }
    json.member("severity", severity(finding.severity))
    json.key("code")
    json.object { json in
      json.member("value", finding.rule)
      json.member("url", finding.help)
    }
    if !finding.related.isEmpty {
      json.key("related_locations")
      json.array(finding.related) { json, related in
        json.object { json in
          json.member("message", related.message)
          json.key("location")
          json.object { location(related.place, report, &$0) }
        }
      }
    }
    // A suggestion is one edit in the same file; the edits of other fixes belong together.
    let edits = finding.fixes.map(\.edits).filter { edits in
      edits.count == 1 && edits[0].place.path == finding.place.path
    }
    guard !edits.isEmpty else { return }
    json.key("suggestions")
    json.array(edits.joined()) { json, edit in
      json.object { json in
        json.key("range")
        json.object { range(edit.place, report, &$0) }
        json.member("text", edit.text)
      }
    }
  }

  private static func location(
    _ place: FileLocation,
    _ report: RunReport,
    _ json: inout JSONText
  ) {
    json.member("path", place.path)
    json.key("range")
    json.object { range(place, report, &$0) }
  }

  private static func range(
    _ place: FileLocation,
    _ report: RunReport,
    _ json: inout JSONText
  ) {
    for (key, position) in [("start", place.span.start), ("end", place.span.end)] {
      json.key(key)
      json.object { json in
        json.member("line", Int(position.line))
        json.member("column", column(position, report.sources[place.path]))
      }
    }
  }

  /// The column in bytes; our own count characters.
  private static func column(_ position: TextPosition, _ source: SourceText?) -> Int {
    guard let source else { return Int(position.column) }
    let start = TextPosition(line: Int(position.line), column: 1)
    return source.offset(of: position) - source.offset(of: start) + 1
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "ERROR"
    case .warning: "WARNING"
    case .info: "INFO"
    }
  }
}
