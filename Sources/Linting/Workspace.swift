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
  package internal(set) var repository: DiskRepository
  /// The configuration, or an empty one.
  package internal(set) var configuration: Configuration
  /// Where includes that need a server are found.
  package internal(set) var library: IncludeLibrary
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
  ///   - options: Where configuration, rules and evidence are, when not where they are looked for.
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
  ///   - options: Where configuration, rules and evidence are, when not where they are looked for.
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
