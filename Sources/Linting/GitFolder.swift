package import Evidence
import Files

/// Git's folder of a checkout; the owner of the checkout controls it, not a branch.
package struct GitFolder {
  /// The folder that all worktrees of the repository share.
  private let path: String

  /// The folder of a checkout; `.git` is a file in worktrees and submodules.
  ///
  /// - Parameter root: The checkout's root.
  package init(of root: String) {
    var folder = "\(root)/.git"
    if HostSystem.kind(folder) == .file,
      let target = Self.line(folder)?.split(separator: " ", maxSplits: 1).last
    {
      folder = RepositoryPath.absolute(String(target), from: root)
    }
    if let common = Self.line("\(folder)/commondir") {
      folder = RepositoryPath.absolute(common, from: folder)
    }
    path = folder
  }

  /// Where the checkout came from.
  package var remote: GitRemote? {
    Self.text("\(path)/config").flatMap(GitRemote.find)
  }

  /// The default branch of a remote, as it was when the checkout was made.
  package func defaultBranch(of remote: GitRemote) -> String? {
    let prefix = "ref: refs/remotes/\(remote.name)/"
    guard let line = Self.line("\(path)/refs/remotes/\(remote.name)/HEAD"),
      line.hasPrefix(prefix), line.count > prefix.count
    else { return nil }
    return String(line.dropFirst(prefix.count))
  }

  private static func text(_ path: String) -> String? {
    (try? HostSystem.readFile(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func line(_ path: String) -> String? {
    text(path)?.split(whereSeparator: \.isNewline).first.map(String.init)
  }
}
