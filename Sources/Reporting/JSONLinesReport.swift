import TextFormats

/// One JSON object a line, for programs that read while akvlint writes: findings in the shape of
/// the JSON report, then undecided checks, then the counts; `type` distinguishes them.
package enum JSONLinesReport {
  /// The report of a run.
  package static func render(_ report: RunReport) -> String {
    var lines = report.findings.map { finding in
      line("finding") { JSONReport.members(of: finding, &$0) }
    }
    lines += report.suppressed.map { finding in
      line("suppressed") { JSONReport.members(of: finding, &$0) }
    }
    lines += report.undecided.map { undecided in
      line("undecided") { JSONReport.members(of: undecided, &$0) }
    }
    lines.append(line("summary") { JSONReport.summary(report, &$0) })
    return lines.joined()
  }

  private static func line(_ type: String, _ members: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    json.object { json in
      json.member("type", type)
      members(&json)
    }
    return json.text + "\n"
  }
}
