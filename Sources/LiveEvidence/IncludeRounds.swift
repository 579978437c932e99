package import GitLabCI

/// Fetches what pipelines include, and what that includes, until nothing new is missing.
package struct IncludeRounds: Sendable {
  /// GitLab's limit for the includes of a pipeline.
  private static let limit = 150

  private let fetcher: IncludeFetcher
  private let compose: @Sendable (IncludeFetcher.Files) -> [Composition]

  /// Rounds of fetching.
  ///
  /// - Parameters:
  ///   - fetcher: The fetcher.
  ///   - compose: Composes the pipelines with the files that were fetched so far.
  package init(
    _ fetcher: IncludeFetcher,
    compose: @escaping @Sendable (IncludeFetcher.Files) -> [Composition]
  ) {
    self.fetcher = fetcher
    self.compose = compose
  }

  /// The fetched includes and the failures.
  package struct Outcome: Sendable {
    /// The files.
    package var files: IncludeFetcher.Files = [:]
    /// The includes that could not be fetched.
    package var undecided: [Undecidable] = []
  }

  /// Fetches.
  package func run() async -> Outcome {
    var outcome = Outcome()
    var asked: Set<IncludeRequest> = []
    /// Which ref of a project a file was fetched at.
    var refs: [String: String] = [:]
    while true {
      // A composition after the end is not needed.
      if await fetcher.courier.isStopped { return outcome }
      let compositions = compose(outcome.files)
      let wanted = missing(compositions, refs) + otherVersions(compositions, outcome.files)
      let requests = wanted.filter { asked.insert($0).inserted }
      guard !requests.isEmpty else { return outcome }
      guard asked.count <= Self.limit else {
        outcome.undecided.append(
          Undecidable(
            question: "includes",
            reason: "more than \(Self.limit) files are to be fetched"
          )
        )
        return outcome
      }
      for (request, result) in await results(requests) {
        switch result {
        case .success(let files): add(files, of: request, to: &outcome, &refs)
        case .failure(let reason): outcome.undecided.append(reason)
        }
      }
      outcome.undecided.sort { ($0.question, $0.reason) < ($1.question, $1.reason) }
    }
  }

  private func results(
    _ requests: [IncludeRequest]
  ) async -> [(IncludeRequest, Result<IncludeFetcher.Files, Undecidable>)] {
    let answers = await withTaskGroup(
      of: (Int, Result<IncludeFetcher.Files, Undecidable>).self
    ) { group in
      for (index, request) in requests.enumerated() {
        group.addTask { (index, await fetcher.result(of: request)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    // In the order of the pipelines, so that two runs keep the same of two files.
    return requests.indices.compactMap { index in
      answers[index].map { (requests[index], $0) }
    }
  }

  private func add(
    _ files: IncludeFetcher.Files,
    of request: IncludeRequest,
    to outcome: inout Outcome,
    _ refs: inout [String: String]
  ) {
    for (path, bytes) in files {
      if let known = outcome.files[path], known != bytes {
        outcome.undecided.append(
          Undecidable(
            question: "the include \(path)",
            reason: "it is included in two versions, and only the first one is looked at"
          )
        )
        continue
      }
      outcome.files[path] = bytes
      if case .project(let project, _, let ref) = request.target {
        refs["projects/\(project)"] = refs["projects/\(project)"] ?? ref ?? "HEAD"
      }
    }
  }

  /// The missing includes, in the order of the pipelines.
  private func missing(_ compositions: [Composition], _ refs: [String: String]) -> [IncludeRequest]
  {
    var requests: [IncludeRequest] = []
    for composition in compositions {
      requests += composition.unresolvedIncludes.compactMap(\.request)
      requests += composition.missingCopies.compactMap { request(forMissing: $0, refs) }
    }
    return requests
  }

  /// Includes that found a file which was fetched for another include, maybe in another version.
  private func otherVersions(
    _ compositions: [Composition],
    _ files: IncludeFetcher.Files
  ) -> [IncludeRequest] {
    compositions.flatMap(\.followedIncludes).compactMap { include in
      let paths: [String]
      switch include.directive.target {
      case .project(let project, let names, _):
        paths = names.map { "projects/\(project)/\($0.drop { $0 == "/" })" }
      case .component(let name):
        let path = name.prefix { $0 != "@" }
        paths = ["components/\(path).yml", "components/\(path)/template.yml"]
      default: return nil
      }
      let isFetched = paths.contains { files[$0] != nil }
      return isFetched ? IncludeRequest(include.directive.target) : nil
    }
  }

  /// A file that a fetched file includes from its own project.
  private func request(forMissing path: String, _ refs: [String: String]) -> IncludeRequest? {
    for (folder, ref) in refs.sorted(by: { $0.key > $1.key }) {
      guard let range = path.firstRange(of: "\(folder)/") else { continue }
      let project = String(folder.dropFirst("projects/".count))
      let file = String(path[range.upperBound...])
      return IncludeRequest(.project(path: project, files: [file], ref: ref))
    }
    return nil
  }
}
