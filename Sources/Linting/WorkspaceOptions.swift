import Evidence
import Files

/// A state of a repository.
package enum RepositoryContent: Sendable, Equatable {
  /// The files on disk.
  case workingTree
  /// Git's index: what a commit would hold.
  case index
  /// A commit, by its full ID.
  case commit(String)

  /// Whether it is a commit: the present configuration may name files that it does not have.
  var isCommit: Bool {
    if case .commit = self { true } else { false }
  }
}

/// Where a repository's configuration, rules and evidence are, when not where they are looked for.
package struct WorkspaceOptions: Sendable, Equatable {
  /// The value of `--root`.
  package var root: String?
  /// Which state of the repository counts.
  package var content = RepositoryContent.workingTree
  /// The value of `--config`.
  package var configurationFile: String?
  /// Absolute paths of folders outside the repository from which includes may be read: the values
  /// of `--allow-outside` and `AKVLINT_ALLOW_OUTSIDE`.
  package var allowedFolders: [String] = []
  /// The value of `--includes`.
  package var includes: String?
  /// The value of `--rules`.
  package var ruleFolders: [String] = []
  /// The value of `--evidence`.
  package var evidenceFiles: [String] = []
  /// The value of `--exclude`: files that are not linted, as patterns of paths in the repository.
  package var excluded: [String] = []
  /// Whether the root holds the projects of a fleet: all snapshots on the way to a configuration
  /// count, and neither the checkout nor the CI/CD job in which akvlint runs concerns them.
  package var isFleet = false

  /// The defaults.
  package init() {}

  /// Whether includes may be read from a folder outside the repository.
  ///
  /// - Parameter folder: Its absolute path, links resolved.
  /// - Returns: Whether it lies in a folder that the operator allows.
  func allows(_ folder: String) -> Bool {
    allowedFolders.contains { allowed in
      HostSystem.realPath(allowed).map { RepositoryPath.relative(folder, to: $0) != nil } ?? false
    }
  }

  /// The real path of a file or folder outside the repository that the operator allows to be read.
  ///
  /// - Parameters:
  ///   - path: The path as the configuration of a repository has it, relative to the root.
  ///   - root: The repository's root.
  /// - Returns: Nil for what lies inside, does not exist or is not allowed.
  func allowedPath(_ path: String, from root: String) -> String? {
    guard path.hasPrefix(".."),
      let real = HostSystem.realPath(RepositoryPath.absolute(path, from: root)), allows(real)
    else { return nil }
    return real
  }

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
