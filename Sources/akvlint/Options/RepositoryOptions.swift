import ArgumentParser
import Files
import Linting

/// Where the repository and its configuration are.
struct RepositoryOptions: ParsableArguments {
  @Option(help: "The configuration file (default: the nearest .akvlint.yml).", completion: .file())
  var config: String?

  @Option(
    help: "The repository's root (default: the folder that contains .git).",
    completion: .directory
  )
  var root: String?

  @Option(
    help: "A folder with copies of includes: projects/, templates/, remotes/, components/.",
    completion: .directory
  )
  var includes: String?

  @Option(help: "A folder with your own rules; repeatable.", completion: .directory)
  var rules: [String] = []

  @Option(
    help: "A snapshot, or an export of CI/CD variables; repeatable.",
    completion: .file()
  )
  var evidence: [String] = []

  @Option(
    help: ArgumentHelp(
      "Allow the configuration to read includes from this folder outside the repository; repeatable. "
        + "AKVLINT_ALLOW_OUTSIDE lists such folders, too.",
      valueName: "folder"
    ),
    completion: .directory
  )
  var allowOutside: [String] = []

  /// The options that are set, with their values.
  var arguments: [(name: String, value: String)] {
    let all = [
      ("--config", [config].compactMap(\.self)), ("--root", [root].compactMap(\.self)),
      ("--includes", [includes].compactMap(\.self)), ("--rules", rules), ("--evidence", evidence),
      ("--allow-outside", allowOutside),
    ]
    return all.flatMap { name, values in values.map { (name, $0) } }
  }

  /// The options with paths that do not depend on a folder.
  var workspaceOptions: WorkspaceOptions {
    let folder = HostSystem.currentFolder
    var options = WorkspaceOptions.fromEnvironment
    options.root = root.map { RepositoryPath.absolute($0, from: folder) }
    options.configurationFile = config.map { RepositoryPath.absolute($0, from: folder) }
    options.includes = includes
    options.allow(allowOutside)
    options.ruleFolders = rules
    options.evidenceFiles = evidence.map { RepositoryPath.absolute($0, from: folder) }
    return options
  }

  /// The repository around some paths, or around the current folder.
  func workspaces(for paths: [String] = []) throws(UsageError) -> Workspaces {
    try workspaceOptions.workspaces(for: paths)
  }

  /// The repository around a path, with the configuration that is nearest to it.
  func workspace(for path: String?) throws(UsageError) -> Workspace {
    let folder = WorkspaceOptions.folder(of: path ?? ".")
    return try Workspace(around: folder, options: workspaceOptions)
  }

  /// The pipeline that a path names; see `WorkspaceOptions.pipeline`.
  func pipeline(_ path: String?) throws(UsageError) -> PipelineInput {
    try workspaceOptions.pipeline(path)
  }
}

extension WorkspaceOptions {
  /// The defaults, with the folders outside the repository that `AKVLINT_ALLOW_OUTSIDE` names.
  static var fromEnvironment: Self {
    var options = Self()
    guard let variable = HostSystem.environment("AKVLINT_ALLOW_OUTSIDE") else { return options }
    options.allow(variable.split(separator: ":").map(String.init))
    return options
  }

  /// Allows folders outside the repository.
  mutating func allow(_ folders: [String]) {
    allowedFolders += folders.filter { !$0.isEmpty }.map {
      RepositoryPath.absolute($0, from: HostSystem.currentFolder)
    }
  }

  /// The repository around some paths, or around the current folder; for files outside any
  /// repository, the folder that contains them all.
  func workspaces(for paths: [String]) throws(UsageError) -> Workspaces {
    let current = HostSystem.currentFolder
    // Hundreds of paths have few folders.
    let folders = Set(paths.map { Self.folder(of: $0, from: current) }).sorted()
    let inside = folders.first { Workspaces.repositoryRoot(around: $0) != nil }
    return try Workspaces(around: inside ?? Self.common(folders), options: self)
  }

  /// The pipeline that a path names.
  ///
  /// - Parameter path: A file of it; `-` for standard input, nil for that of the repository.
  /// - Returns: The pipeline.
  /// - Throws: That it cannot be read.
  func pipeline(_ path: String?) throws(UsageError) -> PipelineInput {
    let named = path.map { $0 == "-" ? [] : [$0] } ?? []
    let input = try PipelineInput(path, in: workspaces(for: named))
    for warning in input.workspace.warnings { Console.note(warning) }
    return input
  }

  /// The folder of a file, or the folder itself.
  static func folder(of path: String, from current: String = HostSystem.currentFolder) -> String {
    let absolute = RepositoryPath.absolute(path, from: current)
    return HostSystem.kind(absolute) == .folder ? absolute : RepositoryPath.folder(of: absolute)
  }

  /// The folder that holds all of some; the current one for none.
  private static func common(_ folders: [String]) -> String {
    guard var common = folders.first else { return HostSystem.currentFolder }
    for folder in folders {
      while RepositoryPath.relative(folder, to: common) == nil {
        common = RepositoryPath.folder(of: common)
      }
    }
    return common
  }
}
