import Files

/// The pipelines of a repository and the files that each is made of: to which pipelines a file
/// belongs is decided here, once for all callers.
struct Membership {
  /// A file that is a pipeline or a fragment of its own unless another one includes it.
  struct Candidate: Sendable {
    /// The kind of file that its name indicates.
    enum Kind: Sendable {
      /// The pipeline that GitLab runs for the repository.
      case main
      /// The pipeline of a folder, a project of its own in a fleet.
      case root
      /// A `*.gitlab-ci.yml`, which others include or start.
      case other
    }

    let path: String
    let kind: Kind
    /// The place of its configuration.
    let settings: Int
  }

  /// The cost of a candidate, in bytes read: each of them is opened, whatever else the run looks at.
  static let candidateCost = 4_096

  /// The candidates, those first that may include the others.
  private let candidates: [Candidate]
  /// The files that each candidate and its child pipelines are made of.
  private var reaches: [Set<String>] = []
  /// The candidates that are made of a file, by its path.
  private var holders: [String: [Int]] = [:]
  private var tops: Set<Int> = []
  /// The candidates as they were composed.
  private(set) var composed: ComposedInputs

  /// The pipelines of a repository.
  ///
  /// - Parameters:
  ///   - paths: The files that may be pipelines.
  ///   - main: The pipeline that GitLab runs for the repository.
  ///   - workspaces: The configurations.
  ///   - files: The files, with those that are open in an editor.
  ///   - overlay: Contents that count instead of the stored ones, by path.
  init(
    _ paths: [String],
    main: Set<String>,
    _ workspaces: inout Workspaces,
    in files: any RepositoryFiles,
    overlay: [String: [UInt8]]
  ) {
    composed = ComposedInputs(overlay: overlay)
    func kind(_ path: String) -> Candidate.Kind {
      if main.contains(path) { return .main }
      // Where the settings name another file, GitLab reads this one only for those that include it.
      return Self.isRootName(path) && path != ".gitlab-ci.yml" ? .root : .other
    }
    candidates = Self.ordered(paths).map { path in
      Candidate(
        path: path,
        kind: kind(path),
        // A configuration that cannot be read is reported when a pipeline of it is linted.
        settings: (try? workspaces.index(of: path)) ?? 0
      )
    }
    let all = workspaces.all
    guard !files.budget.isExhausted else { return }
    let found = Cores().map(candidates) { candidate in
      PipelineReach(
        of: candidate.path,
        isWhole: candidate.kind != .other,
        in: all.indices.contains(candidate.settings) ? all[candidate.settings] : nil,
        files
      )
    }
    reaches = found.map(\.files)
    for (index, reach) in reaches.enumerated() {
      for path in reach { holders[path, default: []].append(index) }
    }
    tops = Set(candidates.indices.filter(isTop))
    for index in candidates.indices where tops.contains(index) {
      if let root = found[index].root { composed.add(root, as: candidates[index].path) }
    }
  }

  /// Whether a file is the pipeline of its folder by its name.
  static func isRootName(_ path: String) -> Bool {
    [".gitlab-ci.yml", ".gitlab-ci.yaml"].contains(RepositoryPath.name(of: path))
  }

  /// Those further up first: they may include the others.
  private static func ordered(_ paths: [String]) -> [String] {
    let depths = Set(paths).map { path in
      (depth: path.utf8.count { $0 == UInt8(ascii: "/") }, path: path)
    }
    return depths.sorted { ($0.depth, $0.path) < ($1.depth, $1.path) }.map(\.path)
  }

  /// Whether no other pipeline includes or starts a candidate; the first of those that include each
  /// other counts.
  private func isTop(_ index: Int) -> Bool {
    let own = candidates[index]
    guard own.kind != .main else { return true }
    return !(holders[own.path] ?? []).contains { other in
      guard other != index, own.kind == .other || candidates[other].kind != .other else {
        return false
      }
      return other < index || !reaches[index].contains(candidates[other].path)
    }
  }

  /// The pipelines that a file belongs to.
  func pipelines(holding path: String) -> [Candidate] {
    (holders[path] ?? []).filter(tops.contains).map { candidates[$0] }
  }

  /// The pipelines that files below a folder belong to.
  func pipelines(below folder: String) -> [Candidate] {
    let own = candidates.filter { folder.isEmpty || $0.path.hasPrefix(folder + "/") }
    var seen: Set<String> = []
    return own.flatMap { pipelines(holding: $0.path) }.filter { seen.insert($0.path).inserted }
  }

  /// The files of some pipelines.
  func files(of paths: Set<String>) -> Set<String> {
    candidates.indices.filter { paths.contains(candidates[$0].path) }
      .reduce(into: paths) { $0.formUnion(reaches[$1]) }
  }

  /// Other pipelines that share files with some.
  func sharing(_ files: Set<String>, without paths: Set<String>) -> [Candidate] {
    let indices = Set(files.flatMap { holders[$0] ?? [] }).intersection(tops).sorted()
    return indices.map { candidates[$0] }.filter { !paths.contains($0.path) }
  }
}
