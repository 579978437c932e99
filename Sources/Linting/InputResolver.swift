package import Files
import GitLabCI
import RuleEngine
import YAMLSyntax

/// Turns the paths of the command line into root files.
package struct InputResolver {
  let repository: DiskRepository
  let folder: String
  let isHook: Bool
  /// The root files.
  package private(set) var inputs: [Input] = []
  /// Paths that could not be used, with the reason.
  package private(set) var failures: [String] = []
  private var seen: Set<String> = []
  /// The folders that were asked for, with their links resolved.
  private var realFolders: [String: String] = [:]
  /// The repository's pipelines, and the paths of the files that each is made of.
  private lazy var roots = Self.pipelines(in: repository, below: "").map { root in
    (path: root, files: Self.files(of: root, repository))
  }

  /// A resolver without paths.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - folder: What paths are relative to.
  ///   - isHook: Whether files that are no pipelines are left out without a word.
  package init(repository: DiskRepository, folder: String, isHook: Bool) {
    self.repository = repository
    self.folder = folder
    self.isHook = isHook
  }

  /// Adds a path: a file, or a folder with all pipelines below.
  package mutating func add(_ path: String) {
    let absolute = RepositoryPath.absolute(path, from: folder)
    switch HostSystem.kind(absolute) {
    case nil: failures.append("there is no file \(path)")
    case .other: failures.append("\(path) is no regular file")
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
    let found = Self.pipelines(in: repository, below: local) { unlisted.append($0) }
    failures += unlisted.filter { local.isEmpty || $0 == local || $0.hasPrefix(local + "/") }
      .map { "cannot list the folder \($0.isEmpty ? written : $0)" }
    if found.isEmpty { failures.append("there is no pipeline in \(written)") }
    // Those further up first: they may include the others.
    let depth = { (path: String) in path.utf8.count { $0 == UInt8(ascii: "/") } }
    for path in found.sorted(by: { (depth($0), $0) < (depth($1), $1) }) {
      append(Input(path: path, isFound: true))
    }
  }

  private mutating func addFile(_ absolute: String, written: String) {
    guard let local = localPath(absolute) else {
      failures.append("\(written) lies outside the repository \(repository.root)")
      return
    }
    if RepositoryPath.isPipelineName(local) {
      append(Input(path: local))
      return
    }
    let including = roots.filter { $0.files.contains(local) }
    if !including.isEmpty {
      for root in including { append(Input(path: root.path)) }
    } else if !isHook || looksLikePipeline(local) {
      append(Input(path: local, role: isComponent(local) ? .component : .fragment))
    }
  }

  private mutating func append(_ input: Input) {
    if seen.insert(input.path).inserted { inputs.append(input) }
  }

  /// A file's path in the repository; links above the file are resolved, the file itself may be
  /// one.
  private mutating func localPath(_ absolute: String) -> String? {
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

  /// The pipelines below a folder, ignored files left out.
  static func pipelines(
    in repository: DiskRepository,
    below folder: String,
    fails: (String) -> Void = { _ in }
  ) -> [String] {
    var ignored = IgnoreRules()
    var loaded: Set<String> = []
    func load(_ folder: String) {
      guard loaded.insert(folder).inserted else { return }
      let path = folder.isEmpty ? ".gitignore" : "\(folder)/.gitignore"
      if let bytes = try? repository.read(path) {
        ignored.add(String(decoding: bytes, as: UTF8.self), in: folder)
      }
    }
    load("")
    let enters = { (path: String, isFolder: Bool) in
      if ignored.ignores(path, isFolder: isFolder) { return false }
      if isFolder { load(path) }
      return isFolder || RepositoryPath.isPipelineName(path)
    }
    let paths = repository.paths(where: enters, fails: fails)
    return paths.filter { folder.isEmpty || $0.hasPrefix(folder + "/") }
  }

  private static func files(of root: String, _ repository: DiskRepository) -> Set<String> {
    guard let bytes = try? repository.read(root) else { return [] }
    let composition = Composer.compose(SourceText(path: root, bytes: bytes), in: repository)
    return Set(composition.files.map { composition.tree.file($0.file).path })
  }

  /// Whether a file holds jobs or templates: under a hook any YAML file may be named.
  private func looksLikePipeline(_ path: String) -> Bool {
    guard let bytes = try? repository.read(path) else { return true }
    let composition = Composer.compose(SourceText(path: path, bytes: bytes), in: repository)
    guard let root = composition.root else { return false }
    let words: [Keyword] = [.script, .idTokens, .secrets, .extends, .trigger, .rules, .stage]
    return composition.tree.entries(root).contains { entry in
      words.contains { composition.tree.value($0, in: entry.value) != nil }
    }
  }

  /// Components lie in `templates`, one level down at most.
  private func isComponent(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    guard parts.first == "templates" else { return false }
    return parts.count == 2 || (parts.count == 3 && parts[2] == "template.yml")
  }
}
