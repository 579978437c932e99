import BuiltInRules
package import Evidence
package import Files
import Findings
package import GitLabCI
package import RuleEngine

/// A repository with its configuration.
package struct Workspace: Sendable {
  /// The files.
  package let repository: DiskRepository
  /// The configuration, or an empty one.
  package private(set) var configuration: Configuration
  /// Where includes that need a server are found.
  package private(set) var library: IncludeLibrary
  /// The rules, the user's own ones included, with the parameters that the configuration sets.
  package let rules: [RuleDefinition]
  /// What was taken from the environment and the git remote.
  package let notes: [String]

  /// The repository around a place.
  ///
  /// - Parameters:
  ///   - folder: The absolute path of the folder to start from.
  ///   - options: What is said of other places.
  ///   - contents: Configurations by their real path, as they count instead of the stored ones.
  /// - Throws: `UsageError` when the folder or the configuration cannot be read.
  package init(
    around folder: String,
    options: WorkspaceOptions = WorkspaceOptions(),
    contents: [String: [UInt8]] = [:]
  ) throws(UsageError) {
    let top = options.root ?? Self.repositoryRoot(around: folder) ?? folder
    guard let repository = DiskRepository(root: top) else {
      throw UsageError(message: "there is no folder \(top)")
    }
    self.repository = repository
    let file =
      options.configurationFile
      ?? Self.configurationFile(from: folder, to: repository.root, or: contents)
    let cache = try options.includes.map { folder throws(UsageError) in
      guard let cache = DiskRepository(root: folder) else {
        throw UsageError(message: "there is no folder \(folder)")
      }
      return cache
    }
    var configuration = Configuration()
    var projects: [IncludeLibrary.Project] = []
    var pack = try RulePackFiles.read(options.ruleFolders, known: BuiltInRuleSet.all)
    if let file {
      let keeper = options.configurationFile == nil ? repository : nil
      let bytes: [UInt8]
      if let open = contents[HostSystem.realPath(file) ?? file] {
        bytes = open
      } else {
        bytes = try Self.bytes(file, of: "the configuration", in: keeper)
      }
      configuration = Self.read(file, bytes, in: repository, rules: BuiltInRuleSet.all + pack.rules)
      if !configuration.rulePacks.isEmpty {
        // The configuration may set rules that a folder holds which only it names.
        let folder = RepositoryPath.folder(of: Self.shown(file, in: repository))
        let other = try RulePackFiles.read(
          configuration.rulePacks,
          below: folder,
          in: repository,
          known: BuiltInRuleSet.all + pack.rules
        )
        pack.join(other)
        let rules = BuiltInRuleSet.all + pack.rules
        configuration = Self.read(file, bytes, in: repository, rules: rules)
      }
      let base = RepositoryPath.folder(of: HostSystem.realPath(file) ?? file)
      projects = configuration.includes.map { mapping in
        IncludeLibrary.Project(
          path: mapping.project,
          folder: mapping.path,
          files: DiskRepository(root: "\(base)/\(mapping.path)")
        )
      }
    }
    let shown = file.map { Self.shown($0, in: repository) } ?? Configuration.fileName
    let parameters = RuleParameters.apply(
      configuration,
      to: BuiltInRuleSet.all + pack.rules,
      path: shown
    )
    rules = parameters.rules
    configuration.problems += pack.problems
    configuration.problems += parameters.problems
    let snapshots = Self.snapshots(beside: file, in: repository).map { ($0, repository) }
    for (path, keeper) in snapshots + options.evidenceFiles.map({ ($0, nil) }) {
      let bytes = try Self.bytes(path, of: "the evidence", in: keeper)
      let snapshot = SnapshotReader.read(bytes, path: Self.shown(path, in: repository))
      configuration.evidence.join(snapshot.evidence)
      configuration.problems += snapshot.problems
    }
    let surroundings = Surroundings(
      variable: HostSystem.environment,
      remote: GitFolder(of: repository.root).remote
    )
    notes = surroundings.complete(&configuration.evidence)
    var library = IncludeLibrary(
      projects: projects,
      cache: cache,
      cacheFolder: options.includes ?? ""
    )
    library.variables = configuration.evidence.includeVariables
    self.library = library
    self.configuration = configuration
  }

  /// Takes over what was found out by asking.
  package mutating func learn(_ evidence: ProjectEvidence) {
    configuration.evidence.join(evidence)
  }

  /// Takes over files that were fetched for includes.
  package mutating func add(_ includes: [String: [UInt8]]) {
    library.add(includes)
  }

  /// The path of a file as findings show it.
  private static func shown(_ file: String, in repository: DiskRepository) -> String {
    let real = HostSystem.realPath(file) ?? file
    return RepositoryPath.relative(real, to: repository.root) ?? file
  }

  /// The content of a file; of one that nobody named only when it lies in the repository.
  private static func bytes(
    _ file: String,
    of what: String,
    in repository: DiskRepository?
  ) throws(UsageError) -> [UInt8] {
    do throws(FileError) {
      guard let repository, let path = RepositoryPath.relative(file, to: repository.root) else {
        return try HostSystem.readFile(file)
      }
      return try repository.read(path)
    } catch {
      throw UsageError(message: "cannot read \(what) \(file): \(error.words)")
    }
  }

  /// The snapshot beside the configuration, or at the root of the repository.
  private static func snapshots(
    beside configuration: String?,
    in repository: DiskRepository
  ) -> [String] {
    let folders = [configuration.map(RepositoryPath.folder), repository.root].compactMap { $0 }
    return folders.lazy.map { "\($0)/\(SnapshotReader.fileName)" }
      .first { HostSystem.kind($0) == .file }.map { [$0] } ?? []
  }

  private static func read(
    _ file: String,
    _ bytes: [UInt8],
    in repository: DiskRepository,
    rules: [RuleDefinition]
  ) -> Configuration {
    let shown = shown(file, in: repository)
    let folder = RepositoryPath.folder(of: shown)
    return ConfigurationReader.read(
      bytes,
      path: shown,
      rules: rules.map { ($0.id, $0.name) }
    ) { path throws(FileError) in
      try repository.read(
        RepositoryPath.normalised(folder.isEmpty ? path : "\(folder)/\(path)")
      )
    }
  }

  /// The folder with `.git` in or above a folder.
  private static func repositoryRoot(around folder: String) -> String? {
    var folder = folder
    while true {
      if HostSystem.kind("\(folder)/.git") != nil { return folder }
      guard folder != "/", !folder.isEmpty else { return nil }
      folder = RepositoryPath.folder(of: folder)
    }
  }

  /// The nearest configuration in or above a folder, up to the repository's root.
  private static func configurationFile(
    from folder: String,
    to root: String,
    or contents: [String: [UInt8]]
  ) -> String? {
    var folder = HostSystem.realPath(folder) ?? folder
    while true {
      let file = "\(folder)/\(Configuration.fileName)"
      if HostSystem.kind(file) == .file || contents[file] != nil { return file }
      guard folder != root, folder != "/", !folder.isEmpty,
        RepositoryPath.relative(folder, to: root) != nil
      else { return nil }
      folder = RepositoryPath.folder(of: folder)
    }
  }

  /// Which rules run, by configuration.
  package func selection() -> RuleSelection {
    var selection = RuleSelection()
    for (id, setting) in configuration.rules {
      if setting.isOff {
        selection.settings[id] = .off
      } else if let severity = setting.severity.flatMap(Severity.init(rawValue:)) {
        selection.settings[id] = .severity(severity)
      }
    }
    return selection
  }
}
