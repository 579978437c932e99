import AzureFederation
import BuiltInRules
import Evidence
import GitLabCI
import Linting
import Reporting
import RuleEngine
import TrustReport
import YAMLSyntax

/// What the trust report and the trust graph are made of.
struct TrustInput {
  let survey: TrustSurvey
  /// Whether a file could not be read or parsed.
  let isIncomplete: Bool

  /// Surveys a pipeline.
  ///
  /// - Parameters:
  ///   - path: Its root file; `-` for standard input, nil for that of the repository.
  ///   - place: Where it belongs.
  ///   - withFindings: Whether the linter is asked, too.
  /// - Throws: `UsageError` when the pipeline or the configuration cannot be read.
  init(_ path: String?, at place: PlaceOptions, withFindings: Bool) throws(UsageError) {
    let input = try place.pipeline(path)
    let configuration = input.workspace.configuration
    try configuration.requireNoProblems()
    let predictor = Predictor(
      input.pipeline,
      evidence: configuration.evidence,
      paths: input.pathsForRules
    )
    let today = CalendarDay(secondsSince1970: HostSystem.secondsSince1970)
    var outcome = LintSession.Outcome()
    if withFindings { outcome = Self.lint(input, today) }
    for failure in outcome.failures { Console.note(failure) }
    survey = TrustSurvey(
      input.pipeline,
      predictions: predictor.predictions(configuration.allScenarios),
      report: outcome.report,
      evidence: configuration.evidence,
      title: configuration.evidence.gitLab.projectPath ?? input.source.path,
      version: BuildVersion.number,
      today: today
    )
    isIncomplete = input.isIncomplete || !outcome.failures.isEmpty
  }

  /// What the linter finds in the pipeline and its children, with the rules as configured.
  private static func lint(
    _ input: PipelineInput,
    _ today: CalendarDay
  ) -> LintSession.Outcome {
    let workspace = input.workspace
    let linter = Linter(
      rules: workspace.rules,
      selection: workspace.selection(),
      suppressions: SuppressionOptions(),
      paths: workspace.configuration.paths,
      today: today
    )
    let session = LintSession(
      workspace: workspace,
      linter: linter,
      inputs: [Input(path: input.source.path)],
      baseline: Baseline(),
      undecided: []
    )
    return session.run(overlay: [input.source.path: input.source.bytes])
  }
}

extension Configuration {
  /// Tells what is wrong with the configuration, and stops.
  func requireNoProblems() throws(UsageError) {
    guard !problems.isEmpty else { return }
    let findings = ConfigurationFindings.findings(problems, rules: BuiltInRules.all)
    let lines = findings.map { finding in
      let start = finding.place.span.start
      return "\(finding.place.path):\(start.line):\(start.column): \(finding.message)"
    }
    for line in lines.dropLast() { Console.note(line) }
    throw UsageError(message: lines.last ?? "the configuration cannot be used")
  }
}
