#if Live
import AccessPrediction
import Evidence
import Files
import Linting
import LiveEvidence
import TextFormats

/// Queries Entra ID and Key Vault about every application and vault that the projects of a fleet name,
/// each once, and keeps the answers in the fleet's snapshot.
struct FleetAzure {
  /// The time limit for all queries, in seconds.
  private static let limit = 86_400
  /// More problems than these are counted.
  private static let shownProblems = 20

  /// The fleet's folder.
  let folder: String
  let sources: Set<LiveSource>
  let environment: LiveEnvironment
  let network: NetworkSettings
  let showsProgress: Bool

  /// Queries, and writes the snapshot.
  ///
  /// - Parameters:
  ///   - store: The fleet's folder.
  ///   - note: Shows a line to the user.
  /// - Returns: Whether all queries were answered.
  /// - Throws: `UsageError` when the fleet cannot be read or the snapshot cannot be written.
  func fetch(into store: PrivateFolder, note: (String) -> Void) throws(UsageError) -> Bool {
    let audit = try FleetAudit(folder, options: WorkspaceOptions())
    let targets = audit.run(audit.paths, cloud: environment.cloud).liveTargets
    let date = CalendarDay(secondsSince1970: HostSystem.secondsSince1970).text
    let watch = LiveWatch(limit: Self.limit, showsProgress: showsProgress)
    let outcome = watch.blocking {
      let transport = AsyncHTTPClientTransport(network, limit: Self.limit)
      let gatherer = Gatherer(
        watch.courier(transport),
        access: await access(targets),
        sources: sources,
        exchanges: false,
        cloud: environment.cloud,
        date: date
      )
      let outcome = await gatherer.gather(targets)
      let shutdown = Task { await transport.shutdown() }
      if !watch.wasStopped { await shutdown.value }
      return outcome
    }
    if watch.wasStopped {
      note("interrupted: run the same command again to query Azure")
      return false
    }
    do throws(FileError) {
      let text = SnapshotText.render(outcome.evidence, date: date)
      try store.write(Array(text.utf8), to: SnapshotReader.fileName)
    } catch {
      throw UsageError(message: "cannot write \(SnapshotReader.fileName): \(error.words)")
    }
    return tell(outcome, targets, note)
  }

  /// The tokens, with those of Azure's command line where it may be asked.
  private func access(_ targets: LiveTargets) async -> LiveAccess {
    var access = environment.access
    guard let commandLine = environment.commandLine else { return access }
    var services: Set<AzureService> = []
    if sources.contains(.entra), !targets.clients.isEmpty {
      services.formUnion([.graph, .resourceManager])
    }
    if sources.contains(.vault), !targets.secrets.isEmpty { services.insert(.vault) }
    await access.complete(services, with: commandLine, in: environment.cloud)
    return access
  }

  private func tell(
    _ outcome: Gatherer.Outcome,
    _ targets: LiveTargets,
    _ note: (String) -> Void
  ) -> Bool {
    for (_, reason) in outcome.undecided.prefix(Self.shownProblems) {
      note("\(reason.question): \(reason.reason)")
    }
    let more = outcome.undecided.count - Self.shownProblems
    if more > 0 { note("and \(more) more problems") }
    var parts: [String] = []
    func add(_ count: Int, _ noun: String) {
      parts.append("\(count) \(noun)\(count == 1 ? "" : "s")")
    }
    if sources.contains(.entra) { add(targets.clients.count, "application") }
    if sources.contains(.vault) { add(targets.secrets.count, "vault") }
    note("queried " + parts.joined(separator: " and "))
    return outcome.undecided.isEmpty
  }
}
#endif
