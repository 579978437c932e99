package import RuleEngine

/// Findings as a baseline file: one a line and sorted, so that a difference of two is easy to read.
package enum BaselineText {
  /// The file.
  package static func render(_ findings: [Finding]) -> String {
    let sorted = findings.sorted {
      ($0.place.path, $0.rule, $0.fingerprint) < ($1.place.path, $1.rule, $1.fingerprint)
    }
    let lines = sorted.map { finding in
      var json = JSONText()
      json.object { json in
        json.member("rule", finding.rule)
        json.member("path", finding.place.path)
        json.member("fingerprint", finding.fingerprint)
        json.member("message", finding.message)
      }
      return "  " + json.text
    }
    return "{\"schema\":1,\"findings\":[\n\(lines.joined(separator: ",\n"))\n]}\n"
  }
}
