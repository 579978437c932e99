import Evidence
import Files

/// Where a repository's configuration, rules and evidence are, when not where they are looked for.
package struct WorkspaceOptions: Sendable, Equatable {
  /// What `--root` says.
  package var root: String?
  /// What `--staged` says: whether Git's index counts, not the working tree.
  package var isStaged = false
  /// What `--config` says.
  package var configurationFile: String?
  /// What `--includes` says.
  package var includes: String?
  /// What `--rules` says.
  package var ruleFolders: [String] = []
  /// What `--evidence` says.
  package var evidenceFiles: [String] = []
  /// Whether the root holds the projects of a fleet: all snapshots on the way to a configuration
  /// count, and neither the checkout nor the CI/CD job in which akvlint runs concerns them.
  package var isFleet = false

  /// Nothing is said.
  package init() {}

  /// Whether a file is a configuration, or one that is looked for.
  ///
  /// - Parameter path: Its absolute path, links resolved.
  /// - Returns: Whether it is.
  package func isConfiguration(_ path: String) -> Bool {
    guard let configurationFile else {
      return Configuration.fileNames.contains(RepositoryPath.name(of: path))
    }
    return path == HostSystem.realPath(configurationFile) ?? configurationFile
  }
}
