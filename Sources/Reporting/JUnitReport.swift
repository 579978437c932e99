import Findings
import TextFormats
import YAMLSyntax

/// JUnit's XML, as GitLab reads it: a suite for each file, a case for each finding, and a passed one
/// for each file without findings.
///
/// A case fails when its finding makes the run fail. GitLab shows the content of `failure`, not its
/// `message`, and recognises a case in another report by its class and name: so names hold no line
/// numbers, and no two are alike.
package struct JUnitReport {
  private let threshold: FailureThreshold

  /// The report of a run.
  ///
  /// - Parameters:
  ///   - report: The results.
  ///   - threshold: The findings that are failed cases; the others pass.
  /// - Returns: One XML document.
  package static func render(_ report: RunReport, threshold: FailureThreshold) -> String {
    Self(threshold: threshold).render(report)
  }

  private func render(_ report: RunReport) -> String {
    let findings = Dictionary(grouping: report.findings, by: \.place.path)
    let paths = Set(report.sources.keys).union(findings.keys).sorted()
    let failures = report.findings.count(where: threshold.isReached)
    let passed = paths.count { findings[$0] == nil }
    let errors = report.failures.count
    let counts = Counts(
      tests: report.findings.count + passed + errors,
      failures: failures,
      errors: errors
    )
    var xml = XMLText()
    xml.element("testsuites", [("name", "akvlint")] + counts.attributes) { xml in
      for path in paths { suite(path, findings[path] ?? [], &xml) }
      if errors > 0 { unread(report.failures, &xml) }
    }
    return xml.text
  }

  private struct Counts {
    var tests: Int
    var failures = 0
    var errors = 0

    var attributes: [(String, String)] {
      [("tests", String(tests)), ("failures", String(failures)), ("errors", String(errors))]
    }
  }

  private func suite(_ path: String, _ findings: [Finding], _ xml: inout XMLText) {
    let counts = Counts(
      tests: max(1, findings.count),
      failures: findings.count(where: threshold.isReached)
    )
    xml.element("testsuite", [("name", path)] + counts.attributes) { xml in
      if findings.isEmpty {
        xml.element("testcase", [("name", "no findings"), ("classname", path), ("file", path)])
      }
      var names: [String: Int] = [:]
      for finding in findings {
        var name = "\(finding.rule) \(finding.name): \(finding.message)"
        names[name, default: 0] += 1
        if let number = names[name], number > 1 { name += " (\(number))" }
        xml.element("testcase", [("name", name), ("classname", path), ("file", path)]) { xml in
          if threshold.isReached(by: finding) {
            xml.element(
              "failure",
              [("message", finding.message), ("type", finding.severity.rawValue)],
              text: Self.content(finding)
            )
          } else {
            xml.element("system-out", [], text: Self.content(finding))
          }
        }
      }
    }
  }

  /// Writes the files that could not be read or checked.
  private func unread(_ failures: [String], _ xml: inout XMLText) {
    let counts = Counts(tests: failures.count, errors: failures.count)
    xml.element("testsuite", [("name", "akvlint")] + counts.attributes) { xml in
      for failure in failures {
        xml.element("testcase", [("name", failure), ("classname", "akvlint")]) { xml in
          xml.element("error", [("message", failure), ("type", "unreadable")], text: failure)
        }
      }
    }
  }

  private static func content(_ finding: Finding) -> String {
    let start = finding.place.span.start
    var lines = [
      "\(finding.place.path):\(start.line):\(start.column): \(finding.severity.rawValue): "
        + finding.message
    ]
    if !finding.jobs.isEmpty { lines.append("jobs: " + finding.jobs.joined(separator: ", ")) }
    lines += finding.related.map { related in
      let start = related.place.span.start
      return "note: \(related.message): \(related.place.path):\(start.line):\(start.column)"
    }
    lines += finding.fixes.map { "fix: \($0.title)" }
    if !finding.help.isEmpty { lines.append("help: \(finding.help)") }
    return lines.joined(separator: "\n")
  }
}
