#if Live
import AzureFederation
import Evidence
import Files
import Findings
package import Linting
import LiveEvidence
import TextFormats

/// Asks what pipelines depend on, with what the operator's environment gives.
package enum LiveRun {
  /// The value of `--live` that names all sources.
  package static let allSources = "all"

  /// Asks.
  ///
  /// - Parameters:
  ///   - sources: The sources to query, as in `--live`.
  ///   - workspace: The repository.
  ///   - inputs: The root files.
  ///   - overlay: Contents that count instead of the stored ones, by path.
  ///   - showsProgress: Whether a terminal shows how far the work is.
  ///   - note: Shows a line to the user.
  /// - Returns: The evidence, and the queries that failed.
  /// - Throws: That a source is none.
  package static func gather(
    _ sources: String,
    _ workspace: Workspace,
    _ inputs: [LintRoot],
    _ overlay: [String: [UInt8]],
    showsProgress: Bool,
    note: (String) -> Void
  ) throws(UsageError) -> LiveOutcome {
    let (sources, isNamed) = try self.sources(sources)
    let evidence = workspace.configuration.evidence
    let network: NetworkSettings
    do throws(Undecidable) {
      network = try NetworkSettings(HostSystem.environment)
    } catch {
      throw UsageError(message: "\(error.question): \(error.reason)")
    }
    let environment = try LiveEnvironment(repository: workspace.repository.root)
    let refused =
      evidence.cloud == environment.cloud ? [] : sources.subtracting([.gitlab])
    let plan = LivePlan(
      workspace: workspace,
      inputs: inputs,
      overlay: overlay,
      sources: sources.subtracting(refused),
      exchanges: isNamed && sources.contains(.entra),
      date: CalendarDay(secondsSince1970: HostSystem.secondsSince1970).text
    )
    let watch = LiveWatch(limit: environment.limit, showsProgress: showsProgress)
    let outcome = watch.blocking {
      let transport = AsyncHTTPClientTransport(network, limit: environment.limit)
      let courier = watch.courier(transport, leavesSilentHosts: true)
      let outcome = await plan.gather(courier, environment)
      let shutdown = Task { await transport.shutdown() }
      // A connection that is being made would delay the end of the process.
      if !watch.wasStopped { await shutdown.value }
      return outcome
    }
    var result = LiveOutcome()
    result.evidence = outcome.evidence
    result.includes = outcome.includes
    result.hasFailed = watch.wasStopped
    outcome.notes.forEach(note)
    let elsewhere = refused.sorted { $0.rawValue < $1.rawValue }.map { source in
      (
        source: source,
        reason: Undecidable(
          question: source == .entra ? "Entra ID" : "Key Vault",
          reason: "the configuration says \(evidence.cloud.rawValue) and AKVLINT_AZURE_CLOUD "
            + "\(environment.cloud.rawValue): the repository must not choose the tokens' cloud"
        )
      )
    }
    for (source, reason) in outcome.undecided + elsewhere {
      note("could not check \(reason.question): \(reason.reason)")
      result.undecided.append(
        Undecided(rule: rule(source), jobs: [], reason: "\(reason.question): \(reason.reason)")
      )
      result.lacksRequired = isNamed
    }
    result.hasFailed = result.hasFailed || result.lacksRequired
    return result
  }

  /// The rule that the evidence of a source would have answered.
  private static func rule(_ source: LiveSource) -> String {
    switch source {
    case .gitlab: "AKV601"
    case .entra: "AKV702"
    case .vault: "AKV804"
    }
  }

  /// The sources that `--live` names; all when it names none.
  private static func sources(
    _ text: String
  ) throws(UsageError) -> (sources: Set<LiveSource>, isNamed: Bool) {
    if text == allSources { return (Set(LiveSource.allCases), false) }
    var sources: Set<LiveSource> = []
    for name in text.split(separator: ",") {
      guard let source = LiveSource(rawValue: String(name)) else {
        throw UsageError(message: "--live takes gitlab, entra and vault, not \(name)")
      }
      sources.insert(source)
    }
    return (sources, true)
  }
}
#endif
