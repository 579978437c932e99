import BuiltInRules
package import Evidence
package import Files
import Findings
package import GitLabCI
package import RuleEngine
import TextFormats
import YAMLSyntax

/// A repository with its configuration.
package struct Workspace: Sendable {
  /// The files.
  package private(set) var repository: DiskRepository
  /// The configuration, or an empty one.
  package private(set) var configuration: Configuration
  /// Where includes that need a server are found.
  package private(set) var library: IncludeLibrary
  /// The rules, the user's own ones included, with the parameters that the configuration sets.
  package let rules: [RuleDefinition]
  /// The configuration's file, and what was taken from the environment and the git remote.
  package let notes: [String]
  /// The absolute path of the configuration; nil when there is none.
  let configurationFile: String?
  /// Files that look like a configuration and are not read.
  package let warnings: [String]
  /// Files that are not linted.
  private let excluded: [PathPattern]
  /// Whether the configuration is that of the repository as a whole, so that its root file counts.
  private let decidesRoot: Bool

  /// The repository around a place.
  ///
  /// - Parameters:
  ///   - folder: The absolute path of the folder to start from.
  ///   - options: Findings at other places.
  ///   - contents: Configurations by their real path, as they count instead of the stored ones.
  /// - Throws: `UsageError` when the folder or the configuration cannot be read.
  package init(
    around folder: String,
    options: WorkspaceOptions = WorkspaceOptions(),
    contents: [String: [UInt8]] = [:]
  ) throws(UsageError) {
    let workspaces = try Workspaces(around: folder, options: options, contents: contents)
    try self.init(workspaces.repository, around: folder, options, contents)
  }

  /// A repository with the configuration nearest to a folder in it.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - folder: The absolute path of the folder.
  ///   - options: Findings at other places.
  ///   - contents: Configurations by their real path, as they count instead of the stored ones.
  /// - Throws: `UsageError` when the configuration cannot be read.
  init(
    _ repository: DiskRepository,
    around folder: String,
    _ options: WorkspaceOptions,
    _ contents: [String: [UInt8]]
  ) throws(UsageError) {
    self.repository = repository
    let search = ConfigurationSearch(from: folder, in: repository, options, contents)
    let file = search.file
    configurationFile = file
    warnings = search.warnings
    let cache = try options.includes.map { folder throws(UsageError) in
      try Self.cache(folder, repository.budget)
    }
    var pack = try RulePackFiles.read(options.ruleFolders, known: BuiltInRuleSet.all)
    var configuration = Configuration()
    if let file {
      let bytes: [UInt8]
      if let open = contents[HostSystem.realPath(file) ?? file] {
        bytes = open
      } else {
        let keeper = options.configurationFile == nil ? repository : nil
        bytes = try Self.bytes(file, of: "the configuration", in: keeper)
      }
      configuration = try Self.configuration(file, bytes, in: repository, options, rules: &pack)
    }
    configuration.exclude += options.excluded
    excluded = configuration.exclude.map(PathPattern.init(include:))
    let parameters = RuleParameters.apply(
      configuration,
      to: BuiltInRuleSet.all + pack.rules
    )
    rules = parameters.rules
    configuration.problems += pack.problems
    configuration.problems += parameters.problems
    let isOwn =
      options.configurationFile != nil || file.map(RepositoryPath.folder) == repository.root
    decidesRoot = isOwn
    if isOwn, !options.isFleet, !options.content.isCommit {
      configuration.problems += Self.missingRoot(configuration.gitLab, in: repository)
    }
    let snapshots = Self.snapshots(beside: file, in: repository)
      .prefix(options.isFleet ? .max : 1).map { ($0, repository as DiskRepository?) }
    let named = options.evidenceFiles.map { ($0, nil as DiskRepository?) }
    try Self.join(snapshots + named, in: repository, to: &configuration)
    let surroundings =
      options.isFleet
      ? Surroundings(
        variable: { $0 == "CI_SERVER_URL" ? HostSystem.environment($0) : nil },
        remote: nil
      )
      : Surroundings(
        variable: HostSystem.environment,
        remote: GitFolder(of: repository.root).remote
      )
    let shown = file.map { Self.shown($0, in: repository) }
    notes =
      Self.notes(on: configuration.files, configuration: shown)
      + surroundings.complete(&configuration.evidence)
    library = IncludeLibrary(
      projects: file.map { Self.projects(configuration, in: $0, of: repository, options) } ?? [],
      cache: cache,
      cacheFolder: options.includes ?? "",
      isCacheQuotable: cache.map { repository.holds($0.root) } ?? false
    )
    library.variables = configuration.evidence.includeVariables
    library.version = configuration.evidence.gitLab.version.flatMap { GitLabVersion($0) }
    self.configuration = configuration
  }

  /// A line for each file that was read.
  private static func notes(on files: [String], configuration: String?) -> [String] {
    files.map { $0 == configuration ? "configuration: \($0)" : "read: \($0)" }
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
    let local = RepositoryPath.relative(file, to: repository.root)
    if let real = local.flatMap(repository.realPath) { return real }
    let real = HostSystem.realPath(file) ?? file
    return RepositoryPath.relative(real, to: repository.root) ?? file
  }

  /// The content of a file; one that was not named must be in the repository.
  private static func bytes(
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
  private static func cache(
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

  // MARK: Configurations

  /// The configuration in a file, and the rules in folders that it names.
  private static func configuration(
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
  private static func spend(_ bytes: [UInt8], _ budget: Budget) -> Bool {
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
  private static func projects(
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

  // MARK: Evidence

  /// Adds the evidence of files, each with the repository that it must not lead out of; nil for one
  /// that the command line names.
  private static func join(
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
  private static func snapshots(
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

  /// The configuration for a project of the fleet whose folder is the repository.
  ///
  /// - Parameters:
  ///   - path: The project's folder, relative to the fleet's.
  ///   - manifest: The note of `akvlint fetch` about it; nil when it was copied in another way.
  ///   - includes: Copies of files that projects include.
  ///   - parsed: Those that were parsed for other projects.
  /// - Returns: The same configuration with the project's files, snapshot and path.
  /// - Throws: `UsageError` when its snapshot cannot be read.
  func project(
    _ path: String,
    _ manifest: FetchManifest?,
    includes: any RepositoryFiles,
    parsed: ParsedFiles
  ) throws(UsageError) -> Self {
    var result = self
    let folder = "\(repository.root)/\(path)"
    guard let files = DiskRepository(root: folder) else {
      throw UsageError(message: "the folder \(folder) does not exist")
    }
    let snapshot = "\(files.root)/\(SnapshotReader.fileName)"
    let isBeside = configurationFile.map(RepositoryPath.folder) == files.root
    if !isBeside {
      // A configuration above does not know which project this is.
      result.configuration.evidence.gitLab.projectPath = nil
      result.configuration.evidence.gitLab.projectID = nil
    }
    if !isBeside, files.kind(SnapshotReader.fileName) == .file {
      try Self.join([(snapshot, files)], in: repository, to: &result.configuration)
    }
    result.repository = files
    // The folder in which a project's files are is a fact; its configuration is a claim.
    let gitLab = result.configuration.evidence.gitLab
    result.configuration.evidence.gitLab.projectPath =
      manifest?.project ?? gitLab.projectPath ?? path
    result.configuration.evidence.gitLab.projectID = manifest?.id ?? gitLab.projectID
    result.library.use(includes, folder: "includes", parsed: parsed)
    result.library.variables = result.configuration.evidence.includeVariables
    return result
  }

  /// The pipeline that GitLab runs for the repository, when its file exists: the one that
  /// `gitlab.ci_config_path` names, else `.gitlab-ci.yml`.
  package var rootFile: String? {
    mainFile.flatMap { repository.kind($0) == .file ? $0 : nil }
  }

  /// The path at which that pipeline is looked for; nil when it is outside the repository.
  package var mainFile: String? {
    guard case .file(let path) = configuration.gitLab.root else { return nil }
    return RepositoryPath.normalised(path)
  }

  /// The setting that names a pipeline outside the repository; nil when there is none.
  package var rootElsewhere: String? {
    guard decidesRoot, case .elsewhere(let place) = configuration.gitLab.root else { return nil }
    return place
  }

  /// Reports that the root file, which the configuration names, does not exist.
  private static func missingRoot(
    _ gitLab: Configuration.GitLab,
    in repository: DiskRepository
  ) -> [ConfigurationProblem] {
    guard let name = gitLab.rootFile, let setting = gitLab.rootFilePath,
      case .file(let path) = gitLab.root,
      repository.kind(RepositoryPath.normalised(path)) != .file
    else { return [] }
    return [
      ConfigurationProblem(
        path: setting,
        place: .span(gitLab.rootFileSpan),
        message: "the repository has no file \(name); write the path that the project's CI/CD "
          + "settings have, or remove the setting"
      )
    ]
  }

  /// Whether a file decides how pipelines are judged: a configuration, a file that it names, a
  /// snapshot or a rule.
  ///
  /// - Parameter path: Its path in the repository.
  /// - Returns: Whether it does.
  func isEvidence(_ path: String) -> Bool {
    if configuration.files.contains(path) { return true }
    let name = RepositoryPath.name(of: path)
    if Configuration.fileNames.contains(name) || name == SnapshotReader.fileName { return true }
    let named = configuration.rulePacks.map { besideConfiguration($0) + "/" }
    return named.contains(where: path.hasPrefix)
  }

  /// The path in the repository of what the configuration names.
  package func besideConfiguration(_ name: String) -> String {
    let file = configurationFile.map { Self.shown($0, in: repository) } ?? ""
    let folder = RepositoryPath.folder(of: file)
    return RepositoryPath.normalised(folder.isEmpty ? name : "\(folder)/\(name)")
  }

  /// Whether a file is not linted.
  func excludes(_ path: String) -> Bool {
    excluded.contains { $0.matches(path) }
  }

  /// The file of known findings that the configuration names.
  ///
  /// - Returns: Its path in the repository and its content, with the mistakes in it; nil when the
  ///   configuration names none.
  /// - Throws: That it cannot be read.
  package func baseline() throws(UsageError) -> BaselineFile.Content? {
    guard let name = configuration.baseline else { return nil }
    let path = besideConfiguration(name)
    do throws(FileError) {
      let bytes = try repository.read(path)
      guard Self.spend(bytes, repository.budget) else { return nil }
      return BaselineFile.read(bytes, path: path)
    } catch {
      throw UsageError(
        message:
          "cannot read the baseline \(path): \(error.words); --write-baseline \(path) makes it"
      )
    }
  }

  /// Which rules run, by configuration.
  package func selection() -> RuleSelection {
    var selection = RuleSelection()
    selection.profile =
      RuleDefinition.Profile(rawValue: configuration.builtInProfile) ?? .recommended
    selection.settings = configuration.rules.compactMapValues(RuleSelection.Setting.init)
    return selection
  }
}
