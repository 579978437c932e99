import AccessPrediction
import Evidence
import Files
import GitLabCI
import RuleEngine
import YAMLSyntax

/// Roots and child pipelines on their way to the linter: read, composed for each run, and asked for the
/// pipelines that they start.
extension LintSession {
  /// Reads a root and composes its pipeline, unless that is done already.
  func load(
    _ input: LintRoot,
    _ repository: any RepositoryFiles,
    _ composed: ComposedInput?
  ) -> Part {
    let workspace = settings[input.settings].workspace
    var part = Part()
    var role = input.role
    var runs: [ComposedRuns]
    do throws(FileError) {
      let composed =
        if let composed { composed } else { try compose(input, workspace, in: repository) }
      runs = composed.runs
      // For GitLab a missing one is not a mistake of the parent, because the file is opened when
      // the trigger job runs.
      if input.child != nil, composed.isMissing { return part }
      if input.mayHoldTemplates, role == .pipeline, Self.isTemplates(composed.pipeline) {
        role = .fragment
        runs = try compose(input, workspace, in: repository, as: role).runs
      }
    } catch {
      part.failure = "cannot read \(input.path): \(error.words)"
      return part
    }
    let evidence = input.child?.evidence ?? workspace.configuration.evidence
    let scenarios = input.child?.startedScenarios
    part.linted = runs.map {
      LintInput(
        pipeline: $0.pipeline,
        evidence: evidence,
        role: role,
        scenarios: runs.count == 1 ? scenarios : $0.scenarios,
        startedAs: input.child
      )
    }
    part.sources = part.linted.flatMap(\.pipeline.sources)
    part.children = children(of: runs, input, workspace, in: repository)
    return part
  }

  /// Composes the pipeline of an input.
  private func compose(
    _ input: LintRoot,
    _ workspace: Workspace,
    in repository: any RepositoryFiles,
    as role: RuleDefinition.Role? = nil
  ) throws(FileError) -> ComposedInput {
    if let child = input.child {
      return workspace.composed(
        .child(child.configuration),
        in: repository,
        child.startedScenarios,
        evidence: child.evidence
      )
    }
    // Nothing of the file would be reported.
    let bytes = repository.budget.isExhausted ? [] : try repository.read(input.path)
    let source = SourceText(path: input.path, bytes: bytes)
    repository.budget.spend(source.indexSize, on: .bytesRead)
    let isWhole = (role ?? input.role) == .pipeline
    return workspace.composed(.file(source), in: repository, isWhole: isWhole)
  }

  /// Whether a file below a folder holds only templates, for others to include: it never runs by
  /// itself.
  private static func isTemplates(_ pipeline: Pipeline) -> Bool {
    !pipeline.jobs.isEmpty && pipeline.jobs.allSatisfy(\.isHidden)
  }

  /// The child pipelines, once for each way in which they are started.
  private func children(
    of runs: [ComposedRuns],
    _ input: LintRoot,
    _ workspace: Workspace,
    in repository: any RepositoryFiles
  ) -> [LintRoot] {
    let project = workspace.configuration.evidence
    let children = ChildRun.children(
      of: runs,
      startedAs: input.child,
      evidence: input.child?.evidence ?? project,
      project: project,
      paths: repository.allPaths
    )
    return children.map { child in
      var started = LintRoot(path: child.path, child: child)
      started.settings = input.settings
      started.shown = input.shown
      return started
    }
  }
}
