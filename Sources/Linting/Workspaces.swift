import Evidence
package import Files
import Findings

/// A repository with all its configurations: each pipeline uses the nearest one, which is read once.
package struct Workspaces: Sendable {
  /// The files.
  package let repository: DiskRepository
  /// The configurations that were needed so far, with what each sets.
  package private(set) var all: [Workspace] = []
  private var options: WorkspaceOptions
  private let contents: [String: [UInt8]]
  private var byFile: [String: Int] = [:]
  private var byFolder: [String: Int] = [:]
  /// The nearest configuration by folder, empty when there is none: most folders share theirs.
  private var nearest: [String: String] = [:]
  /// The cost of a configuration: the rules are prepared for each.
  private static let cost = 49_152
  /// The cost of a folder in which a configuration is looked for, and of each byte of its path.
  private static let folderCost = 256
  private static let pathCost = 4

  /// The repository around a place.
  ///
  /// - Parameters:
  ///   - folder: The absolute path of the folder to start from.
  ///   - options: Where things are, when not where they are looked for.
  ///   - contents: Configurations by their real path, as they count instead of the stored ones.
  /// - Throws: `UsageError` when there is no such folder.
  package init(
    around folder: String,
    options: WorkspaceOptions = WorkspaceOptions(),
    contents: [String: [UInt8]] = [:]
  ) throws(UsageError) {
    let top = options.root ?? Self.repositoryRoot(around: folder) ?? folder
    let stored = try Self.stored(options.content, in: top)
    guard let repository = DiskRepository(root: top, stored: stored) else {
      throw UsageError(message: "the folder \(top) does not exist")
    }
    self.repository = repository
    self.options = options
    self.options.root = repository.root.isEmpty ? "/" : repository.root
    self.contents = contents
  }

  /// The place in `all` of the configuration of a pipeline.
  ///
  /// - Parameter path: The pipeline's root file, relative to the repository's root.
  /// - Returns: The place.
  /// - Throws: `UsageError` when the configuration cannot be read.
  package mutating func index(of path: String) throws(UsageError) -> Int {
    let local = RepositoryPath.folder(of: path)
    if let known = byFolder[local] { return known }
    let folder = local.isEmpty ? repository.root : "\(repository.root)/\(local)"
    let file = options.configurationFile ?? nearestFile(to: folder)
    let index: Int
    if let known = byFile[file] {
      index = known
    } else if !all.isEmpty, !repository.budget.spend(Self.cost, on: .settingsRead) {
      // The run ends with the name of the limit, and judges nothing.
      index = 0
    } else {
      all.append(try Workspace(repository, around: folder, options, contents))
      index = all.count - 1
      byFile[file] = index
    }
    byFolder[local] = index
    return index
  }

  /// The nearest configuration in or above a folder; empty when there is none, or when searching for
  /// it takes too long.
  private mutating func nearestFile(to folder: String) -> String {
    var folder = HostSystem.realPath(folder) ?? folder
    var passed: [String] = []
    var found: String?
    while found == nil {
      if let known = nearest[folder] {
        found = known
        continue
      }
      let cost = Self.folderCost + Self.pathCost * folder.utf8.count
      guard repository.budget.spend(cost, on: .settingsRead) else { return "" }
      passed.append(folder)
      found = ConfigurationSearch.file(in: folder, of: repository, contents)
      let isTop = folder == repository.root || folder == "/" || folder.isEmpty
      let isInside = RepositoryPath.relative(folder, to: repository.root) != nil
      if isTop || !isInside { found = found ?? "" }
      folder = RepositoryPath.folder(of: folder)
    }
    for folder in passed { nearest[folder] = found }
    return found ?? ""
  }

  /// The configuration of the repository's own pipeline.
  ///
  /// - Throws: `UsageError` when it cannot be read.
  package mutating func main() throws(UsageError) -> Workspace {
    all[try index(of: ".gitlab-ci.yml")]
  }

  /// The file that standard input is unless it has a name: the repository's own pipeline.
  ///
  /// - Throws: `UsageError` when the configuration cannot be read.
  package func standardFile() throws(UsageError) -> String {
    var copy = self
    return try copy.main().mainFile ?? ".gitlab-ci.yml"
  }

  /// The known findings that the configurations name.
  ///
  /// - Throws: That a file of them cannot be read.
  package func baseline() throws(UsageError) -> BaselineFile.Content {
    var entries: [Baseline.Entry] = []
    var problems: [ConfigurationProblem] = []
    for workspace in all {
      guard let content = try workspace.baseline() else { continue }
      entries += content.baseline.entries
      problems += content.problems
    }
    return (Baseline(entries), problems)
  }

  /// Gives a configuration what was found out by asking.
  package mutating func update(_ index: Int, _ change: (inout Workspace) -> Void) {
    change(&all[index])
  }

  /// The files of a state of a repository; nil for those on disk.
  private static func stored(
    _ content: RepositoryContent,
    in root: String
  ) throws(UsageError) -> GitFiles? {
    guard content != .workingTree, HostSystem.kind(root) == .folder else { return nil }
    let history = GitHistory(root: root)
    switch content {
    case .workingTree: return nil
    case .index:
      guard let files = history?.indexedFiles() else {
        throw UsageError(message: "git cannot read the index of \(root)")
      }
      return files
    case .commit(let id):
      guard let files = history?.files(of: id) else {
        throw UsageError(message: "git cannot list the files of the commit \(id)")
      }
      return files
    }
  }

  // MARK: Folders

  /// The folder with `.git` in or above a folder.
  package static func repositoryRoot(around folder: String) -> String? {
    OperatorFiles.repositoryRoot(around: folder)
  }

  /// The nearest folder with a configuration in or above a folder.
  package static func configuredFolder(around folder: String) -> String? {
    OperatorFiles.folder(around: folder) { folder in
      Configuration.fileNames.contains { HostSystem.kind("\(folder)/\($0)") == .file }
    }
  }
}
