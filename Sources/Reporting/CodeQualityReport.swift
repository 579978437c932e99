import Findings
import TextFormats
import YAMLSyntax

/// The Code Quality report that GitLab shows in merge requests.
///
/// GitLab recognises a finding in another report by its fingerprint alone, and drops all but one of
/// those that share one.
package enum CodeQualityReport {
  /// The report of a run.
  package static func render(_ report: RunReport) -> String {
    var json = JSONText()
    var fingerprints = UniqueFingerprints()
    json.array(report.findings) { json, finding in
      json.object { json in
        json.member("description", finding.message)
        json.member("check_name", "\(finding.rule) \(finding.name)")
        json.member("fingerprint", fingerprints.next(for: finding))
        json.member("severity", severity(finding.severity))
        json.key("location")
        json.object { json in
          json.member("path", finding.place.path)
          json.key("lines")
          json.object { $0.member("begin", Int(finding.place.span.start.line)) }
        }
      }
    }
    return json.text + "\n"
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "major"
    case .warning: "minor"
    case .info: "info"
    }
  }
}
