import Evidence
import GitLabCI
import Reporting
import RuleEngine
import YAMLSyntax

/// Lints pipelines and the child pipelines that they start; with some files' contents replaced,
/// as often as needed.
struct LintSession {
  let workspace: Workspace
  let linter: Linter
  /// The root files.
  let inputs: [Input]
  /// The findings that are known.
  let baseline: Baseline
  /// What could not be asked.
  let undecided: [Undecided]

  /// What linting them all gave.
  struct Outcome {
    var report = RunReport()
    var result = LintResult()
    /// What could not be read.
    var failures: [String] = []
    /// The known findings that are no more.
    var gone: [Baseline.Entry] = []
  }

  /// Lints them all.
  ///
  /// - Parameter overlay: Contents that count in the stead of the stored ones, by path.
  /// - Returns: What was found.
  func run(overlay: [String: [UInt8]]) -> Outcome {
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
      let (result, children) = lint(input, repository, &outcome)
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
  ) -> (result: LintResult?, children: [Input]) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try repository.read(input.path)
    } catch {
      outcome.failures.append("cannot read \(input.path): \(error.words)")
      return (nil, [])
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
      return (result, children(of: pipeline, evidence, in: repository))
    } catch {
      outcome.failures.append(
        "the rule \(error.rule) failed: \(error.key): \(error.error.message)"
      )
      return (nil, [])
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

extension FileError {
  /// Why a file cannot be read, in words that follow its name and a colon.
  var words: String {
    switch self {
    case .missing: "there is no such file"
    case .outside: "it leads out of the repository"
    case .notRegular: "it is no regular file"
    case .tooLarge(let limit): "it is larger than \(limit / 1_048_576) MiB"
    case .unreadable(let reason): reason
    }
  }
}
