/// Files that the command line names, or whose names are always the same, such as the snapshot.
///
/// The name is the operator's, but a branch may contain a link, a pipe or a device of that name. So
/// a name in a repository leads to a regular file in it, or to nothing. Names elsewhere lead
/// wherever the operator has them lead.
package enum OperatorFiles {
  /// The folder with `.git` in or above a folder.
  ///
  /// For a folder beyond a link in a repository, it is that repository, and not one that the link
  /// leads to.
  package static func repositoryRoot(around folder: String) -> String? {
    let nearest = folder.isEmpty ? nil : self.folder(around: folder, where: isRoot)
    guard let nearest, let real = HostSystem.realPath(nearest), real != nearest else {
      return nearest
    }
    var outer = RepositoryPath.folder(of: nearest)
    while !outer.isEmpty, let root = self.folder(around: outer, where: isRoot) {
      let realRoot = HostSystem.realPath(root) ?? root
      if RepositoryPath.relative(real, to: realRoot) == nil { return root }
      guard root != "/" else { break }
      outer = RepositoryPath.folder(of: root)
    }
    return nearest
  }

  /// Linux refuses longer paths (`PATH_MAX`), and other systems shorter ones, too.
  private static let pathLimit = 4_096

  /// The nearest folder, in or above a folder, that fits.
  package static func folder(around folder: String, where fits: (String) -> Bool) -> String? {
    var folder = folder
    if folder.utf8.count > pathLimit {
      let start = String(decoding: folder.utf8.prefix(pathLimit), as: UTF8.self)
      folder = RepositoryPath.folder(of: start)
    }
    while !fits(folder) {
      guard folder != "/", !folder.isEmpty else { return nil }
      folder = RepositoryPath.folder(of: folder)
    }
    return folder
  }

  private static func isRoot(_ folder: String) -> Bool {
    HostSystem.kind("\(folder)/.git") != nil
  }

  /// Reads a file that the command line names.
  ///
  /// - Parameters:
  ///   - path: The path; a relative one begins at the current folder.
  ///   - limit: The maximum number of bytes that are read.
  /// - Returns: Its content.
  /// - Throws: The reason why it cannot be read; that it leads out of the repository that the path
  ///   lies in.
  package static func read(
    _ path: String,
    limit: Int = HostSystem.sizeLimit
  ) throws(FileError) -> [UInt8] {
    try HostSystem.readFile(checked(path), limit: limit)
  }

  /// Writes a file that the command line names; readers never see a part of it.
  ///
  /// - Parameters:
  ///   - bytes: Its content.
  ///   - path: The path; a relative one begins at the current folder.
  /// - Throws: The reason why it cannot be written; that it leads out of the repository that the
  ///   path lies in.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try HostSystem.putFile(checked(path), with: bytes)
  }

  /// A path that leads out of no repository that it lies in.
  ///
  /// - Parameter path: The path; a relative one begins at the current folder.
  /// - Returns: The absolute path.
  /// - Throws: `.outside` when a link leads out of the repository or into its `.git`, `.notRegular`
  ///   for a pipe or a device in it.
  package static func checked(_ path: String) throws(FileError) -> String {
    let absolute = RepositoryPath.absolute(path, from: HostSystem.currentFolder)
    let folder = RepositoryPath.folder(of: absolute)
    guard let root = repositoryRoot(around: folder), let top = HostSystem.realPath(root) else {
      return absolute
    }
    guard let real = HostSystem.realPath(absolute) else {
      // A dangling link would be followed, and what it leads to be made.
      guard !HostSystem.isTaken(absolute) else { throw .outside }
      if let folder = HostSystem.realPath(folder) { try check(folder, in: top) }
      return absolute
    }
    try check(real, in: top)
    if HostSystem.kind(real) == .other { throw .notRegular }
    return absolute
  }

  private static func check(_ real: String, in root: String) throws(FileError) {
    guard let local = RepositoryPath.relative(real, to: root), !RepositoryPath.isInGit(local) else {
      throw .outside
    }
  }
}
