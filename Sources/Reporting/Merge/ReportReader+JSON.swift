import Evidence
import Findings
import YAMLSyntax

/// akvlint's own JSON report, version 1, read back.
extension ReportReader {
  /// The report that a document holds.
  func report(_ document: DocumentValue) throws(ConfigurationProblem) -> RunReport {
    let schema = try number("schema", of: document)
    guard schema == 1 else {
      throw problem(
        try member("schema", of: document),
        "this report was written by another version of akvlint"
      )
    }
    var report = RunReport()
    for value in try list("findings", of: document) {
      report.findings.append(try finding(value))
    }
    for value in try list("suppressed", of: document) {
      report.suppressed.append(try finding(value))
    }
    for value in try list("undecided", of: document) {
      report.undecided.append(
        Undecided(
          rule: try text("rule", of: value),
          jobs: try texts("jobs", of: value),
          reason: try text("reason", of: value)
        )
      )
    }
    report.isIncomplete = document["complete"]?.bool == false
    let summary = try member("summary", of: document)
    report.fileCount = try number("files", of: summary)
    report.jobCount = try number("jobs", of: summary)
    return report
  }

  private func finding(_ value: DocumentValue) throws(ConfigurationProblem) -> Finding {
    var related: [RelatedLocation] = []
    for each in try list("related", of: value) {
      let place = try place(member("location", of: each))
      related.append(RelatedLocation(message: try text("message", of: each), place: place))
    }
    var fixes: [Fix] = []
    for each in try list("fixes", of: value) { fixes.append(try fix(each)) }
    return Finding(
      rule: try text("rule", of: value),
      name: try text("name", of: value),
      severity: try word("severity", of: value),
      message: try text("message", of: value),
      place: try place(member("location", of: value)),
      jobs: try texts("jobs", of: value),
      secret: value["secret"]?.text,
      scenarios: try texts("scenarios", of: value),
      predicts: value["predicts"]?.text,
      related: related,
      fixes: fixes,
      fingerprint: try text("fingerprint", of: value),
      help: try text("help", of: value)
    )
  }

  private func fix(_ value: DocumentValue) throws(ConfigurationProblem) -> Fix {
    var edits: [TextEdit] = []
    for each in try list("edits", of: value) {
      edits.append(TextEdit(place: try place(each), text: try text("text", of: each)))
    }
    return Fix(
      title: try text("title", of: value),
      safety: try word("safety", of: value),
      edits: edits
    )
  }

  private func place(_ value: DocumentValue) throws(ConfigurationProblem) -> FileLocation {
    FileLocation(
      path: try text("path", of: value),
      span: TextSpan(
        start: try position(member("start", of: value)),
        end: try position(member("end", of: value))
      )
    )
  }

  private func position(_ value: DocumentValue) throws(ConfigurationProblem) -> TextPosition {
    TextPosition(line: try number("line", of: value), column: try number("column", of: value))
  }
}
