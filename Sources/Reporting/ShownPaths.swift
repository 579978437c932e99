import Files

/// The paths of a repository's files as people see them: relative to the working directory.
package struct ShownPaths: Sendable {
  /// The repository's root.
  private let root: [Substring]
  /// The working directory.
  private let folder: [Substring]

  /// Paths as findings have them: relative to the repository's root.
  package init() {
    root = []
    folder = []
  }

  /// Paths relative to a folder.
  ///
  /// - Parameters:
  ///   - root: The absolute path of the repository's root.
  ///   - folder: The absolute path of the working directory.
  package init(of root: String, from folder: String) {
    self.root = root.split(separator: "/")
    self.folder = folder.split(separator: "/")
  }

  /// A path as people see it.
  ///
  /// - Parameter path: A file's path, relative to the root; a URL or an absolute path stays.
  /// - Returns: The path from the working directory.
  package func callAsFunction(_ path: String) -> String {
    guard root != folder, !path.hasPrefix("/"), !path.contains("://") else { return path }
    let parts = root + path.split(separator: "/")
    let common = zip(parts.dropLast(), folder).prefix { $0 == $1 }.count
    let up = Array(repeating: Substring(".."), count: folder.count - common)
    return RepositoryPath.normalised((up + parts[common...]).joined(separator: "/"))
  }
}
