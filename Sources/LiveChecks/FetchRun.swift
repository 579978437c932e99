#if Live
import Files
package import Linting
import LiveEvidence
import Synchronization
import TextFormats

/// Fetches the projects of a fleet, with what the operator's environment gives.
package enum FetchRun {
  /// A fetch has no limit but this one, in seconds: a week.
  private static let limit = 7 * 86_400
  /// More problems than these are counted.
  private static let shownProblems = 20

  /// Fetches.
  ///
  /// - Parameters:
  ///   - request: The call.
  ///   - note: Shows a line to the user.
  /// - Returns: Whether all of it could be fetched.
  /// - Throws: `UsageError` when the environment or the folder cannot be used.
  package static func fetch(
    _ request: FetchRequest,
    note: (String) -> Void
  ) throws(UsageError) -> Bool {
    let network: NetworkSettings
    do throws(Undecidable) {
      network = try NetworkSettings(HostSystem.environment)
    } catch {
      throw UsageError(message: "\(error.question): \(error.reason)")
    }
    let environment = try LiveEnvironment(repository: request.folder)
    guard let host = environment.access.gitLabHost else {
      throw UsageError(message: "the GitLab instance is unknown; set AKVLINT_GITLAB_URL")
    }
    guard environment.access.gitLabToken != nil else {
      throw UsageError(
        message: "AKVLINT_GITLAB_TOKEN is not set; it needs the scope read_api"
      )
    }
    let store: PrivateFolder
    do throws(FileError) {
      store = try PrivateFolder(request.folder)
    } catch {
      throw UsageError(message: "cannot make the folder \(request.folder): \(error.words)")
    }
    let watch = LiveWatch(limit: limit, showsProgress: false)
    let line = FetchLine(isShown: request.showsProgress && HostSystem.hasErrorTerminal)
    let access = environment.access
    let seconds = HostSystem.secondsSince1970
    let summary = watch.blocking {
      let transport = AsyncHTTPClientTransport(network, limit: limit)
      let fetch = FleetFetch(
        watch.courier(transport),
        access: access,
        host: host,
        store: store,
        date: CalendarDay(secondsSince1970: seconds).text,
        id: "\(seconds)-\(UInt64.random(in: .min ... .max))"
      )
      let summary = await fetch.run(source(request), match: request.match) { line.show($0) }
      let shutdown = Task { await transport.shutdown() }
      if !watch.wasStopped { await shutdown.value }
      return summary
    }
    line.clear()
    let isComplete = tell(summary, note)
    let sources = Set(request.azure.compactMap(LiveSource.init))
    guard !sources.isEmpty, summary.failure == nil, !summary.isInterrupted else {
      return isComplete
    }
    let azure = FleetAzure(
      folder: store.root,
      sources: sources,
      environment: environment,
      network: network,
      showsProgress: request.showsProgress
    )
    return try azure.fetch(into: store, note: note) && isComplete
  }

  private static func source(_ request: FetchRequest) -> FleetFetch.Source {
    switch request.source {
    case .group(let path): .group(path)
    case .projects(let paths): .projects(paths)
    }
  }

  /// Notes what was fetched and what could not be.
  private static func tell(_ summary: FleetFetch.Summary, _ note: (String) -> Void) -> Bool {
    if let failure = summary.failure {
      note("could not list the projects: \(failure.question): \(failure.reason)")
      return false
    }
    for problem in summary.problems.prefix(shownProblems) {
      note("\(problem.path): \(problem.reason)")
    }
    let more = summary.problems.count - shownProblems
    if more > 0 { note("and \(more) more problems; akvlint fleet shows them all") }
    var parts = ["fetched \(summary.fetched)"]
    if summary.unchanged > 0 { parts.append("\(summary.unchanged) unchanged") }
    if summary.resumed > 0 { parts.append("\(summary.resumed) fetched before") }
    if summary.removed > 0 { parts.append("\(summary.removed) removed") }
    let failed = Set(summary.problems.map(\.path)).count
    if failed > 0 { parts.append("\(failed) with problems") }
    note(parts.joined(separator: ", "))
    if summary.isInterrupted {
      note("interrupted: run the same command again to fetch the rest")
    }
    return summary.problems.isEmpty && !summary.isInterrupted
  }
}

/// A line on a terminal that shows how many projects are fetched and the time left.
private final class FetchLine: Sendable {
  private let line: ProgressLine?
  private let start = ContinuousClock.now

  init(isShown: Bool) {
    let start = start
    line =
      isShown
      ? ProgressLine(elapsed: { .now - start }, write: { HostSystem.write($0, to: 2) }) : nil
  }

  func show(_ progress: FleetFetch.Progress) {
    let elapsed = (ContinuousClock.now - start).components.seconds
    line?.show(progress.line(after: Int(elapsed)))
  }

  func clear() { line?.clear() }
}
#endif
