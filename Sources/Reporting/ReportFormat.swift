/// The formats that a report of findings can have.
package enum ReportFormat: String, Sendable, CaseIterable {
  /// Excerpts and help, for people.
  case text
  /// One line a finding, as compilers write them.
  case concise
  /// One document, version 1.
  case json
  /// One JSON object a line.
  case jsonLines = "jsonl"
  /// SARIF 2.1.0.
  case sarif
  /// GitLab's Code Quality report.
  case codeQuality = "gitlab-codequality"
  /// JUnit's XML, as GitLab reads it.
  case junit
  /// Workflow commands of GitHub Actions.
  case github
  /// Checkstyle's XML.
  case checkstyle
  /// Reviewdog's format.
  case rdjson
  /// GitLab's report of static application security testing.
  case sast = "gitlab-sast"
}
