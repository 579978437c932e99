import Evidence
import Files
import GitLabCI
import YAMLSyntax

/// Fetches what an audit needs of one project: the files of its pipeline, its configuration and
/// metadata.
struct ProjectFetch {
  /// GitLab's limit for the includes of a pipeline.
  private static let fileLimit = 150
  private static let rootFile = ".gitlab-ci.yml"

  let client: GitLabClient
  let gatherer: Gatherer
  let shelf: IncludeShelf
  let project: ListedProject
  let commit: String
  let date: String

  /// The files of the project and the note about them.
  struct Outcome {
    var files: [String: [UInt8]] = [:]
    var manifest: FetchManifest
  }

  /// Fetches.
  ///
  /// - Throws: The reason why nothing can be known of the project. What else is missing is a
  ///   problem of the note.
  func run() async throws(Undecidable) -> Outcome {
    var outcome = Outcome(manifest: FetchManifest(project: project.path))
    outcome.manifest.id = project.id
    outcome.manifest.commit = commit
    outcome.manifest.branch = project.defaultBranch
    outcome.manifest.configPath = project.configPath
    let evidence = await metadata(&outcome.manifest)
    outcome.files[SnapshotReader.fileName] = Array(
      SnapshotText.render(evidence, date: date).utf8
    )
    var files = try await configuration()
    switch root {
    case .file(let path):
      if let bytes = try await file(path) {
        files[path] = bytes
        outcome.manifest.root = path
      }
    case .text(let text):
      files[Self.rootFile] = Array(text.utf8)
      outcome.manifest.root = Self.rootFile
    }
    if let root = outcome.manifest.root {
      try await includes(of: root, evidence, &files, &outcome.manifest)
    }
    outcome.files.merge(files) { first, _ in first }
    return outcome
  }

  /// Fetches again what includes from elsewhere name without a commit, for a project whose own files
  /// have not changed.
  ///
  /// - Parameters:
  ///   - known: The note about the project.
  ///   - old: Its files, with the snapshot.
  /// - Returns: The files that the project needs besides those, and the note.
  /// - Throws: The reason why nothing can be known of the project.
  func refresh(
    _ known: FetchManifest,
    _ old: [String: [UInt8]]
  ) async throws(Undecidable) -> Outcome {
    var outcome = Outcome(manifest: known)
    guard let root = known.root, !known.isFixed else { return outcome }
    let name = SnapshotReader.fileName
    let evidence = old[name].map { SnapshotReader.read($0, path: name).evidence }
    var files = old
    try await includes(of: root, evidence ?? ProjectEvidence(), &files, &outcome.manifest)
    outcome.files = files.filter { old[$0.key] == nil }
    return outcome
  }

  // MARK: The root

  private enum Root {
    case file(String)
    /// A root that GitLab makes when the settings name a file elsewhere.
    case text(String)
  }

  /// The root as GitLab has it.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/project_config/{external_project,remote,repository}.rb`.
  private var root: Root {
    guard let path = project.configPath else { return .file(Self.rootFile) }
    func quoted(_ text: some StringProtocol) -> String {
      "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        + "'"
    }
    if path.hasPrefix("https://") || path.hasPrefix("http://") {
      return .text("---\ninclude:\n- remote: \(quoted(path))\n")
    }
    let parts = path.split(separator: "@", maxSplits: 1)
    guard parts.count == 2 else { return .file(path) }
    let place = parts[1].split(separator: ":", maxSplits: 1)
    let ref = place.count == 2 ? "\n  ref: \(quoted(place[1]))" : ""
    return .text(
      "---\ninclude:\n- project: \(quoted(place[0]))\n  file: \(quoted(parts[0]))\(ref)\n"
    )
  }

  private func file(_ path: String) async throws(Undecidable) -> [UInt8]? {
    guard IncludePath.isSafe(path) else { return nil }
    return try await client.file(path, of: project.path, ref: commit)
  }

  // MARK: The configuration

