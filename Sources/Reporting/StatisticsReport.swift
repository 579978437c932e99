import Findings
import TextFormats

/// The number of findings of each rule, the most frequent rule first.
package struct StatisticsReport {
  private struct Row {
    var rule: String
    var name: String
    var severity: Severity
    var count: Int
  }

  private let rows: [Row]

  /// The statistics of a run.
  package init(_ report: RunReport) {
    var rows: [String: Row] = [:]
    for finding in report.findings {
      let known = rows[finding.rule]
      rows[finding.rule] = Row(
        rule: finding.rule,
        name: finding.name,
        severity: max(known?.severity ?? finding.severity, finding.severity),
        count: (known?.count ?? 0) + 1
      )
    }
    self.rows = rows.values.sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
  }

  /// A line for each rule: count, ID, severity, name.
  package var text: String {
    let width = rows.map { String($0.count).count }.max() ?? 0
    return rows.map { row in
      let count = String(row.count)
      let padding = String(repeating: " ", count: width - count.count)
      return "\(padding)\(count)  \(row.rule)  \(row.severity.rawValue)  \(row.name)\n"
    }.joined()
  }

  /// One JSON document.
  package var json: String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.key("statistics")
      json.array(rows) { json, row in
        json.object { json in
          json.member("rule", row.rule)
          json.member("name", row.name)
          json.member("severity", row.severity.rawValue)
          json.member("count", row.count)
        }
      }
    }
    return json.text + "\n"
  }
}
