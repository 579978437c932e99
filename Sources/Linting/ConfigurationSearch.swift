import Evidence
import Files

/// The search for the nearest configuration in or above a folder, up to the repository's root.
struct ConfigurationSearch {
  /// The absolute path of the configuration; nil when there is none.
  private(set) var file: String?
  /// Files on the way that look like a configuration and are not read.
  private(set) var warnings: [String] = []

  /// Searches.
  ///
  /// - Parameters:
  ///   - folder: The folder to start from.
  ///   - repository: The repository.
  ///   - options: Where the configuration is, when it is not looked for.
  ///   - contents: Configurations by their real path that exist only in an editor.
  init(
    from folder: String,
    in repository: DiskRepository,
    _ options: WorkspaceOptions,
    _ contents: [String: [UInt8]]
  ) {
    file = options.configurationFile
    guard file == nil else { return }
    var folder = HostSystem.realPath(folder) ?? folder
    let root = repository.root
    while true {
      look(in: folder, repository, contents)
      guard file == nil, folder != root, folder != "/", !folder.isEmpty,
        RepositoryPath.relative(folder, to: root) != nil
      else { return }
      folder = RepositoryPath.folder(of: folder)
    }
  }

  private mutating func look(
    in folder: String,
    _ repository: DiskRepository,
    _ contents: [String: [UInt8]]
  ) {
    func present(_ names: [String]) -> [String] {
      Self.present(names, in: folder, of: repository, contents)
    }
    let names = present(Configuration.fileNames)
    if names.count > 1 {
      warnings.append("\(folder) has both \(names[0]) and \(names[1]); only \(names[0]) is read")
    }
    for name in present(Configuration.misspeltNames) {
      warnings.append("\(folder)/\(name) is not read; a configuration is called .akvlint.yml")
    }
    file = names.first.map { "\(folder)/\($0)" }
  }

  /// Those of some names that are files of a folder.
  private static func present(
    _ names: [String],
    in folder: String,
    of repository: DiskRepository,
    _ contents: [String: [UInt8]]
  ) -> [String] {
    names.filter { name in
      let file = "\(folder)/\(name)"
      let local = RepositoryPath.relative(file, to: repository.root)
      return local.map(repository.kind) == .file || contents[file] != nil
    }
  }

  /// The configuration in a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder's real path.
  ///   - repository: The repository.
  ///   - contents: Configurations by their real path that exist only in an editor.
  /// - Returns: Its path; nil when there is none.
  static func file(
    in folder: String,
    of repository: DiskRepository,
    _ contents: [String: [UInt8]]
  ) -> String? {
    present(Configuration.fileNames, in: folder, of: repository, contents).first
      .map { "\(folder)/\($0)" }
  }
}