  /// The configuration, and the files of evidence that it names.
  private func configuration() async throws(Undecidable) -> [String: [UInt8]] {
    let name = Configuration.fileName
    guard let bytes = try await file(name) else { return [:] }
    var files = [name: bytes]
    let recorded = RecordedFiles(files)
    _ = ConfigurationReader.read(bytes, path: name, rules: []) { path throws(FileError) in
      try recorded.read(RepositoryPath.normalised(path))
    }
    for path in recorded.missing.prefix(Self.fileLimit) {
      if let bytes = try await file(path) { files[path] = bytes }
    }
    return files
  }

  // MARK: Metadata

  private func metadata(_ manifest: inout FetchManifest) async -> ProjectEvidence {
    var targets = LiveTargets()
    targets.project = project.path
    let gathered = await gatherer.gather(targets)
    manifest.problems += gathered.undecided.map { "\($0.reason.question): \($0.reason.reason)" }
    return gathered.evidence
  }

  // MARK: Includes

  /// Fetches what the pipeline and its child pipelines include, until nothing new is missing.
  private func includes(
    of root: String,
    _ evidence: ProjectEvidence,
    _ files: inout [String: [UInt8]],
    _ manifest: inout FetchManifest
  ) async throws(Undecidable) {
    var copies: IncludeFetcher.Files = [:]
    var paths: [String]?
    var absent = Set(manifest.absent)
    var asked: Set<IncludeRequest> = []
    defer {
      manifest.absent = absent.filter { files[$0] == nil }.sorted()
      manifest.isFixed = asked.allSatisfy { IncludeVersion.isFixed($0.target) }
    }
    while true {
      let composed = Self.compose(root, files, paths, copies, evidence)
      var isNew = false
      if composed.isListed, paths == nil {
        paths = try await client.paths(of: project.path, at: commit)
        isNew = true
      }
      for path in composed.missing where absent.insert(path).inserted {
        guard files.count < Self.fileLimit, let bytes = try await file(path) else { continue }
        files[path] = bytes
        isNew = true
      }
      for request in composed.requests where asked.insert(request).inserted {
        guard asked.count <= Self.fileLimit else {
          manifest.problems.append("more than \(Self.fileLimit) files are included")
          return
        }
        switch await shelf.files(request) {
        case .success(let found):
          copies.merge(found) { first, _ in first }
          isNew = isNew || !found.isEmpty
        case .failure(let error):
          manifest.problems.append("\(error.question): \(error.reason)")
        }
      }
      guard isNew else { return }
    }
  }

  /// The files that a composition of the pipeline asked for.
  private struct Composed {
    var missing: [String] = []
    var requests: [IncludeRequest] = []
    var isListed = false
  }

  private static func compose(
    _ root: String,
    _ files: [String: [UInt8]],
    _ paths: [String]?,
    _ copies: IncludeFetcher.Files,
    _ evidence: ProjectEvidence
  ) -> Composed {
    let repository = RecordedFiles(files, paths: paths)
    let cache = RecordedFiles(copies)
    var library = IncludeLibrary()
    library.use(cache, folder: "includes")
    library.variables = evidence.includeVariables
    var composed = Composed()
    var known: Set<String> = []
    var rest: [PipelineRoot] = []
    if let bytes = try? repository.read(root) {
      rest.append(.file(SourceText(path: root, bytes: bytes)))
    }
    while let next = rest.popLast(), known.count <= fileLimit {
      let pipeline = Pipeline(next, in: repository, library: library)
      composed.requests += pipeline.composition.unresolvedIncludes.compactMap(\.request)
      for child in pipeline.children where known.insert(child.text).inserted {
        rest.append(.child(ChildConfiguration(of: child, in: pipeline)))
      }
    }
    let named = Set(composed.requests.flatMap { IncludeVersion.paths(of: $0.target).joined() })
    // Files that a file of another project includes from its own project.
    composed.requests += cache.missing.filter { !named.contains($0) }.compactMap { path in
      IncludeVersion.target(forPath: path).map { IncludeRequest($0) }
    }
    composed.missing = repository.missing
    composed.isListed = repository.isListed
    return composed
  }
}
