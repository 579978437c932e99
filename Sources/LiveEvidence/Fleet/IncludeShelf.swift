import Files
import GitLabCI
import Synchronization

/// The files that projects of a fleet include from elsewhere.
///
/// Each version of each file is fetched once for all projects, and kept in the layout of `--includes`.
actor IncludeShelf {
  private let fetcher: IncludeFetcher
  private let store: any FetchStore
  private var answers: [IncludeRequest: Task<Answer, Never>] = [:]

  private typealias Answer = Result<IncludeFetcher.Files, Undecidable>

  /// A shelf.
  ///
  /// - Parameters:
  ///   - fetcher: The fetcher.
  ///   - store: Where copies are kept.
  init(_ fetcher: IncludeFetcher, in store: any FetchStore) {
    self.fetcher = fetcher
    self.store = store
  }

  /// The files of an include, by their paths in a folder of includes.
  func files(_ request: IncludeRequest) async -> Result<IncludeFetcher.Files, Undecidable> {
    if let known = answers[request] { return await known.value }
    let task = Task { await self.fetched(request) }
    answers[request] = task
    return await task.value
  }

  private func fetched(
    _ request: IncludeRequest
  ) async -> Result<IncludeFetcher.Files, Undecidable> {
    let copies = copies(of: request)
    if !copies.isEmpty { return .success(copies) }
    do throws(Undecidable) {
      let fetched = try await fetcher.fetch(request)
      var files: IncludeFetcher.Files = [:]
      for (path, bytes) in fetched {
        let place = IncludeVersion.path(of: path, for: request.target)
        files[place] = bytes
        do throws(FileError) {
          try store.write(bytes, to: "\(FetchPath.includes)/\(place)")
        } catch {
          throw Undecidable(question: "the copy of \(place)", reason: error.words)
        }
      }
      // Only the copies are needed after this.
      await fetcher.courier.release { $0.path.contains("/repository/files/") }
      return .success(files)
    } catch {
      return .failure(error)
    }
  }

  /// The copies of an include that names a commit; empty when one is missing.
  private func copies(of request: IncludeRequest) -> IncludeFetcher.Files {
    var files: IncludeFetcher.Files = [:]
    guard IncludeVersion.isFixed(request.target) else { return [:] }
    for choice in IncludeVersion.paths(of: request.target) {
      let found = choice.lazy.compactMap { path in
        self.store.read("\(FetchPath.includes)/\(path)").map { (path, $0) }
      }.first
      guard let (path, bytes) = found else { return [:] }
      files[path] = bytes
    }
    return files
  }
}

/// The files of a project or of the shelf as far as they were fetched, and those that were asked for.
final class RecordedFiles: RepositoryFiles {
  private struct State {
    var contents: [String: [UInt8]]
    var missing: Set<String> = []
    var paths: [String]?
    var isListed = false
  }

  let budget = Budget()
  private let state: Mutex<State>

  init(_ contents: [String: [UInt8]], paths: [String]? = nil) {
    state = Mutex(State(contents: contents, paths: paths))
  }

  func read(_ path: String) throws(FileError) -> [UInt8] {
    let bytes = state.withLock { state in
      let bytes = state.contents[path]
      if bytes == nil { state.missing.insert(path) }
      return bytes
    }
    guard let bytes else { throw .missing }
    return bytes
  }

  func allPaths() -> [String] {
    state.withLock { state in
      state.isListed = true
      return state.paths ?? state.contents.keys.sorted()
    }
  }

  /// The files that were asked for and are not here, sorted.
  var missing: [String] { state.withLock { $0.missing.sorted() } }

  /// Whether all paths were asked for.
  var isListed: Bool { state.withLock { $0.isListed } }
}
