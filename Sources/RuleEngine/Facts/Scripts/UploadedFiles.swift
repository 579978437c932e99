import Files
import GitLabCI
import ShellSyntax
import YAMLSyntax

/// The files that a job uploads as artifacts, as far as they are named plainly.
struct UploadedFiles {
  /// A path from the project's folder, or a pattern of some.
  private struct Upload {
    /// The path; nil for all files that Git does not track.
    let path: String?
    /// The pattern, when it has wildcards.
    let pattern: PathPattern?
    /// The keyword that uploads it, as the end of a sentence.
    let reason: String

    func matches(_ path: String) -> Bool {
      if let pattern { return pattern.matches(path) }
      guard let own = self.path else {
        return !["/", "~", "..", "$", ".git/"].contains(where: path.hasPrefix)
      }
      return path == own || path.hasPrefix(own + "/")
    }
  }

  /// The uploaded files, and folders with everything in them.
  private var paths: [Upload] = []
  private var removed: Set<String> = []

  init(_ job: Job, _ scripts: ScriptTexts, in tree: NodeTree) {
    // Excluded artifacts are not followed.
    if let artifacts = tree.present(.artifacts, in: job.node),
      !tree.entries(artifacts).contains(where: { tree.text($0.key) == "exclude" })
    {
      let reason = "which the job uploads as an artifact"
      paths = Self.values(artifacts, tree).compactMap { Self.upload($0, reason, tree) }
      if Self.takesUntracked(artifacts, tree) {
        let reason = "which the job uploads with artifacts:untracked"
        paths.append(Upload(path: nil, pattern: nil, reason: reason))
      }
    }
    for cache in Self.caches(job, tree) {
      let values = tree.present(.paths, in: cache).map { tree.items($0).map(\.value) } ?? []
      paths += values.compactMap { Self.upload($0, "which the job keeps in its cache", tree) }
    }
    guard !paths.isEmpty else { return }
    var found: Set<String> = []
    for command in job.script {
      let text = tree.text(command.node)
      guard
        ByteSearch.contains(Array("rm ".utf8), in: text)
          || ByteSearch.contains(Array("shred ".utf8), in: text)
      else { continue }
      scripts.visit(command.node, in: tree) { visited in
        guard let line = ShellCommandLine(visited.command), ["rm", "shred"].contains(line.program)
        else { return }
        found.formUnion(line.arguments.compactMap(Self.path))
      }
    }
    removed = found
  }

  private static func takesUntracked(_ artifacts: NodeID, _ tree: NodeTree) -> Bool {
    tree.entries(artifacts).contains { entry in
      tree.text(entry.key) == "untracked" && tree.kind(entry.value) == .bool
        && tree.bool(entry.value)
    }
  }

  private static func upload(_ value: NodeID, _ reason: String, _ tree: NodeTree) -> Upload? {
    guard tree.kind(value).isString else { return nil }
    var path = plain(tree.string(value))
    for ending in ["/**/*", "/**", "/*", "/"] where path.hasSuffix(ending) {
      path = String(path.dropLast(ending.utf8.count))
      break
    }
    guard !path.isEmpty, !path.contains(where: { "?[{$".contains($0) }) else { return nil }
    let pattern = path.contains("*") ? PathPattern(include: path) : nil
    return Upload(path: path, pattern: pattern, reason: reason)
  }

  /// The caches of a job that it saves.
  private static func caches(_ job: Job, _ tree: NodeTree) -> [NodeID] {
    guard let cache = tree.present(.cache, in: job.node) else { return [] }
    let all = tree.kind(cache) == .sequence ? tree.items(cache).map(\.value) : [cache]
    return all.filter { cache in
      guard tree.kind(cache) == .mapping else { return false }
      let policy = tree.entries(cache).first { tree.text($0.key) == "policy" }
      return policy.map { tree.string($0.value) != "pull" } ?? true
    }
  }

  /// The paths of artifacts and of dotenv reports, which are artifacts as well.
  private static func values(_ artifacts: NodeID, _ tree: NodeTree) -> [NodeID] {
    let paths = tree.present(.paths, in: artifacts).map { tree.items($0).map(\.value) } ?? []
    let reports = tree.present(.reports, in: artifacts)
    guard let dotenv = reports.flatMap({ tree.present(.dotenv, in: $0) }) else { return paths }
    let isList = tree.kind(dotenv) == .sequence
    return paths + (isList ? tree.items(dotenv).map(\.value) : [dotenv])
  }

  /// The paths, as one text.
  var signature: String {
    paths.map { ($0.path ?? "") + $0.reason }.joined(separator: ":") + "-"
      + removed.sorted().joined(separator: ":")
  }

  /// The first of some words that is a path of an uploaded file.
  ///
  /// - Parameters:
  ///   - words: The words.
  ///   - hasMoved: Whether the script may be in another folder than the project's.
  /// - Returns: The path from the project's folder, with what uploads it.
  func first(_ words: some Sequence<ShellWord>, hasMoved: Bool) -> String? {
    guard !paths.isEmpty else { return nil }
    for word in words {
      let isRelative = word.literal != nil
      guard let path = Self.path(word), !(isRelative && hasMoved), !removed.contains(path) else {
        continue
      }
      if let upload = paths.first(where: { $0.matches(path) }) {
        return "\(path), \(upload.reason)"
      }
    }
    return nil
  }

  /// The path that a word names: relative, or below `$CI_PROJECT_DIR`.
  private static func path(_ word: ShellWord) -> String? {
    if let text = word.literal { return text.hasPrefix("-") ? nil : plain(text) }
    guard case .variable(let variable)? = word.parts.first?.content,
      variable.name == "CI_PROJECT_DIR"
    else { return nil }
    let rest = word.parts.dropFirst()
    let text = ShellWord.outline(rest)
    guard rest.allSatisfy({ $0.literal != nil }), text.hasPrefix("/") else { return nil }
    return plain(String(text.dropFirst()))
  }

  private static func plain(_ path: String) -> String {
    var path = path[...]
    for prefix in ["$CI_PROJECT_DIR/", "${CI_PROJECT_DIR}/", "./"] where path.hasPrefix(prefix) {
      path = path.dropFirst(prefix.utf8.count)
    }
    return String(path)
  }
}
