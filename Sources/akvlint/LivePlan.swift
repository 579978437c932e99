#if Live
import AzureFederation
import Evidence
import LiveEvidence

/// What a run in live mode asks.
struct LivePlan: Sendable {
  let targets: LiveTargets
  let sources: Set<LiveSource>
  let exchanges: Bool
  let cloud: Cloud
  let date: String

  /// Asks.
  func gather(_ courier: Courier, _ environment: LiveEnvironment) async -> Gatherer.Outcome {
    var access = environment.access
    if let commandLine = environment.commandLine {
      await access.complete(wanted(access), with: commandLine, in: cloud)
    }
    let gatherer = Gatherer(
      courier,
      access: access,
      sources: sources,
      exchanges: exchanges,
      cloud: cloud,
      date: date
    )
    return await gatherer.gather(targets)
  }

  /// The services for which a token is wanted.
  private func wanted(_ access: LiveAccess) -> Set<AzureService> {
    var services: Set<AzureService> = []
    if sources.contains(.entra), !targets.clients.isEmpty {
      services.formUnion([.graph, .resourceManager])
    }
    // The job's own token tells more than that of whoever is signed in.
    let asksAsJob = exchanges && !access.idTokens.isEmpty
    if sources.contains(.vault), !targets.secrets.isEmpty, !asksAsJob { services.insert(.vault) }
    return services
  }
}
#endif
