import Evidence
import Findings
import TextFormats

/// Code Quality reports joined: an issue that several have, by path and fingerprint, is there once.
struct CodeQualityMerge {
  /// The issues by path and line.
  private(set) var issues: [DocumentValue] = []

  init(_ reports: [[DocumentValue]]) {
    var seen: Set<[String]> = []
    for issue in reports.joined() {
      let key = [issue["location"]?["path"]?.text ?? "", issue["fingerprint"]?.text ?? ""]
      if seen.insert(key).inserted { issues.append(issue) }
    }
    issues.sort { Self.order($0) < Self.order($1) }
  }

  private static func order(_ issue: DocumentValue) -> (String, Int, String, String) {
    let location = issue["location"]
    let line = location?["lines"]?["begin"] ?? location?["positions"]?["begin"]?["line"]
    return (
      location?["path"]?.text ?? "", line?.integer ?? 0, issue["check_name"]?.text ?? "",
      issue["fingerprint"]?.text ?? ""
    )
  }

  /// The severity of each issue.
  var severities: [Severity] {
    issues.map { issue in
      switch issue["severity"]?.text {
      case "blocker", "critical", "major": .error
      case "minor": .warning
      default: .info
      }
    }
  }

  /// One JSON document.
  var text: String {
    var json = JSONText()
    json.array(issues) { $0.value($1) }
    return json.text + "\n"
  }
}
