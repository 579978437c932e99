import AccessPrediction
import Evidence
import Files
import Findings
import Reporting
import RuleEngine

/// A state of a repository, judged with its own evidence.
struct ChangeSide {
  /// The pipeline tree with what is predicted.
  private(set) var access = AccessSide()
  /// The findings.
  private(set) var findings: [Finding] = []
  /// The configurations that are used.
  let workspaces: [Workspace]
  /// The root files of the pipelines; none when the repository has no pipeline.
  private(set) var roots: [String] = []
  /// The files that could not be read.
  private(set) var failures: [String] = []
  /// Whether something could not be read or parsed.
  private(set) var isIncomplete = false

  /// The files.
  var repository: DiskRepository { workspaces[0].repository }

  /// Judges a state.
  ///
  /// - Parameters:
  ///   - options: Where things are, and which state counts.
  ///   - note: Shows a line to whoever runs it.
  /// - Throws: That the state cannot be read, or that its configuration has mistakes.
  init(
    _ options: WorkspaceOptions,
    note: (String) -> Void
  ) throws(UsageError) {
    var all = try Workspaces(around: options.root ?? HostSystem.currentFolder, options: options)
    let main = try all.main()
    guard main.rootFile != nil else {
      try main.configuration.requireNoProblems(note: note)
      workspaces = [main]
      return
    }
    var resolver = InputResolver(all, folder: main.repository.root)
    try resolver.addMain()
    let inputs = try resolver.resolve()
    workspaces = resolver.workspaces.all
    var settings: [LintSettings] = []
    for workspace in workspaces {
      try workspace.configuration.requireNoProblems(note: note)
      settings.append(LintSettings(workspace: workspace, linter: try workspace.linter()))
    }
    // The linter's composition and predictions are reused.
    var root: LintInput?
    let outcome = LintSession(settings: settings, inputs: inputs).run(overlay: [:]) { linted in
      root = root ?? linted
      return true
    }
    let known = root.flatMap { PipelineInput($0, inputs[0], in: workspaces[inputs[0].settings]) }
    let input: PipelineInput
    if let known {
      input = known
      access = input.side(known: root?.predictions)
    } else {
      input = try PipelineInput(nil, in: resolver.workspaces)
      access = input.side()
    }
    findings = outcome.report.findings
    failures = resolver.failures + outcome.failures
    isIncomplete = !failures.isEmpty || outcome.result.isIncomplete || input.isIncomplete
    roots = inputs.map(\.path)
  }

  /// Whether there is a pipeline.
  var hasPipeline: Bool { !roots.isEmpty }

  /// Whether a file is evidence that the verdicts on the pipelines depend on.
  ///
  /// - Parameter path: Its path in the repository.
  /// - Returns: Whether it is.
  func isEvidence(_ path: String) -> Bool {
    if workspaces.contains(where: { $0.configuration.files.contains(path) }) { return true }
    guard workspaces.contains(where: { $0.isEvidence(path) }) else { return false }
    guard Configuration.fileNames.contains(RepositoryPath.name(of: path)) else { return true }
    // The configurations of other folders say nothing about these pipelines.
    let folder = RepositoryPath.folder(of: path)
    return folder.isEmpty || (roots + [".gitlab-ci.yml"]).contains { $0.hasPrefix(folder + "/") }
  }
}
