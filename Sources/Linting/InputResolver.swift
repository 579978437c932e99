import Evidence
import Files
import GitLabCI
import RuleEngine
import YAMLSyntax

/// Turns the paths of a call, or the files of an editor, into the pipelines that they belong to.
package struct InputResolver {
  /// The pipelines of the paths.
  package private(set) var inputs: [LintRoot] = []
  /// Paths that lead nowhere.
  package private(set) var missing: [String] = []
  /// Paths that could not be used, with the reason; those that lead nowhere among them.
  package private(set) var failures: [String] = []
  /// Files that would be linted if a configuration or an option did not exclude them.
  package private(set) var excluded: [String] = []
  /// The roots that were composed to find their files.
  package var composed: ComposedInputs { membership?.composed ?? ComposedInputs() }
  /// The repository with the configurations that were needed.
  package private(set) var workspaces: Workspaces
  private let folder: String
  private let isHook: Bool
  private let overlay: [String: [UInt8]]
  private let files: any RepositoryFiles
  private var seen: Set<String> = []
  /// The folders that were asked for, with their links resolved.
  private var realFolders: [String: String] = [:]
  private var membership: Membership?
  /// The files that may be pipelines, and those of the repository's own, once they were looked for.
  private var known: (paths: [String], main: Set<String>)?
  /// Files that may be pipelines and that are excluded.
  private var left: [String] = []

  private var repository: DiskRepository { workspaces.repository }

  /// A resolver without paths.
  ///
  /// - Parameters:
  ///   - workspaces: The repository.
  ///   - folder: The folder that paths are relative to.
  ///   - isHook: Whether files that are not pipelines are skipped silently.
  ///   - overlay: Contents that count instead of the stored ones, by path.
  package init(
    _ workspaces: Workspaces,
    folder: String,
    isHook: Bool = false,
    overlay: [String: [UInt8]] = [:]
  ) {
    self.workspaces = workspaces
    self.folder = folder
    self.isHook = isHook
    self.overlay = overlay
    files =
      overlay.isEmpty
      ? workspaces.repository : OverlaidFiles(workspaces.repository, contents: overlay)
  }

  /// Adds the pipeline that GitLab runs for the repository.
  ///
  /// - Parameter isLinted: Whether it is left out when it is excluded: exclusions are about findings.
  /// - Throws: That there is none, or that the configuration cannot be read.
  package mutating func addMain(isLinted: Bool = false) throws(UsageError) {
    let workspace = try workspaces.main()
    guard !repository.budget.isExhausted else { return }
    guard let path = workspace.mainFile else {
      let place = workspace.configuration.gitLab.rootFile ?? ""
      throw UsageError(
        message: "the pipeline \(place), which gitlab.ci_config_path names, is outside this "
          + "repository; name a PATH"
      )
    }
    guard let root = workspace.rootFile else {
      let setting = workspace.configuration.gitLab
      let place = setting.rootFilePath.map { "\($0):\(setting.rootFileSpan.start.line): " } ?? ""
      throw UsageError(message: "\(place)\(repository.root) has no \(path); name a PATH")
    }
    if isLinted, excludes(root) { return excluded.append(root) }
    append(LintRoot(path: root))
  }

  /// Adds all pipelines of the repository: its own, and those of folders that have one.
  ///
  /// - Returns: The path of the repository's own; nil if there is none.
  /// - Throws: That a configuration cannot be read.
  mutating func addPipelines() throws(UsageError) -> String? {
    let main = try workspaces.main().rootFile
    for candidate in members().pipelines(below: "") where candidate.kind != .other {
      append(Self.input(candidate))
    }
    return main
  }

  /// Adds a path: a file, or a folder with all pipelines below.
  package mutating func add(_ path: String) {
    // The run ends with the name of the limit.
    guard !repository.budget.isExhausted else { return }
    let absolute = RepositoryPath.absolute(path, from: folder)
    if !overlay.isEmpty, let local = localPath(absolute), overlay[local] != nil {
      return addLocal(local)
    }
    let local = RepositoryPath.relative(absolute, to: repository.root)
    switch local.map(repository.kind) ?? HostSystem.kind(absolute) {
    case nil:
      missing.append(path)
      failures.append("the file \(path) does not exist")
    case .other: failures.append("\(path) is not a regular file")
    case .folder: addFolder(absolute, written: path)
    case .file: addFile(absolute, written: path)
    }
  }

  private mutating func addFolder(_ absolute: String, written: String) {
    let real = HostSystem.realPath(absolute)
    guard let local = real.flatMap({ RepositoryPath.relative($0, to: repository.root) }) else {
      failures.append("\(written) lies outside the repository")
      return
    }
    var unlisted: [String] = []
    let found = members { unlisted.append($0) }.pipelines(below: local)
    guard !repository.budget.isExhausted else { return }
    failures += unlisted.filter { local.isEmpty || $0 == local || $0.hasPrefix(local + "/") }
      .map { "cannot list the folder \($0.isEmpty ? written : $0)" }
    if found.isEmpty {
      let skipped = left.filter { local.isEmpty || $0.hasPrefix(local + "/") }
      excluded += skipped
      if skipped.isEmpty { failures.append("\(written) contains no pipeline") }
    }
    for candidate in found { append(Self.input(candidate)) }
  }

  private mutating func addFile(_ absolute: String, written: String) {
    guard let local = localPath(absolute) else {
      failures.append("\(written) lies outside the repository \(repository.root)")
      return
    }
    addLocal(local)
  }

  private mutating func addLocal(_ path: String) {
    if excludes(path) { return excluded.append(path) }
    // The repository's own pipeline is always one.
    if isMain(path) { return append(LintRoot(path: path)) }
    let pipelines = members().pipelines(holding: path)
    for pipeline in pipelines { append(Self.input(pipeline)) }
    guard pipelines.isEmpty else { return }
    if addUsers(of: path) || Configuration.fileNames.contains(RepositoryPath.name(of: path)) {
      return
    }
    if Membership.isRootName(path), path != ".gitlab-ci.yml" {
      var input = LintRoot(path: path)
      input.mayHoldTemplates = true
      append(input)
    } else if !isHook || RepositoryPath.isPipelineName(path) || looksLikePipeline(path) {
      append(LintRoot(path: path, role: Self.isComponent(path) ? .component : .fragment))
    }
  }

  /// Adds the pipelines that a file configures, when it is part of their configuration.
  ///
  /// - Returns: Whether it is.
  private mutating func addUsers(of path: String) -> Bool {
    let all = Set(candidates().paths.compactMap { try? workspaces.index(of: $0) })
    let users = all.filter { workspaces.all[$0].isEvidence(path) }
    guard !users.isEmpty else { return false }
    for pipeline in members().pipelines(below: "") where users.contains(pipeline.settings) {
      append(Self.input(pipeline))
    }
    return true
  }

  private mutating func append(_ input: LintRoot) {
    if seen.insert(input.path).inserted { inputs.append(input) }
  }

  /// A file's path in the repository; links above the file are resolved, the file itself may be
  /// one.
  package mutating func localPath(_ absolute: String) -> String? {
    let folder = RepositoryPath.folder(of: absolute)
    let known = realFolders[folder] ?? HostSystem.realPath(folder)
    guard let real = known else { return nil }
    realFolders[folder] = real
    let name = RepositoryPath.name(of: absolute)
    return RepositoryPath.relative(
      real == "/" ? "/\(name)" : "\(real)/\(name)",
      to: repository.root
    )
  }

  // MARK: Pipelines

  private mutating func isMain(_ path: String) -> Bool {
    guard let workspace = try? workspaces.main() else { return path == ".gitlab-ci.yml" }
    return workspace.mainFile == path
  }

  /// The pipelines of the repository, found when they are first needed.
  private mutating func members(fails: @escaping (String) -> Void = { _ in }) -> Membership {
    if let membership { return membership }
    let (paths, main) = candidates(fails: fails)
    let made = Membership(paths, main: main, &workspaces, in: files, overlay: overlay)
    membership = made
    return made
  }

  /// The files that may be pipelines, and those of the repository's own.
  private mutating func candidates(
    fails: @escaping (String) -> Void = { _ in }
  ) -> (paths: [String], main: Set<String>) {
    if let known { return known }
    var paths = RepositoryFolders.pipelines(in: repository, fails: fails)
    paths += overlay.keys.filter(RepositoryPath.isPipelineName)
    let cost = paths.count * Membership.candidateCost
    guard repository.budget.spend(cost, on: .bytesRead) else { return ([], []) }
    var main: Set<String> = []
    if let workspace = try? workspaces.main() {
      main = Set([workspace.mainFile].compactMap { $0 })
    }
    paths.removeAll { !RepositoryPath.isPipelineName($0) && !holdsComponent($0) }
    paths += main.filter { (try? files.read($0)) != nil }
    left = Set(paths).sorted().filter { excludes($0) }
    paths.removeAll { excludes($0) }
    known = (paths, main)
    return (paths, main)
  }

  /// Whether the configuration of a file excludes it.
  private mutating func excludes(_ path: String) -> Bool {
    guard let index = try? workspaces.index(of: path) else { return false }
    return workspaces.all[index].excludes(path)
  }

  private static func input(_ candidate: Membership.Candidate) -> LintRoot {
    guard candidate.kind == .other else {
      var input = LintRoot(path: candidate.path)
      input.mayHoldTemplates = candidate.kind != .main
      return input
    }
    return LintRoot(
      path: candidate.path,
      role: isComponent(candidate.path) ? .component : .fragment
    )
  }

  /// All pipelines to lint: those of the paths, and others that share files with them, with only
  /// the findings in those files.
  ///
  /// - Throws: That a configuration cannot be read.
  package mutating func resolve() throws(UsageError) -> [LintRoot] {
    var all = inputs
    let own = Set(inputs.map(\.path))
    if membership != nil || inputs.contains(where: mayShare) && Set(candidates().paths) != own {
      let members = members()
      let shown = members.files(of: own)
      for other in members.sharing(shown, without: own) {
        var input = Self.input(other)
        input.shown = shown
        all.append(input)
      }
    }
    if all.isEmpty { _ = try workspaces.main() }
    for index in all.indices { all[index].settings = try workspaces.index(of: all[index].path) }
    return all
  }

  /// The place of the configuration of a file.
  ///
  /// - Throws: That it cannot be read.
  package mutating func index(of path: String) throws(UsageError) -> Int {
    try workspaces.index(of: path)
  }

  /// Whether a file is part of a pipeline that another file begins.
  package mutating func isHeld(_ path: String) -> Bool {
    members().pipelines(holding: path).contains { $0.path != path }
  }

  private func mayShare(_ input: LintRoot) -> Bool {
    guard let bytes = try? files.read(input.path) else { return false }
    return PipelineReach.mayInclude(bytes)
  }

  /// Whether a file holds jobs or templates: under a hook any YAML file may be named.
  private func looksLikePipeline(_ path: String) -> Bool {
    guard let bytes = try? files.read(path) else { return true }
    let source = SourceText(path: path, bytes: bytes)
    let composition = Composer.compose(.file(source), in: files, isWhole: false)
    let words: [Keyword] = [.script, .idTokens, .secrets, .extends, .trigger, .rules, .stage]
    guard let root = composition.root, composition.files.first?.error == nil else {
      // When a file cannot be parsed, its text decides: it may as well be a chart's template.
      return ["script:", "id_tokens:", "azure_key_vault:"].contains { word in
        ByteSearch.contains(Array(word.utf8), in: bytes[...])
      }
    }
    return composition.tree.entries(root).contains { entry in
      words.contains { composition.tree.value($0, in: entry.value) != nil }
    }
  }

  /// Whether a file in `templates` is a component; Helm's charts have manifests in a folder of that name.
  private func holdsComponent(_ path: String) -> Bool {
    guard path.hasSuffix(".yml"), Self.isComponent(path), let bytes = try? files.read(path),
      !ByteSearch.contains(Array("apiVersion:".utf8), in: bytes[...])
    else { return false }
    return looksLikePipeline(path)
  }

  /// Components lie in `templates`, one level down at most.
  static func isComponent(_ path: String) -> Bool {
    guard path.hasPrefix("templates/") else { return false }
    let parts = path.split(separator: "/")
    return parts.count == 2 || (parts.count == 3 && parts[2] == "template.yml")
  }
}
