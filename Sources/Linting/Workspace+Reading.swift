import BuiltInRules
import Evidence
import Files
import GitLabCI
import RuleEngine

/// Reading the configuration and the files that it names.
extension Workspace {
  /// The path of a file as findings show it.
  static func shown(_ file: String, in repository: DiskRepository) -> String {
    let local = RepositoryPath.relative(file, to: repository.root)
    if let real = local.flatMap(repository.realPath) { return real }
    let real = HostSystem.realPath(file) ?? file
    return RepositoryPath.relative(real, to: repository.root) ?? file
  }

  /// The content of a file; one that was not named must be in the repository.
  static func bytes(
    _ file: String,
    of what: String,
    in repository: DiskRepository?
  ) throws(UsageError) -> [UInt8] {
    do throws(FileError) {
      guard let repository, let path = RepositoryPath.relative(file, to: repository.root) else {
        return try OperatorFiles.read(file)
      }
      return try repository.read(path)
    } catch {
      throw UsageError(message: "cannot read \(what) \(file): \(error.words)")
    }
  }

  /// The folder with copies of includes.
  static func cache(
    _ folder: String,
    _ budget: Budget
  ) throws(UsageError) -> DiskRepository {
    do throws(FileError) {
      guard let cache = DiskRepository(root: try OperatorFiles.checked(folder), budget: budget)
      else { throw .missing }
      return cache
    } catch {
      throw UsageError(
        message: error == .missing
          ? "the folder \(folder) does not exist"
          : "cannot read the folder \(folder): \(error.words)"
      )
    }
  }

  /// The configuration in a file, and the rules in folders that it names.
  static func configuration(
    _ file: String,
    _ bytes: [UInt8],
    in repository: DiskRepository,
    _ options: WorkspaceOptions,
    rules pack: inout RulePack
  ) throws(UsageError) -> Configuration {
    repository.budget.spend(configurationCost * bytes.count, on: .settingsRead)
    let configuration = read(
      file,
      bytes,
      in: repository,
      options,
      rules: BuiltInRuleSet.all + pack.rules
    )
    guard !configuration.rulePacks.isEmpty else { return configuration }
    let other = try RulePackFiles.read(
      configuration.rulePacks,
      below: RepositoryPath.folder(of: shown(file, in: repository)),
      in: repository,
      options,
      known: BuiltInRuleSet.all + pack.rules
    )
    pack.join(other)
    // The configuration may set rules that a folder holds which only it names.
    return read(file, bytes, in: repository, options, rules: BuiltInRuleSet.all + pack.rules)
  }

  /// The cost of an evidence file, and of each of its bytes, in the budget: JSON takes longer than
  /// YAML, and one file may be named often.
  private static let fileCost = 4_096
  private static let evidenceCost = 4
  /// The cost of each byte of a configuration: each of its settings is compared with the rules.
  private static let configurationCost = 12

  /// Accounts for a file of evidence, or another one that a configuration names.
  static func spend(_ bytes: [UInt8], _ budget: Budget) -> Bool {
    budget.spend(fileCost + evidenceCost * bytes.count, on: .settingsRead)
  }

  private static func read(
    _ file: String,
    _ bytes: [UInt8],
    in repository: DiskRepository,
    _ options: WorkspaceOptions,
    rules: [RuleDefinition]
  ) -> Configuration {
    let shown = shown(file, in: repository)
    let folder = RepositoryPath.folder(of: shown)
    return ConfigurationReader.read(
      bytes,
      path: shown,
      rules: rules.map { ($0.id, $0.name) }
    ) { path throws(FileError) in
      let local = RepositoryPath.normalised(folder.isEmpty ? path : "\(folder)/\(path)")
      let outside = options.allowedPath(local, from: repository.root)
      let bytes: [UInt8]
      if let outside {
        bytes = try OperatorFiles.read(outside)
      } else {
        bytes = try repository.read(local)
      }
      guard spend(bytes, repository.budget) else {
        throw .unreadable("the configuration names too many files, or too large ones")
      }
      return bytes
    }
  }

  /// The projects whose folders a configuration file names.
  ///
  /// A configuration of the repository maps folders of the repository, and others only where the
  /// operator allows it; one from elsewhere is the operator's.
  static func projects(
    _ configuration: Configuration,
    in file: String,
    of repository: DiskRepository,
    _ options: WorkspaceOptions
  ) -> [IncludeLibrary.Project] {
    let shown = shown(file, in: repository)
    let isOperators = shown.hasPrefix("/")
    let base = RepositoryPath.folder(of: RepositoryPath.absolute(shown, from: repository.root))
    return configuration.includes.map { mapping in
      let folder = RepositoryPath.absolute(mapping.path, from: base)
      var files = IncludeLibrary.Project.Files.missing
      let local = RepositoryPath.relative(folder, to: repository.root)
      if let inside = local.flatMap(repository.files) {
        files = .inside(inside)
      } else if let real = HostSystem.realPath(folder),
        let outside = DiskRepository(root: real, budget: repository.budget)
      {
        files = isOperators || options.allows(real) ? .outside(outside) : .refused
      }
      return IncludeLibrary.Project(path: mapping.project, folder: mapping.path, files: files)
    }
  }

  /// Adds the evidence of files, each with the repository that it must not lead out of; nil for one
  /// that the command line names.
  static func join(
    _ files: [(path: String, keeper: DiskRepository?)],
    in repository: DiskRepository,
    to configuration: inout Configuration
  ) throws(UsageError) {
    for (path, keeper) in files {
      let bytes = try bytes(path, of: "the evidence", in: keeper)
      // The operator's own are as large as the operator likes.
      if let keeper, !spend(bytes, keeper.budget) { return }
      configuration.files.append(shown(path, in: repository))
      let snapshot = SnapshotReader.read(bytes, path: shown(path, in: repository))
      configuration.evidence.join(snapshot.evidence)
      configuration.problems += snapshot.problems
    }
  }

  /// The snapshots beside the configuration and at the root of the repository.
  static func snapshots(
    beside configuration: String?,
    in repository: DiskRepository
  ) -> [String] {
    let beside = configuration.map(RepositoryPath.folder)
    let folders = [beside, beside == repository.root ? nil : repository.root].compactMap { $0 }
    return folders.map { "\($0)/\(SnapshotReader.fileName)" }
      .filter { file in
        let local = RepositoryPath.relative(file, to: repository.root)
        return (local.map(repository.kind) ?? HostSystem.kind(file)) == .file
      }
  }
}
