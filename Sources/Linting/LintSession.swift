package import Evidence
package import GitLabCI
package import Reporting
package import RuleEngine
import YAMLSyntax

/// Lints pipelines and the child pipelines that they start; with some files' contents replaced,
/// as often as needed.
package struct LintSession {
  /// The repository.
  package let workspace: Workspace
  let linter: Linter
  /// The root files.
  let inputs: [Input]
  /// The findings that are known.
  let baseline: Baseline
  /// What could not be asked.
  let undecided: [Undecided]

  /// A session.
  ///
  /// - Parameters:
  ///   - workspace: The repository.
  ///   - linter: The rules.
  ///   - inputs: The root files.
  ///   - baseline: The findings that are known.
  ///   - undecided: What could not be asked.
  package init(
    workspace: Workspace,
    linter: Linter,
    inputs: [Input],
    baseline: Baseline = Baseline(),
    undecided: [Undecided] = []
  ) {
    self.workspace = workspace
    self.linter = linter
    self.inputs = inputs
    self.baseline = baseline
    self.undecided = undecided
  }

  /// What linting them all gave.
  package struct Outcome {
    /// What is reported, with the files that it is about.
    package var report = RunReport()
    /// What the rules found.
    package var result = LintResult()
    /// What could not be read.
    package var failures: [String] = []
    /// The known findings that are no more.
    package var gone: [Baseline.Entry] = []

    /// Nothing yet.
    package init() {}
  }

  /// A pipeline that was linted.
  package struct Linted: Sendable {
    /// The pipeline.
    package let pipeline: Pipeline
    /// What it was judged by.
    package let evidence: Evidence
    /// What kind of file its root is.
    package let role: RuleDefinition.Role
  }

  /// Lints them all.
  ///
  /// - Parameters:
  ///   - overlay: Contents that count in the stead of the stored ones, by path.
  ///   - goesOn: Called with each pipeline once it is linted; false ends the run.
  /// - Returns: What was found.
  package func run(
    overlay: [String: [UInt8]],
    goesOn: (Linted) -> Bool = { _ in true }
  ) -> Outcome {
    var outcome = Outcome()
    var results: [LintResult] = []
    var inputs = inputs
    var index = 0
    let repository = files(overlay)
    while index < inputs.count {
      let input = inputs[index]
      index += 1
      // A part of a pipeline that was linted already is no pipeline of its own.
      if input.isFound, outcome.report.sources[input.path] != nil { continue }
      let (result, children, linted) = lint(input, repository, &outcome)
      if let linted, !goesOn(linted) { break }
      for child in children {
        if let place = inputs.firstIndex(where: { $0.path == child.path }) {
          if place >= index, inputs[place].isFound { inputs[place] = child }
        } else {
          inputs.append(child)
        }
      }
      if let result { results.append(result) }
    }
    outcome.result = linter.join(results)
    outcome.gone = outcome.result.subtract(baseline)
    outcome.report.take(outcome.result)
    outcome.report.undecided += undecided
    return outcome
  }

  private func files(_ overlay: [String: [UInt8]]) -> any RepositoryFiles {
    overlay.isEmpty
      ? workspace.repository : OverlaidFiles(workspace.repository, contents: overlay)
  }

  private func lint(
    _ input: Input,
    _ repository: any RepositoryFiles,
    _ outcome: inout Outcome
  ) -> (result: LintResult?, children: [Input], linted: Linted?) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try repository.read(input.path)
    } catch {
      outcome.failures.append("cannot read \(input.path): \(error.words)")
      return (nil, [], nil)
    }
    var role = input.role
    let source = SourceText(path: input.path, bytes: bytes)
    var pipeline = Pipeline(
      source,
      in: repository,
      library: workspace.library,
      isWhole: role == .pipeline,
      takesInputs: input.childEvidence != nil
    )
    if input.isFound, role == .pipeline, Self.isTemplates(pipeline) {
      role = .fragment
      pipeline = Pipeline(source, in: repository, library: workspace.library, isWhole: false)
    }
    let evidence = input.childEvidence ?? workspace.configuration.evidence
    do throws(RuleError) {
      let result = try linter.check(
        pipeline,
        evidence: evidence,
        role: role,
        runs: Runs(workspace.configuration.allScenarios) { repository.allPaths() }
      )
      add(pipeline, to: &outcome.report)
      let children = children(of: pipeline, evidence, in: repository)
      return (result, children, Linted(pipeline: pipeline, evidence: evidence, role: role))
    } catch {
      outcome.failures.append(
        "the rule \(error.rule) failed: \(error.key): \(error.error.message)"
      )
      return (nil, [], nil)
    }
  }

  /// Whether a file below a folder holds only templates, for others to include: nobody runs it.
  private static func isTemplates(_ pipeline: Pipeline) -> Bool {
    !pipeline.jobs.isEmpty && pipeline.jobs.allSatisfy(\.isHidden)
  }

  /// The child pipelines whose files exist; one that is missing is no mistake of the parent's to
  /// GitLab, which looks for it when the trigger job runs.
  private func children(
    of pipeline: Pipeline,
    _ evidence: Evidence,
    in repository: any RepositoryFiles
  ) -> [Input] {
    pipeline.children.compactMap { child in
      guard (try? repository.read(child.path)) != nil else { return nil }
      return Input(
        path: child.path,
        role: child.isWhole ? .pipeline : .fragment,
        childEvidence: evidence.inChild(child, of: pipeline)
      )
    }
  }

  private func add(_ pipeline: Pipeline, to report: inout RunReport) {
    for file in pipeline.composition.files {
      let source = pipeline.tree.file(file.file)
      report.sources[source.path] = source
    }
  }
}
