import AccessPrediction
import Evidence
import Files
import Findings
import GitLabCI
import Reporting
import RuleEngine
import YAMLSyntax

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
  /// The limit that judging it exceeds; then there is nothing to compare.
  var excess: Budget.Resource? { repository.budget.exhausted }

  /// The files.
  var repository: DiskRepository { workspaces[0].repository }

  /// Judges a state.
  ///
  /// - Parameters:
  ///   - options: Where things are, and which state counts.
  ///   - note: Shows a line to the user.
  /// - Throws: That the state cannot be read, or that its configuration has mistakes.
  init(
    _ options: WorkspaceOptions,
    note: (String) -> Void
  ) throws(UsageError) {
    let all = try Workspaces(around: options.root ?? HostSystem.currentFolder, options: options)
    var resolver = InputResolver(all, folder: all.repository.root)
    let main = try resolver.addPipelines()
    let inputs = try resolver.resolve().filter { $0.role == .pipeline }
    workspaces = resolver.workspaces.all
    var settings: [LintSettings] = []
    for workspace in workspaces {
      try workspace.configuration.requireNoProblems(note: note)
      settings.append(LintSettings(workspace: workspace, linter: try workspace.linter()))
    }
    roots = inputs.map(\.path)
    guard !inputs.isEmpty || excess != nil else { return }
    // The linter's compositions and predictions are reused.
    var linted: [String: LintInput] = [:]
    let outcome = LintSession(settings: settings, inputs: inputs).run(overlay: [:]) { pipeline in
      let path = pipeline.child == nil ? pipeline.pipeline.sources.first?.path : nil
      if let path, linted[path] == nil { linted[path] = pipeline }
      return true
    }
    for input in inputs {
      let known = linted[input.path]
      guard let pipeline = Self.pipeline(input, known, in: workspaces[input.settings]) else {
        continue
      }
      let side = pipeline.side(known: known?.predictions)
      access.add(side, of: input.path == main ? nil : input.path)
      isIncomplete = isIncomplete || pipeline.isIncomplete
    }
    findings = outcome.report.findings
    failures = resolver.failures + outcome.failures
    isIncomplete = isIncomplete || !failures.isEmpty || outcome.result.isIncomplete
    if let excess { try giveUp(excess) }
  }

  /// Leaves nothing but what was exceeded: what was judged before that depends on how the cores share
  /// the work.
  private mutating func giveUp(_ excess: Budget.Resource) throws(UsageError) {
    let path = roots.first ?? ".gitlab-ci.yml"
    access = AccessSide()
    failures = []
    isIncomplete = true
    do throws(RuleError) {
      findings = [try ExcessFinding.finding(excess, in: path, rules: workspaces[0].rules)]
    } catch {
      throw UsageError(message: error.text)
    }
  }

  /// The pipeline of an input, as it was linted if possible; nil when it cannot be read, which the
  /// linter reports.
  private static func pipeline(
    _ input: LintRoot,
    _ linted: LintInput?,
    in workspace: Workspace
  ) -> PipelineInput? {
    linted.flatMap { PipelineInput($0, input, in: workspace) }
      ?? (try? PipelineInput(input, in: workspace))
  }

  /// Whether there is a pipeline.
  var hasPipeline: Bool { !roots.isEmpty || excess != nil }

  /// Whether a file is evidence that the verdicts on the pipelines depend on.
  ///
  /// - Parameter path: Its path in the repository.
  /// - Returns: Whether it is.
  func isEvidence(_ path: String) -> Bool {
    if workspaces.contains(where: { $0.configuration.files.contains(path) }) { return true }
    guard workspaces.contains(where: { $0.isEvidence(path) }) else { return false }
    guard Configuration.fileNames.contains(RepositoryPath.name(of: path)) else { return true }
    // The configurations of other folders do not apply to these pipelines.
    let folder = RepositoryPath.folder(of: path)
    return folder.isEmpty || (roots + [".gitlab-ci.yml"]).contains { $0.hasPrefix(folder + "/") }
  }
}
