import Files
package import Linting

extension TrustDifference {
  /// Compares the survey of a pipeline with that of a revision.
  ///
  /// - Parameters:
  ///   - revision: The revision.
  ///   - path: A file of the pipeline; nil for that of the repository.
  ///   - workspaces: The repository.
  ///   - options: Where the repository and its configuration are.
  ///   - survey: The present survey.
  ///   - note: Shows a line to the user.
  /// - Throws: `UsageError` when there is no such revision, or its configuration has mistakes.
  package init(
    since revision: String,
    of path: String?,
    in workspaces: Workspaces,
    _ options: WorkspaceOptions,
    to survey: TrustSurvey,
    note: (String) -> Void
  ) throws(UsageError) {
    let root = workspaces.repository.root.isEmpty ? "/" : workspaces.repository.root
    let commit = try CommitFinder(root: root).commit(revision)
    var options = options
    options.root = root
    options.content = .commit(commit)
    var former = try Workspaces(around: root, options: options)
    // Standard input is the repository's pipeline, as it will be.
    let path = path == "-" ? nil : path
    var before: TrustSurvey?
    if try Self.hasPipeline(path, &former) {
      let input = try PipelineInput(path, in: former)
      before = try TrustInput(
        input,
        withFindings: false,
        version: survey.version,
        note: note
      ).survey
    }
    self.init(from: before, to: survey, base: String(commit.prefix(12)))
  }

  /// Whether a state of the repository has the pipeline.
  private static func hasPipeline(
    _ path: String?,
    _ workspaces: inout Workspaces
  ) throws(UsageError) -> Bool {
    guard let path else { return try workspaces.main().rootFile != nil }
    let absolute = RepositoryPath.absolute(path, from: HostSystem.currentFolder)
    let local = RepositoryPath.relative(absolute, to: workspaces.repository.root)
    return local.map(workspaces.repository.kind) == .file
  }
}
