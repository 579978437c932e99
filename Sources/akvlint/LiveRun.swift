#if Live
import AzureFederation
import Dispatch
import Evidence
import GitLabCI
import Linting
import LiveEvidence
import RuleEngine
import Synchronization

/// Asks what pipelines depend on, with what the operator's environment gives.
enum LiveRun {
  /// Asks.
  ///
  /// - Parameters:
  ///   - sources: Whom to ask, as `--live` says it.
  ///   - workspace: The repository.
  ///   - pipelines: What it is about.
  /// - Returns: What was found out, and what could not be.
  /// - Throws: That a source is none.
  static func gather(
    _ sources: String,
    _ workspace: Workspace,
    _ pipelines: [Pipeline]
  ) throws(UsageError) -> LiveOutcome {
    let (sources, isNamed) = try self.sources(sources)
    let evidence = workspace.configuration.evidence
    var targets = LiveTargets()
    for pipeline in pipelines { targets.join(LiveTargets(pipeline, evidence: evidence)) }
    let network: NetworkSettings
    do throws(Undecidable) {
      network = try NetworkSettings(HostSystem.environment)
    } catch {
      throw UsageError(message: "\(error.question): \(error.reason)")
    }
    let access = try access(targets)
    let exchanges = isNamed && sources.contains(.entra)
    let all = targets
    let outcome = blocking {
      let transport = AsyncHTTPClientTransport(network)
      let courier = Courier(transport) { try await Task.sleep(for: .seconds($0)) }
      let gatherer = Gatherer(
        courier,
        access: access,
        sources: sources,
        exchanges: exchanges,
        cloud: evidence.cloud,
        date: CalendarDay(secondsSince1970: HostSystem.secondsSince1970).text
      )
      let outcome = await gatherer.gather(all)
      await transport.shutdown()
      return outcome
    }
    var result = LiveOutcome(evidence: outcome.evidence)
    for (source, reason) in outcome.undecided {
      Console.note("could not check \(reason.question): \(reason.reason)")
      result.undecided.append(
        Undecided(rule: rule(source), jobs: [], reason: "\(reason.question): \(reason.reason)")
      )
      result.hasFailed = result.hasFailed || isNamed
    }
    return result
  }

  /// The rule that stands for what a source would have told.
  private static func rule(_ source: LiveSource) -> String {
    switch source {
    case .gitlab: "AKV601"
    case .entra: "AKV702"
    case .vault: "AKV804"
    }
  }

  /// Whom `--live` names; all when it names nobody.
  private static func sources(
    _ text: String
  ) throws(UsageError) -> (sources: Set<LiveSource>, isNamed: Bool) {
    if text == Akvlint.allSources { return (Set(LiveSource.allCases), false) }
    var sources: Set<LiveSource> = []
    for name in text.split(separator: ",") {
      guard let source = LiveSource(rawValue: String(name)) else {
        throw UsageError(message: "--live takes gitlab, entra and vault, not \(name)")
      }
      sources.insert(source)
    }
    return (sources, true)
  }

  /// What the environment gives to ask with; the repository names none of the hosts that get it.
  private static func access(_ targets: LiveTargets) throws(UsageError) -> LiveAccess {
    var access = LiveAccess()
    if let url = variable("AKVLINT_GITLAB_URL") ?? variable("CI_SERVER_URL") {
      let host = url.hasPrefix("https://") ? url.dropFirst("https://".count) : ""
      let name = host.hasSuffix("/") ? host.dropLast() : host
      guard !name.isEmpty, !name.contains(where: { "/:@?#".contains($0) }) else {
        throw UsageError(
          message: "GitLab's URL must be https://HOST, without port and path, not \(url)"
        )
      }
      access.gitLabHost = name.lowercased()
    }
    access.gitLabToken = variable("AKVLINT_GITLAB_TOKEN").map(Credential.init)
    access.graphToken =
      (variable("AKVLINT_AZURE_TOKEN_GRAPH") ?? variable("AKVLINT_AZURE_TOKEN"))
      .map(Credential.init)
    access.vaultToken = variable("AKVLINT_AZURE_TOKEN_VAULT").map(Credential.init)
    for exchange in targets.exchanges {
      guard let token = variable(exchange.token), token.count(where: { $0 == "." }) == 2 else {
        continue
      }
      access.idTokens[exchange.token] = Credential(token)
    }
    return access
  }

  private static func variable(_ name: String) -> String? {
    HostSystem.environment(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Waits for what is done elsewhere.
  private static func blocking<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) -> Value {
    let semaphore = DispatchSemaphore(value: 0)
    let box = ResultBox<Value>()
    Task.detached {
      let value = await work()
      box.value.withLock { $0 = value }
      semaphore.signal()
    }
    while true {
      semaphore.wait()
      if let value = box.value.withLock({ $0 }) { return value }
    }
  }

  /// Where the other side leaves its result.
  private final class ResultBox<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}
#endif
