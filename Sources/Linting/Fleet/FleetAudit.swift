package import AccessPrediction
package import AzureFederation
import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import Reporting
import RuleEngine
import Synchronization
import TextFormats
import YAMLSyntax

/// Judges the projects of a fleet, each by itself: a project is reduced to what the reports need
/// before its pipeline is freed.
package struct FleetAudit: Sendable {
  /// The projects' paths below the fleet's folder, sorted.
  package let paths: [String]
  /// Folders that could not be listed.
  package let unlisted: [String]
  private let home: DiskRepository
  private let options: WorkspaceOptions
  private let includes: FleetIncludes
  private let cache = WorkspaceCache()
  private let parsed = ParsedFiles()
  /// The rules as no configuration changes them.
  private let linter: Linter

  /// The fleet in a folder: each topmost folder with a root pipeline or a note of `akvlint fetch` is a
  /// project.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - options: Evidence, includes and rules that concern all projects.
  /// - Throws: `UsageError` when there is no such folder, a rule cannot be prepared, or the fleet's own
  ///   configuration and evidence have mistakes.
  package init(_ folder: String, options: WorkspaceOptions) throws(UsageError) {
    guard HostSystem.kind(folder) == .folder, let home = DiskRepository(root: folder) else {
      throw UsageError(message: "the folder \(folder) does not exist")
    }
    self.home = home
    var options = options
    options.root = home.root.isEmpty ? "/" : home.root
    options.isFleet = true
    let named = try options.includes.map { path throws(UsageError) in
      guard let store = DiskRepository(root: path) else {
        throw UsageError(message: "the folder \(path) does not exist")
      }
      return store
    }
    options.includes = nil
    self.options = options
    let own = DiskRepository(root: "\(home.root)/\(FleetIncludes.folder)")
    includes = FleetIncludes([named, own].compactMap(\.self), fleet: home)
    linter = try Self.linter(options)
    // Mistakes there concern every project.
    try Self.check(Workspace(home, around: home.root, options, [:]))
    var unlisted: [String] = []
    paths = home.folders { path, names in
      Self.isProject(path, names, home)
    } fails: {
      unlisted.append($0)
    }
    self.unlisted = unlisted
  }

  /// Whether the folder is a project itself, so that none below it is.
  package var isProject: Bool { home.kind(".gitlab-ci.yml") == .file }

  /// The rules as no configuration changes them.
  private static func linter(_ options: WorkspaceOptions) throws(UsageError) -> Linter {
    let pack = try RulePackFiles.read(options.ruleFolders, known: BuiltInRuleSet.all)
    guard pack.problems.isEmpty else {
      throw UsageError(message: "the rules have mistakes; akvlint rules test shows them")
    }
    let rules = RuleParameters.apply(Configuration(), to: BuiltInRuleSet.all + pack.rules)
    do throws(RuleError) {
      return try Linter(rules: rules.rules, today: .current)
    } catch {
      throw UsageError(message: error.text)
    }
  }

  private static func isProject(
    _ path: String,
    _ names: [String],
    _ home: DiskRepository
  ) -> Bool {
    if path == ".akvlint" || path.hasPrefix(".akvlint/") { return false }
    if names.contains(where: Membership.isRootName) || names.contains(FetchManifest.fileName) {
      return true
    }
    // The settings of a project may name another root file.
    return Configuration.fileNames.contains { name in
      guard names.contains(name), let bytes = try? home.read("\(path)/\(name)") else {
        return false
      }
      return ByteSearch.contains(Array("ci_config_path".utf8), in: bytes[...])
    }
  }

  // MARK: Projects

  /// Judges projects.
  ///
  /// - Parameters:
  ///   - paths: Their paths.
  ///   - jobs: The maximum number of projects at one time; nil for one per core.
  ///   - cloud: Microsoft's cloud, when projects of other clouds are left out.
  /// - Returns: The projects, with the applications and credentials that their evidence names.
  package func run(_ paths: [String], jobs: Int? = nil, cloud: Cloud? = nil) -> Fleet {
    let fleet = Mutex(Fleet())
    // Neighbours share most: a core takes a few at once.
    let chunks = stride(from: 0, to: paths.count, by: 8).map { start in
      Array(paths[start..<min(start + 8, paths.count)])
    }
    _ = Cores(limit: jobs).map(chunks) { chunk in
      var part = Fleet()
      for path in chunk { judge(path, cloud, into: &part) }
      fleet.withLock { $0.merge(part) }
    }
    return fleet.withLock { $0 }
  }

  private func judge(_ path: String, _ cloud: Cloud?, into fleet: inout Fleet) {
    var project = FleetProject(path: path)
    defer { fleet.add(project) }
    do throws(UsageError) {
      let manifest = (try? home.read("\(path)/\(FetchManifest.fileName)"))
        .flatMap { FetchManifest($0) }
      project.problems = manifest?.problems ?? []
      // Known whatever its configuration is: no other project's credential admits it.
      project.tokens.path = manifest?.project ?? path
      let workspace = try workspace(of: path, manifest)
      let evidence = workspace.configuration.evidence
      if let cloud, evidence.cloud != cloud {
        project.problems = ["its configuration names the \(evidence.cloud.rawValue) cloud"]
        return
      }
      project.tokens.issuer = evidence.gitLab.issuer
      project.tokens.path = evidence.gitLab.projectPath
      project.tokens.id = evidence.gitLab.projectID
      project.tokens.components = evidence.gitLab.subjectComponents
      guard let root = manifest?.root ?? workspace.rootFile else {
        guard manifest == nil else { return }
        let elsewhere = workspace.configuration.gitLab.rootFile ?? ""
        project.problems.append(
          workspace.mainFile.map { "\($0) is missing" }
            ?? "its pipeline \(elsewhere) is outside the project"
        )
        return
      }
      fleet.add(evidence)
      try judge(LintRoot(path: root), in: workspace, &project)
    } catch {
      project.problems.append(error.message)
    }
  }

  private func judge(
    _ input: LintRoot,
    in workspace: Workspace,
    _ project: inout FleetProject
  ) throws(UsageError) {
    var session = LintSession(
      workspace: workspace,
      linter: try linter(of: workspace),
      inputs: [input],
      jobs: 1
    )
    // Rules and predictions look at the same runs, and what rules needed is not predicted again.
    let pipeline = try? PipelineInput(input, in: workspace)
    let composed = pipeline?.composed
    if let composed { session.composed.add(composed, as: input.path) }
    var root: LintInput?
    let outcome = session.run(overlay: [:]) { linted in
      root = root ?? linted
      return true
    }
    if let pipeline, let composed {
      project.add(pipeline.predictions(of: composed.runs, known: root?.predictions))
    }
    project.problems += outcome.failures
    project.counts.errors = outcome.report.count(.error)
    project.counts.warnings = outcome.report.count(.warning)
    project.counts.infos = outcome.report.count(.info)
    project.counts.undecided = outcome.report.undecided.count
    if outcome.report.isIncomplete, outcome.failures.isEmpty {
      project.problems.append(Self.reason(outcome.report.findings))
    }
  }

  /// The reason why a pipeline could not be read or parsed as a whole.
  private static func reason(_ findings: [Finding]) -> String {
    let unreadable = findings.first { ["AKV001", "AKV002", "AKV003"].contains($0.rule) }
    guard let finding = unreadable ?? findings.first(where: { $0.severity == .error }) else {
      return "a file could not be read or parsed"
    }
    let start = finding.place.span.start
    return "\(finding.place.path):\(start.line):\(start.column): \(finding.message)"
  }

  /// The rules as a configuration sets them; most change none.
  private func linter(of workspace: Workspace) throws(UsageError) -> Linter {
    let configuration = workspace.configuration
    let isPlain =
      configuration.rules.isEmpty && configuration.paths.isEmpty
      && configuration.rulePacks.isEmpty && configuration.profile == nil
      && configuration.exclude.isEmpty
    return isPlain ? linter : try workspace.linter()
  }

  // MARK: Configurations

  private func workspace(
    of path: String,
    _ manifest: FetchManifest?
  ) throws(UsageError) -> Workspace {
    let folder = "\(home.root)/\(path)"
    let file = ConfigurationSearch(from: folder, in: home, options, [:]).file
    let isOwn = file.map(RepositoryPath.folder) == folder
    let configured =
      if isOwn {
        try makeWorkspace(around: folder)
      } else {
        try cache.workspace(file ?? "") { () throws(UsageError) in
          try makeWorkspace(around: folder)
        }
      }
    let workspace = try configured.project(path, manifest, includes: includes, parsed: parsed)
    try Self.check(workspace)
    return workspace
  }

  /// A configuration with a budget of its own: what one names must not leave less to the others.
  private func makeWorkspace(around folder: String) throws(UsageError) -> Workspace {
    try Workspace(home.renewed(), around: folder, options, [:])
  }

  /// Throws the first mistake of a configuration or its evidence.
  private static func check(_ workspace: Workspace) throws(UsageError) {
    guard let problem = workspace.configuration.problems.first else { return }
    let start = problem.span.start
    let place = problem.jsonPath == nil ? ":\(start.line):\(start.column)" : ""
    throw UsageError(message: "\(problem.path)\(place): \(problem.message)")
  }
}

/// Configurations that several projects share, by their files.
private final class WorkspaceCache: Sendable {
  private let known = Mutex<[String: Workspace]>([:])

  func workspace(
    _ file: String,
    make: () throws(UsageError) -> Workspace
  ) throws(UsageError) -> Workspace {
    if let workspace = known.withLock({ $0[file] }) { return workspace }
    let workspace = try make()
    known.withLock { $0[file] = workspace }
    return workspace
  }
}
