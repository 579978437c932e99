import Findings
import TextFormats
import YAMLSyntax

/// The JSON report, version 1: one complete document a run.
package enum JSONReport {
  /// The report of a run.
  ///
  /// - Parameters:
  ///   - report: The findings.
  ///   - version: akvlint's version.
  /// - Returns: One JSON document.
  package static func render(_ report: RunReport, version: String) -> String {
    var json = JSONText()
    json.object { json in
      json.documentHead(version: version)
      json.key("findings")
      json.array(report.findings) { finding($1, &$0) }
      json.key("undecided")
      json.array(report.undecided) { json, undecided in
        json.object { members(of: undecided, &$0) }
      }
      json.key("suppressed")
      json.array(report.suppressed) { finding($1, &$0) }
      // Only written when it is false, so that other documents stay as they are.
      if !report.isComplete { json.member("complete", false) }
      json.key("summary")
      json.object { summary(report, &$0) }
    }
    return json.text + "\n"
  }

  /// The counts, as members of an object.
  static func summary(_ report: RunReport, _ json: inout JSONText) {
    json.member("files", report.fileCount)
    json.member("jobs", report.jobCount)
    json.member("errors", report.count(.error))
    json.member("warnings", report.count(.warning))
    json.member("infos", report.count(.info))
    json.member("undecided", report.undecided.count)
    json.member("suppressed", report.suppressed.count)
  }

  /// One finding as an object.
  private static func finding(_ finding: Finding, _ json: inout JSONText) {
    json.object { members(of: finding, &$0) }
  }

  /// Writes an undecided check as members of an object.
  static func members(of undecided: Undecided, _ json: inout JSONText) {
    json.member("rule", undecided.rule)
    json.key("jobs")
    json.array(undecided.jobs)
    json.member("reason", undecided.reason)
  }

  /// Writes a finding as members of an object.
  static func members(of finding: Finding, _ json: inout JSONText) {
    json.member("rule", finding.rule)
    json.member("name", finding.name)
    json.member("severity", finding.severity.rawValue)
    json.member("message", finding.message)
    json.key("location")
    json.object { location(finding.place, &$0) }
    json.key("jobs")
    json.array(finding.jobs)
    json.member("secret", finding.secret)
    json.key("scenarios")
    json.array(finding.scenarios)
    json.member("predicts", finding.predicts)
    json.key("related")
    json.array(finding.related) { json, related in
      json.object { json in
        json.member("message", related.message)
        json.key("location")
        json.object { location(related.place, &$0) }
      }
    }
    json.key("fixes")
    json.array(finding.fixes) { fix($1, &$0) }
    json.member("fingerprint", finding.fingerprint)
    json.member("help", finding.help)
  }

  private static func fix(_ fix: Fix, _ json: inout JSONText) {
    json.object { json in
      json.member("title", fix.title)
      json.member("safety", fix.safety.rawValue)
      json.key("edits")
      json.array(fix.edits) { json, edit in
        json.object { json in
          location(edit.place, &json)
          json.member("text", edit.text)
        }
      }
    }
  }

  static func location(_ place: FileLocation, _ json: inout JSONText) {
    json.member("path", place.path)
    json.key("start")
    json.object { position(place.span.start, &$0) }
    json.key("end")
    json.object { position(place.span.end, &$0) }
  }

  private static func position(_ position: TextPosition, _ json: inout JSONText) {
    json.member("line", Int(position.line))
    json.member("column", Int(position.column))
  }
}
