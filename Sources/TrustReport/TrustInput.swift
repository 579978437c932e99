import AccessPrediction
import Evidence
package import Linting
import TextFormats
import YAMLSyntax

/// The material of the trust report and the trust graph.
package struct TrustInput {
  /// The content of the report.
  package let survey: TrustSurvey
  /// Whether a file could not be read or parsed.
  package let isIncomplete: Bool
  /// The exceeded limit; nil if the analysis is complete.
  package let excess: String?

  /// Surveys a pipeline.
  ///
  /// - Parameters:
  ///   - input: The pipeline.
  ///   - withFindings: Whether the linter runs, too.
  ///   - version: akvlint's version.
  ///   - note: Shows a line to the user.
  /// - Throws: `UsageError` when the configuration has mistakes.
  package init(
    _ input: PipelineInput,
    withFindings: Bool,
    version: String,
    note: (String) -> Void
  ) throws(UsageError) {
    let configuration = input.workspace.configuration
    try configuration.requireNoProblems(note: note)
    let today = CalendarDay.current
    var outcome = LintSession.Outcome()
    if withFindings { outcome = try Self.lint(input) }
    for failure in outcome.failures { note(failure) }
    let result = input.predictions()
    survey = TrustSurvey(
      input.members.map { TrustSurvey.Source(pipeline: $0.pipeline, child: $0.child) },
      predictions: result.predictions,
      omitted: result.omitted,
      report: outcome.report,
      evidence: configuration.evidence,
      title: configuration.evidence.gitLab.projectPath ?? input.source.path,
      version: version,
      today: today
    )
    excess = input.excess
    isIncomplete = input.isIncomplete || !outcome.failures.isEmpty
  }

  /// The findings in the pipeline and its children, with the rules as configured.
  private static func lint(_ input: PipelineInput) throws(UsageError) -> LintSession.Outcome {
    let session = LintSession(
      workspace: input.workspace,
      linter: try input.workspace.linter(),
      inputs: [input.input]
    )
    return session.run(overlay: [input.source.path: input.source.bytes])
  }
}
