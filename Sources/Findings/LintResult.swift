/// The outcome of checking a pipeline.
package struct LintResult: Sendable {
  /// The findings, sorted by path, line, column and rule.
  package var findings: [Finding] = []
  /// Checks that could not be answered.
  package var undecided: [Undecided] = []
  /// Findings that comments silence.
  package var suppressed: [Finding] = []
  /// The comments that silence rules, and whether they did.
  package var suppressions: [SuppressionUse] = []
  /// The names of the pipeline's visible jobs, in order.
  package var jobs: [String] = []
  /// The paths of the files that were read.
  package var files: [String] = []
  /// The include directives that were not followed.
  package var unresolvedIncludes = 0
  /// Whether a file could not be read or parsed, or a local include is missing.
  package var isIncomplete = false

  /// Nothing yet.
  package init() {}
}
