import Files
package import RuleEngine

/// Finds the rule files of folders.
package enum RulePackFiles {
  /// The maximum numbers of folders, of files in one, and of bytes in a file: a thousand rules of
  /// our own would be 4 MiB, and every pipeline is checked with every rule.
  private static let folderLimit = 20
  private static let fileLimit = 1_000
  private static let sizeLimit = 1_048_576
  /// The cost of a rule in the budget beside its bytes: its expressions are compiled, once for
  /// each configuration that names it.
  private static let fileCost = 16_384

  /// The rules in folders that the command line names.
  ///
  /// - Parameters:
  ///   - folders: The folders, relative to the current one.
  ///   - known: The rules that are there already.
  /// - Returns: The rules.
  /// - Throws: That a folder is none.
  package static func read(
    _ folders: [String],
    known: [RuleDefinition]
  ) throws(UsageError) -> RulePack {
    var files: [(path: String, bytes: [UInt8])] = []
    for folder in folders {
      let repository: DiskRepository
      do throws(FileError) {
        guard let made = DiskRepository(root: try OperatorFiles.checked(folder)) else {
          throw .missing
        }
        repository = made
      } catch {
        throw UsageError(message: "cannot read the folder \(folder): \(error.words)")
      }
      files += try self.files(in: repository, below: "", shown: RepositoryPath.normalised(folder))
    }
    return RulePack.read(files, known: known)
  }

  /// The rules in folders of a repository.
  ///
  /// - Parameters:
  ///   - folders: The folders.
  ///   - base: The folder that they are relative to.
  ///   - repository: The repository.
  ///   - options: Which folders outside it may be read.
  ///   - known: The rules that are there already.
  /// - Returns: The rules.
  /// - Throws: That a folder is none.
  static func read(
    _ folders: [String],
    below base: String,
    in repository: DiskRepository,
    _ options: WorkspaceOptions,
    known: [RuleDefinition]
  ) throws(UsageError) -> RulePack {
    var files: [(path: String, bytes: [UInt8])] = []
    var seen: Set<String> = []
    for folder in folders {
      let path = RepositoryPath.normalised(base.isEmpty ? folder : "\(base)/\(folder)")
      if let outside = options.allowedPath(path, from: repository.root) {
        guard seen.insert(outside).inserted else { continue }
        guard let other = DiskRepository(root: outside, budget: repository.budget) else {
          throw UsageError(message: "the folder \(path) with rules does not exist")
        }
        files += try self.files(in: other, below: "", shown: path)
        continue
      }
      guard !path.hasPrefix("..") else {
        throw UsageError(
          message: "the folder \(path) with rules lies outside the repository; --allow-outside "
            + "FOLDER allows it"
        )
      }
      guard repository.kind(path) == .folder else {
        throw UsageError(message: "the folder \(path) with rules does not exist")
      }
      // For a link, its target is read, when that is in the repository, too.
      guard let below = repository.realPath(path) else {
        throw UsageError(message: "the folder \(path) with rules lies outside the repository")
      }
      // One folder may be named often, and through links.
      guard seen.insert(below).inserted else { continue }
      guard seen.count <= folderLimit else {
        throw UsageError(message: "there are more than \(folderLimit) folders with rules")
      }
      files += try self.files(in: repository, below: below, shown: path)
    }
    return RulePack.read(files, known: known)
  }

  private static func files(
    in repository: DiskRepository,
    below folder: String,
    shown: String
  ) throws(UsageError) -> [(path: String, bytes: [UInt8])] {
    let prefix = folder.isEmpty ? "" : folder + "/"
    var unlisted: [String] = []
    var search = FileSearch { path, isFolder in
      isFolder || path.hasSuffix(".yml") || path.hasSuffix(".yaml")
    }
    search.folder = folder
    search.fails = { unlisted.append($0) }
    let paths = repository.paths(search)
    guard paths.count <= fileLimit else {
      throw UsageError(message: "the folder \(shown) has more than \(fileLimit) files with rules")
    }
    if let first = unlisted.first {
      let name = first.isEmpty ? shown : first
      throw UsageError(message: "cannot list the folder \(name) with rules")
    }
    var files: [(path: String, bytes: [UInt8])] = []
    for path in paths {
      do throws(FileError) {
        let name = path.dropFirst(prefix.count)
        let bytes = try repository.read(path)
        guard repository.budget.spend(fileCost + bytes.count, on: .settingsRead) else { return [] }
        guard bytes.count <= sizeLimit else { throw .tooLarge(limit: sizeLimit) }
        files.append(("\(shown)/\(name)", bytes))
      } catch {
        throw UsageError(message: "cannot read \(path): \(error.words)")
      }
    }
    return files
  }
}
