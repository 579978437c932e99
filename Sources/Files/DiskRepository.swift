import Synchronization

/// The files of a repository on disk.
///
/// Anyone who can write to the repository can create anything there. Nothing outside its root is
/// ever opened (symbolic links are followed only inside), only regular files are read, and only up
/// to a size limit.
package struct DiskRepository: RepositoryFiles {
  /// The run's budget, shared by all readers of these files.
  package let budget: Budget
  /// The maximum depth of folders that are searched for wildcards and roots.
  static let depthLimit = 64
  /// The cost of listing a folder in the budget, beside one for each name in it.
  private static let folderCost = 8

  /// The root's real path, without a trailing slash.
  package let root: String

  /// The files of a commit or of Git's index, when those count and not the ones on disk.
  private let stored: GitFiles?

  /// The paths of all files on disk, once they were listed.
  private let listed = ListedPaths()

  /// A repository from the path of its root; nil when there is no such folder.
  ///
  /// - Parameters:
  ///   - root: The path.
  ///   - stored: The files of a commit or of Git's index, when those count.
  ///   - budget: The run's budget.
  package init?(root: String, stored: GitFiles? = nil, budget: Budget = Budget()) {
    guard let real = HostSystem.realPath(root) else { return nil }
    self.budget = budget
    self.root = real == "/" ? "" : real
    self.stored = stored
    budget.spend(Self.listingCost * (stored?.listedBytes ?? 0), on: .bytesRead)
  }

  /// The cost of each byte of Git's list of files: each path is held in a few ways.
  private static let listingCost = 3
  /// The cost of a file of Git beside its bytes: Git is asked for it and unpacks it.
  private static let storedCost = 4_096

  private init(realRoot root: String, stored: GitFiles?) {
    self.root = root
    self.stored = stored
    budget = Budget()
  }

  /// The same files for another run, with a budget of its own.
  package func renewed() -> Self { Self(realRoot: root, stored: stored) }

  /// Whether an absolute path, links resolved, lies in the repository and not in its `.git`.
  package func holds(_ real: String) -> Bool {
    RepositoryPath.relative(real, to: root).map { !RepositoryPath.isInGit($0) } ?? false
  }

  /// The kind of file at a path; nil if there is none.
  package func kind(_ path: String) -> HostSystem.Kind? {
    if RepositoryPath.isInGit(path) { return nil }
    if let stored { return stored.kind(path) }
    return HostSystem.kind("\(root)/\(path)")
  }

  /// Resolves the links in a path.
  ///
  /// - Parameter path: The path of something in the repository.
  /// - Returns: The path without links; nil when there is nothing, or it lies outside.
  package func realPath(_ path: String) -> String? {
    if let stored { return stored.realPath(path) }
    return HostSystem.realPath("\(root)/\(path)").flatMap {
      RepositoryPath.relative($0, to: root)
    }.flatMap { RepositoryPath.isInGit($0) ? nil : $0 }
  }

  /// The files below a folder, by their paths from there.
  ///
  /// - Parameter path: The folder's path in the repository.
  /// - Returns: The files; nil when there is no such folder in the repository.
  package func files(below path: String) -> (any RepositoryFiles)? {
    guard let real = realPath(path), kind(real) == .folder else { return nil }
    guard let stored else { return DiskRepository(root: "\(root)/\(real)", budget: budget) }
    if RepositoryPath.isInGit(real) { return nil }
    return real.isEmpty ? self : FolderFiles(stored, folder: real)
  }

  package func read(_ path: String) throws(FileError) -> [UInt8] {
    if RepositoryPath.isInGit(path) { throw .outside }
    if let stored { return try read(path, of: stored) }
    // Right in the root a file lies inside, unless it is a link: no folder on the way can be one.
    if RepositoryPath.isName(path), let bytes = try HostSystem.readUnlessLink("\(root)/\(path)") {
      return bytes
    }
    guard let real = HostSystem.realPath("\(root)/\(path)") else {
      // A dangling link that leads out is not distinguished from a missing file; both are missing.
      throw .missing
    }
    guard let local = RepositoryPath.relative(real, to: root), !RepositoryPath.isInGit(local) else {
      throw .outside
    }
    return try HostSystem.readFile(real)
  }

  private func read(_ path: String, of stored: GitFiles) throws(FileError) -> [UInt8] {
    let bytes = try stored.read(path)
    guard budget.spend(Self.storedCost + bytes.count, on: .bytesRead) else {
      throw .unreadable("too many files are read")
    }
    return bytes
  }

  package func allPaths() -> [String] {
    if let stored { return stored.allPaths() }
    return listed.paths {
      var paths: [String] = []
      walk("", depth: 0, into: &paths, FileSearch { _, _ in true })
      return paths.sorted()
    }
  }

  /// Begins a new run, for which files may have come or gone.
  package func beginRun() {
    budget.renew()
    listed.forget()
  }

  /// The paths of all files for which neither they nor a folder above are skipped.
  ///
  /// - Parameter enters: Called with a folder's or file's path, and whether it is a folder.
  /// - Returns: The paths, sorted.
  package func paths(where enters: @escaping (String, Bool) -> Bool) -> [String] {
    paths(FileSearch(enters))
  }

  /// The paths of the files that a search finds, sorted.
  package func paths(_ search: FileSearch) -> [String] {
    if let stored { return paths(search, of: stored) }
    var paths: [String] = []
    let depth = search.folder.isEmpty ? 0 : search.folder.split(separator: "/").count
    walk(search.folder, depth: depth, into: &paths, search)
    return paths.sorted()
  }

  /// The folders below the root that fit, without any inside of them; links are not followed.
  ///
  /// - Parameters:
  ///   - fits: Whether a folder is one, by its path and the names in it.
  ///   - fails: Called with each folder that cannot be listed.
  /// - Returns: Their paths, sorted.
  package func folders(
    where fits: (String, [String]) -> Bool,
    fails: (String) -> Void
  ) -> [String] {
    var found: [String] = []
    var rest = [(path: "", depth: 0)]
    while let next = rest.popLast() {
      guard let entries = HostSystem.list("\(root)/\(next.path)") else {
        fails(next.path)
        continue
      }
      if !next.path.isEmpty, fits(next.path, entries.filter { !$0.isFolder }.map(\.name)) {
        found.append(next.path)
        continue
      }
      guard next.depth < Self.depthLimit else { continue }
      for (name, isFolder) in entries where isFolder && name != ".git" {
        rest.append((next.path.isEmpty ? name : "\(next.path)/\(name)", next.depth + 1))
      }
    }
    return found.sorted()
  }

  /// The paths of stored files that a search finds.
  private func paths(_ search: FileSearch, of stored: GitFiles) -> [String] {
    var folders: [String: Bool] = [:]
    func isEntered(_ folder: String) -> Bool {
      if let known = folders[folder] { return known }
      guard budget.spend(Self.folderCost, on: .listedFiles) else { return false }
      let isStart = folder == search.folder
      let result =
        isStart || isEntered(RepositoryPath.folder(of: folder)) && search.enters(folder, true)
      folders[folder] = result
      if result, let marker = search.marker,
        stored.lists(folder.isEmpty ? marker : "\(folder)/\(marker)")
      {
        search.marks(folder)
      }
      return result
    }
    return below(search.folder, of: stored).filter { path in
      budget.spend(1, on: .listedFiles) && isEntered(RepositoryPath.folder(of: path))
        && search.enters(path, false)
    }
  }

  /// The number of paths that are compared with a folder's in the time of listing one.
  private static let comparedPaths = 32

  /// The paths of stored files below a folder.
  private func below(_ folder: String, of stored: GitFiles) -> [String] {
    let all = stored.allPaths()
    if folder.isEmpty { return all }
    guard budget.spend(all.count / Self.comparedPaths, on: .listedFiles) else { return [] }
    return all.filter { $0.utf8.starts(with: "\(folder)/".utf8) }
  }

  private func walk(
    _ folder: String,
    depth: Int,
    into paths: inout [String],
    _ search: FileSearch
  ) {
    guard depth < Self.depthLimit else { return }
    guard let names = HostSystem.list("\(root)/\(folder)") else { return search.fails(folder) }
    guard budget.spend(Self.folderCost + names.count, on: .listedFiles) else { return }
    if let marker = search.marker, names.contains(where: { $0.name == marker && !$0.isFolder }) {
      search.marks(folder)
    }
    for (name, isFolder) in names where name != ".git" {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      guard search.enters(path, isFolder) else { continue }
      if isFolder {
        walk(path, depth: depth + 1, into: &paths, search)
      } else {
        paths.append(path)
      }
    }
  }
}

/// The paths of a repository's files, listed once for a run.
private final class ListedPaths: Sendable {
  private let known = Mutex<[String]?>(nil)

  /// The paths, listed when they are first needed.
  func paths(_ list: () -> [String]) -> [String] {
    known.withLock { known in
      let paths = known ?? list()
      known = paths
      return paths
    }
  }

  /// Forgets them: the next caller lists them again.
  func forget() {
    known.withLock { $0 = nil }
  }
}
