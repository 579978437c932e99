import Findings
import TextFormats
import YAMLSyntax

/// GitLab's report of static application security testing, for its vulnerability pages and the
/// security widget of merge requests.
///
/// Source: GitLab's `security-report-schemas`, `sast-report-format.json`, version 15.0.7.
package struct SASTReport {
  /// The version of GitLab's schema.
  private static let schema = "15.0.7"

  private let report: RunReport
  private let version: String
  private let time: Int

  /// The report of a run.
  ///
  /// - Parameters:
  ///   - report: The results.
  ///   - version: akvlint's version.
  ///   - time: The time of the run, in seconds since 1970: GitLab requires one.
  /// - Returns: One JSON document.
  package static func render(_ report: RunReport, version: String, time: Int) -> String {
    var json = JSONText()
    json.object(Self(report: report, version: version, time: time).write)
    return json.text + "\n"
  }

  private func write(_ json: inout JSONText) {
    json.member("version", Self.schema)
    json.key("scan")
    json.object(scan)
    json.key("vulnerabilities")
    var fingerprints = UniqueFingerprints()
    json.array(report.findings) { json, finding in
      json.object { vulnerability(finding, id: fingerprints.next(for: finding), &$0) }
    }
  }

  private func scan(_ json: inout JSONText) {
    // The schema's times are in UTC and have no zone.
    let moment = String(CalendarDay.timestamp(secondsSince1970: time).dropLast())
    for role in ["analyzer", "scanner"] {
      json.key(role)
      json.object { json in
        json.member("id", "akvlint")
        json.member("name", "akvlint")
        json.member("version", version)
        json.key("vendor")
        json.object { $0.member("name", "akvlint") }
      }
    }
    json.member("type", "sast")
    json.member("start_time", moment)
    json.member("end_time", moment)
    json.member("status", report.isComplete ? "success" : "failure")
    guard !report.failures.isEmpty else { return }
    json.key("messages")
    json.array(report.failures) { json, failure in
      json.object { json in
        json.member("level", "fatal")
        json.member("value", failure)
      }
    }
  }

  private func vulnerability(_ finding: Finding, id: String, _ json: inout JSONText) {
    json.member("id", id)
    json.member("name", "\(finding.rule) \(finding.name)")
    json.member("description", finding.message)
    json.member("severity", Self.severity(finding.severity))
    if let fix = finding.fixes.first { json.member("solution", fix.title) }
    json.key("location")
    json.object { json in
      json.member("file", finding.place.path)
      json.member("start_line", Int(finding.place.span.start.line))
      json.member("end_line", Int(finding.place.span.end.line))
    }
    json.key("identifiers")
    json.array(CollectionOfOne(finding.rule)) { json, rule in
      json.object { json in
        json.member("type", "akvlint_rule")
        json.member("name", rule)
        json.member("value", rule)
        if finding.help.hasPrefix("https://") { json.member("url", finding.help) }
      }
    }
    json.key("tracking")
    json.object { json in
      json.member("type", "source")
      json.key("items")
      json.array(CollectionOfOne(finding)) { json, finding in
        json.object { json in
          json.member("file", finding.place.path)
          json.key("signatures")
          json.array(CollectionOfOne(id)) { json, value in
            json.object { json in
              json.member("algorithm", "hash")
              json.member("value", value)
            }
          }
        }
      }
    }
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "High"
    case .warning: "Medium"
    case .info: "Info"
    }
  }
}
