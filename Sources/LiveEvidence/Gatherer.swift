package import AzureFederation
package import Evidence

/// Gathers evidence by asking; judges nothing.
package struct Gatherer: Sendable {
  let courier: Courier
  let access: LiveAccess
  let sources: Set<LiveSource>
  let exchanges: Bool
  let cloud: Cloud
  let date: String

  /// A gatherer.
  ///
  /// - Parameters:
  ///   - courier: The transport.
  ///   - access: The access for the queries.
  ///   - sources: The sources to query.
  ///   - exchanges: Whether the job's own ID tokens may be exchanged.
  ///   - cloud: Microsoft's cloud.
  ///   - date: The present day.
  package init(
    _ courier: Courier,
    access: LiveAccess,
    sources: Set<LiveSource>,
    exchanges: Bool,
    cloud: Cloud,
    date: String
  ) {
    self.courier = courier
    self.access = access
    self.sources = sources
    self.exchanges = exchanges
    self.cloud = cloud
    self.date = date
  }

  /// The answers and the failures.
  package struct Outcome: Sendable {
    /// The gathered evidence.
    package var evidence = ProjectEvidence()
    /// The failures, by source.
    package var undecided: [(source: LiveSource, reason: Undecidable)] = []
    /// Notes that are not failures.
    package var notes: [String] = []
  }

  /// One piece of what was found out.
  enum Piece: Sendable {
    case evidence(ProjectEvidence)
    case undecided(LiveSource, Undecidable)
    /// Something that is worth knowing and no failure.
    case note(String)
  }

  /// Asks all there is to ask about some targets.
  package func gather(_ targets: LiveTargets) async -> Outcome {
    let pieces = await withTaskGroup(of: [Piece].self) { group in
      if sources.contains(.gitlab) {
        group.addTask { await gitLab(targets) }
        if let issuer = targets.issuer { group.addTask { await self.issuer(issuer) } }
      }
      if sources.contains(.entra) {
        for tenant in targets.tenants { group.addTask { await self.tenant(tenant) } }
        for client in targets.clients { group.addTask { await identity(client) } }
      }
      if sources.contains(.vault) {
        for (url, names) in targets.secrets { group.addTask { await vault(url, names, targets) } }
      }
      if exchanges {
        for exchange in targets.exchanges { group.addTask { await self.exchange(exchange) } }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    var outcome = Outcome()
    for piece in pieces {
      switch piece {
      case .evidence(let evidence): outcome.evidence.join(evidence)
      case .undecided(let source, let reason): outcome.undecided.append((source, reason))
      case .note(let text): outcome.notes.append(text)
      }
    }
    outcome.evidence.sort()
    outcome.notes.sort()
    outcome.undecided.sort {
      ($0.source.rawValue, $0.reason.question) < ($1.source.rawValue, $1.reason.question)
    }
    return outcome
  }

  /// A piece of evidence, or why there is none.
  func piece(
    _ source: LiveSource,
    _ ask: (inout ProjectEvidence) async throws(Undecidable) -> Void
  ) async -> Piece {
    var evidence = ProjectEvidence()
    do throws(Undecidable) {
      try await ask(&evidence)
    } catch {
      return .undecided(source, error)
    }
    return .evidence(evidence)
  }
}

extension ProjectEvidence {
  /// Puts what was gathered in no particular order into one.
  fileprivate mutating func sort() {
    identities.sort { $0.clientID < $1.clientID }
    observations.issuers.sort { $0.url < $1.url }
    observations.tenants.sort { $0.id < $1.id }
    observations.applications.sort { $0.id < $1.id }
    observations.servicePrincipals.sort { $0.id < $1.id }
    observations.exchanges.sort { $0.token < $1.token }
    observations.vaults.sort { $0.url < $1.url }
    observations.denials.sort {
      ($0.vault, $0.clientID ?? "", $0.secret ?? "") < (
        $1.vault, $1.clientID ?? "", $1.secret ?? ""
      )
    }
  }
}
