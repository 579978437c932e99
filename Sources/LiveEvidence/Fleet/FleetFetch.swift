import AzureFederation
import Evidence
import Files
import TextFormats

/// Fetches what an audit needs of thousands of projects into a folder.
package struct FleetFetch: Sendable {
  /// The projects to fetch.
  package enum Source: Hashable, Sendable {
    /// Those of a group and its subgroups.
    case group(String)
    /// Those of a list, by their full paths.
    case projects([String])

    fileprivate var key: String {
      switch self {
      case .group(let path): "group \(path)"
      case .projects(let paths): "projects \(paths.joined(separator: " "))"
      }
    }
  }

  /// The progress of the work.
  package struct Progress: Sendable {
    /// The number of projects that are done.
    package let done: Int
    /// The number of all projects.
    package let all: Int
    /// The projects that were fetched in this call: their time is the estimate for the rest.
    package let fetched: Int
  }

  /// The result of a fetch.
  package struct Summary: Sendable {
    /// The number of projects whose files were written.
    package internal(set) var fetched = 0
    /// The number of projects that had not changed.
    package internal(set) var unchanged = 0
    /// The number of projects that were fetched before the fetch was interrupted.
    package internal(set) var resumed = 0
    /// The number of projects that were removed: they are archived, or not in the group any more.
    package internal(set) var removed = 0
    /// Problems by the project's path, sorted.
    package internal(set) var problems: [(path: String, reason: String)] = []
    /// The reason why there is no list of projects; nil when there is one.
    package internal(set) var failure: Undecidable?
    /// Whether the fetch ended before all projects were fetched.
    package internal(set) var isInterrupted = false
  }

  /// Projects at one time; each asks one question after the other.
  private static let width = 8

  private let courier: Courier
  private let client: GitLabClient
  private let gatherer: Gatherer
  private let fetcher: IncludeFetcher
  let store: any FetchStore
  private let date: String
  private let id: String

  /// A fetch.
  ///
  /// - Parameters:
  ///   - courier: The transport.
  ///   - access: The access for the queries.
  ///   - host: The instance's host.
  ///   - store: The folder.
  ///   - date: The present day.
  ///   - id: A text that no other fetch has.
  package init(
    _ courier: Courier,
    access: LiveAccess,
    host: String,
    store: any FetchStore,
    date: String,
    id: String
  ) {
    self.courier = courier
    client = GitLabClient(courier, host: host, token: access.gitLabToken, date: date)
    gatherer = Gatherer(
      courier,
      access: access,
      sources: [.gitlab],
      exchanges: false,
      cloud: .public,
      date: date
    )
    fetcher = IncludeFetcher(courier, access: access, date: date)
    self.store = store
    self.date = date
    self.id = id
  }

  /// Fetches.
  ///
  /// - Parameters:
  ///   - source: The projects.
  ///   - match: A pattern that the projects' paths match; nil for all.
  ///   - report: Is given how far the work is.
  /// - Returns: The result; what was fetched before an interruption is kept.
  package func run(
    _ source: Source,
    match: String? = nil,
    report: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async -> Summary {
    var summary = Summary()
    let journal = FetchJournal(store)
    let session: FetchSession
    let listed: [ListedProject]
    do throws(Undecidable) {
      session = try begin(source, journal)
      await courier.use(journal)
      if let known = session.projects {
        listed = known
      } else {
        listed = try await list(source, session, &summary)
      }
    } catch {
      summary.failure = error
      return summary
    }
    let fits = { (path: String) in match.map { Glob.matches($0, path) } ?? true }
    let shelf = IncludeShelf(fetcher, in: store)
    await fetch(listed.filter { fits($0.path) }, session, shelf, &summary, report)
    summary.problems.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
    guard !summary.isInterrupted else { return summary }
    if case .group(let group) = source { summary.removed = prune(group, listed, fits) }
    journal.clear()
    try? store.remove(FetchPath.session)
    return summary
  }

  /// The fetch of the same source that was interrupted, or a new one.
  private func begin(
    _ source: Source,
    _ journal: FetchJournal
  ) throws(Undecidable) -> FetchSession {
    if let known = store.read(FetchPath.session).flatMap({ FetchSession($0) }),
      known.source == source.key
    {
      return known
    }
    journal.clear()
    let session = FetchSession(source: source.key, id: id)
    try keep(session)
    return session
  }

  private func keep(_ session: FetchSession) throws(Undecidable) {
    do throws(FileError) {
      try store.write(Array(session.text.utf8), to: FetchPath.session)
    } catch {
      throw Undecidable(question: "the folder", reason: error.words)
    }
  }

  /// Lists the projects, and keeps the list until they are fetched.
  private func list(
    _ source: Source,
    _ session: FetchSession,
    _ summary: inout Summary
  ) async throws(Undecidable) -> [ListedProject] {
    var projects: [ListedProject] = []
    switch source {
    case .group(let path): projects = try await client.projects(ofGroup: path)
    case .projects(let paths):
      for path in paths {
        do throws(Undecidable) {
          if let project = try await client.listedProject(path) { projects.append(project) }
        } catch {
          summary.problems.append((path, "\(error.question): \(error.reason)"))
        }
      }
    }
    var session = session
    session.projects = projects
    try keep(session)
    return projects
  }

  // MARK: Projects

  /// The result for a project, with the problems in its note.
  private enum Result {
    case fetched([String])
    case unchanged([String])
    case resumed([String])
    case failed(String)
  }

  private func fetch(
    _ projects: [ListedProject],
    _ session: FetchSession,
    _ shelf: IncludeShelf,
    _ summary: inout Summary,
    _ report: @Sendable (Progress) -> Void
  ) async {
    await withTaskGroup(of: (ListedProject, Result).self) { group in
      var rest = projects[...]
      func begin() {
        guard let project = rest.popFirst() else { return }
        group.addTask { (project, await self.fetch(project, session, shelf)) }
      }
      for _ in 0..<Self.width { begin() }
      var done = 0
      for await (project, result) in group {
        done += 1
        let problems: [String]
        switch result {
        case .fetched(let found):
          summary.fetched += 1
          problems = found
        case .unchanged(let found):
          summary.unchanged += 1
          problems = found
        case .resumed(let found):
          summary.resumed += 1
          problems = found
        case .failed(let reason): problems = [reason]
        }
        summary.problems += problems.map { (project.path, $0) }
        report(Progress(done: done, all: projects.count, fetched: summary.fetched))
        if await courier.isStopped {
          summary.isInterrupted = true
          rest = []
        }
        begin()
      }
    }
  }

  private func fetch(
    _ project: ListedProject,
    _ session: FetchSession,
    _ shelf: IncludeShelf
  ) async -> Result {
    // The server names the path; it becomes one of this machine.
    guard IncludePath.isSafe(project.path), !project.path.hasPrefix(".akvlint/") else {
      return .failed("its path cannot be a folder's")
    }
    let note = "\(project.path)/\(FetchManifest.fileName)"
    let known = store.read(note).flatMap { FetchManifest($0) }
    if let known, known.session == session.id { return .resumed(known.problems) }
    do throws(Undecidable) {
      guard let commit = try await commit(of: project) else {
        return try empty(project, known, session)
      }
      let fetch = ProjectFetch(
        client: client,
        gatherer: gatherer,
        shelf: shelf,
        project: project,
        commit: commit,
        date: date
      )
      let unchanged = known.flatMap { $0.isCurrent(project, at: commit) ? $0 : nil }
      var outcome =
        if let unchanged {
          try await fetch.refresh(unchanged, files(of: project))
        } else {
          try await fetch.run()
        }
      if await courier.isStopped { return .failed("it was interrupted") }
      outcome.manifest.session = session.id
      if unchanged != nil {
        try add(outcome, to: project)
      } else {
        try replace(project, with: outcome)
      }
      await client.forget(project.path, at: commit)
      let problems = outcome.manifest.problems
      return unchanged != nil ? .unchanged(problems) : .fetched(problems)
    } catch {
      return .failed("\(error.question): \(error.reason)")
    }
  }

  private func commit(of project: ListedProject) async throws(Undecidable) -> String? {
    guard let branch = project.defaultBranch else { return nil }
    return try await client.commit(ofBranch: branch, of: project.path)
  }

  /// Notes that a repository has no commit yet.
  private func empty(
    _ project: ListedProject,
    _ known: FetchManifest?,
    _ session: FetchSession
  ) throws(Undecidable) -> Result {
    var manifest = FetchManifest(project: project.path)
    manifest.id = project.id
    manifest.session = session.id
    try replace(project, with: ProjectFetch.Outcome(manifest: manifest))
    return known?.id == project.id && known?.commit == nil ? .unchanged([]) : .fetched([])
  }
}

extension FetchManifest {
  /// Whether all of a project was fetched that a commit decides.
  fileprivate func isCurrent(_ project: ListedProject, at commit: String) -> Bool {
    self.commit == commit && id == project.id && problems.isEmpty
      && branch == project.defaultBranch && configPath == project.configPath
  }
}

extension FleetFetch.Progress {
  /// The state of the work as a line for a terminal.
  ///
  /// - Parameter seconds: The time since it began.
  /// - Returns: The line.
  package func line(after seconds: Int) -> String {
    var text = "akvlint: \(done) of \(all) projects"
    if fetched > 0, done < all {
      let left = seconds * (all - done) / max(1, done)
      text += left < 60 ? ", less than a minute left" : ", about \(left / 60) min left"
    }
    return text
  }
}
