import Findings
import Reporting
import YAMLSyntax

@testable import RuleEngine

/// A report with everything that a format has to cope with: hostile names, ranges of several lines,
/// fixes, twins, suppressed findings, undecided checks.
enum ReportSample {
  static let hostile = "<a>&\"'\u{1B}[31m\u{1}\r\n%,:[x](y)漢😀"

  static func place(
    _ path: String,
    _ line: Int,
    _ columns: ClosedRange<Int>,
    to end: Int? = nil
  )
    -> FileLocation
  {
    FileLocation(
      path: path,
      span: TextSpan(
        start: TextPosition(line: line, column: columns.lowerBound),
        end: TextPosition(line: end ?? line, column: columns.upperBound)
      )
    )
  }

  static func finding(
    _ rule: String,
    _ severity: Severity,
    _ message: String,
    at place: FileLocation,
    fingerprint: String,
    silencing: Silencing? = nil
  ) -> Finding {
    Finding(
      rule: rule,
      name: rule == "AKV010" ? "unresolved-include" : "undefined-token",
      severity: severity,
      message: message,
      place: place,
      jobs: ["deploy", "dépløy"],
      secret: "PASSWORD",
      scenarios: [],
      predicts: "AADSTS700212",
      related: [RelatedLocation(message: "this alias", place: Self.place("ci/b c.yml", 2, 1...4))],
      fixes: [
        Fix(
          title: "Say $A",
          safety: .unsafe,
          edits: [TextEdit(place: place, text: "$A")]
        )
      ],
      fingerprint: fingerprint,
      help: "https://example.com/\(rule)",
      silencing: silencing
    )
  }

  /// A report with all of it.
  static var full: RunReport {
    var report = RunReport()
    report.findings = [
      finding("AKV202", .error, "no such token", at: place("a.yml", 3, 5...9), fingerprint: "f1"),
      finding("AKV202", .error, "no such token", at: place("a.yml", 4, 5...9), fingerprint: "f1"),
      finding(
        "AKV303",
        .warning,
        hostile,
        at: place("ci/b c.yml", 1, 1...2, to: 3),
        fingerprint: ""
      ),
      finding(
        "AKV010",
        .info,
        "not followed",
        at: place("ci/b c.yml", 9, 1...1),
        fingerprint: "f3"
      ),
    ]
    report.suppressed = [
      finding(
        "AKV202",
        .error,
        "known",
        at: place("a.yml", 7, 1...2),
        fingerprint: "f4",
        silencing: .comment(reason: "the runner sets it")
      ),
      finding(
        "AKV202",
        .error,
        "old",
        at: place("a.yml", 8, 1...2),
        fingerprint: "f5",
        silencing: .baseline
      ),
    ]
    report.undecided = [Undecided(rule: "AKV401", jobs: ["deploy"], reason: "it is unknown")]
    report.failures = ["cannot read x.yml: the file does not exist"]
    report.sources = Dictionary(
      uniqueKeysWithValues: ["a.yml", "ci/b c.yml", "clean.yml"].map {
        ($0, SourceText(path: $0, bytes: []))
      }
    )
    report.fileCount = 3
    report.jobCount = 2
    return report
  }

  /// The reports of all formats are made by this one.
  static let writer = ReportWriter(version: "1.2.3", rules: [])
}
