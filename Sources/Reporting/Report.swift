package import Findings
package import YAMLSyntax

/// The results of a run for all its inputs, from which every format is written.
package struct RunReport: Sendable {
  /// The findings, sorted.
  package var findings: [Finding] = []
  /// Checks that could not be answered.
  package var undecided: [Undecided] = []
  /// Findings that a comment or a baseline silences.
  package var suppressed: [Finding] = []
  /// Inputs that could not be read or checked, with the reason.
  package var failures: [String] = []
  /// Whether something could not be read or parsed, or a local include is missing.
  package var isIncomplete = false
  /// The number of include directives that were not followed.
  package var unresolvedIncludeCount = 0
  /// The number of files that were read.
  package var fileCount = 0
  /// The number of visible jobs.
  package var jobCount = 0
  /// The files by the path that findings use, for excerpts.
  package var sources: [String: SourceText] = [:]

  /// Nothing yet.
  package init() {}

  /// Whether all inputs were read and parsed; else the exit code of the run is 3.
  package var isComplete: Bool { failures.isEmpty && !isIncomplete }

  /// Takes what was found, once all pipelines are read.
  package mutating func take(_ result: LintResult) {
    findings = result.findings
    undecided = Self.sorted(result.undecided)
    suppressed = result.suppressed
    isIncomplete = result.isIncomplete
    unresolvedIncludeCount = result.unresolvedIncludes
    fileCount = sources.count
    jobCount = result.jobs.count
  }

  /// The number of findings with a severity.
  package func count(_ severity: Severity) -> Int {
    findings.count { $0.severity == severity }
  }
}
