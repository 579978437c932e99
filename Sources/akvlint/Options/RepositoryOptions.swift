import ArgumentParser
import Files
import Linting

/// Where the repository and its configuration are.
struct RepositoryOptions: ParsableArguments {
  @Option(help: "The configuration, instead of the .akvlint.yml that is found.")
  var config: String?

  @Option(help: "The repository's root, instead of the folder with .git.")
  var root: String?

  @Option(help: "A folder with copies of includes: projects/, templates/, remotes/, components/.")
  var includes: String?

  @Option(help: "A folder with rules of your own; may be given several times.")
  var rules: [String] = []

  @Option(help: "A snapshot, or an export of CI/CD variables; may be given several times.")
  var evidence: [String] = []

  /// The options with paths that do not depend on a folder.
  var workspaceOptions: WorkspaceOptions {
    let folder = HostSystem.currentFolder
    var options = WorkspaceOptions()
    options.root = root.map { RepositoryPath.absolute($0, from: folder) }
    options.configurationFile = config.map { RepositoryPath.absolute($0, from: folder) }
    options.includes = includes
    options.ruleFolders = rules
    options.evidenceFiles = evidence.map { RepositoryPath.absolute($0, from: folder) }
    return options
  }

  /// The repository around the first of some paths, or around the current folder.
  func workspace(for path: String?) throws(UsageError) -> Workspace {
    try workspaceOptions.workspace(for: path)
  }

  /// The pipeline that a path names.
  ///
  /// - Parameter path: Its root file; `-` for standard input, nil for that of the repository.
  /// - Returns: The pipeline.
  /// - Throws: That it cannot be read.
  func pipeline(_ path: String?) throws(UsageError) -> PipelineInput {
    try PipelineInput(path, in: workspace(for: path == "-" ? nil : path))
  }
}

extension WorkspaceOptions {
  /// The repository around the first of some paths, or around the current folder.
  func workspace(for path: String?) throws(UsageError) -> Workspace {
    let folder = HostSystem.currentFolder
    var start = folder
    if let path {
      let absolute = RepositoryPath.absolute(path, from: folder)
      start =
        HostSystem.kind(absolute) == .folder ? absolute : RepositoryPath.folder(of: absolute)
    }
    return try Workspace(around: start, options: self)
  }
}
