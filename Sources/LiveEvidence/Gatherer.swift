package import AzureFederation
package import Evidence

/// Whom to ask.
package enum LiveSource: String, CaseIterable, Sendable {
  case gitlab
  case entra
  case vault
}

/// What the operator gives to ask with; nothing of it comes from the repository.
package struct LiveAccess: Sendable {
  /// The GitLab instance's host.
  package var gitLabHost: String?
  /// A token for it.
  package var gitLabToken: Credential?
  /// A token for Microsoft Graph.
  package var graphToken: Credential?
  /// A token for vaults.
  package var vaultToken: Credential?
  /// The job's own ID tokens, by name.
  package var idTokens: [String: Credential] = [:]

  /// Nothing.
  package init() {}
}

/// Gathers evidence by asking; judges nothing.
package struct Gatherer: Sendable {
  fileprivate let courier: Courier
  private let access: LiveAccess
  private let sources: Set<LiveSource>
  private let exchanges: Bool
  fileprivate let cloud: Cloud
  private let date: String

  /// A gatherer.
  ///
  /// - Parameters:
  ///   - courier: What sends.
  ///   - access: What there is to ask with.
  ///   - sources: Whom to ask.
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

  /// What was found out, and what could not be.
  package struct Outcome: Sendable {
    /// What was found out.
    package var evidence = Evidence()
    /// What could not be, by whom it was asked.
    package var undecided: [(source: LiveSource, reason: Undecidable)] = []
  }

  /// One piece of what was found out.
  private enum Piece: Sendable {
    case evidence(Evidence)
    case undecided(LiveSource, Undecidable)
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
        for (url, names) in targets.secrets { group.addTask { await vault(url, names) } }
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
      }
    }
    outcome.evidence.sort()
    outcome.undecided.sort {
      ($0.source.rawValue, $0.reason.question) < ($1.source.rawValue, $1.reason.question)
    }
    return outcome
  }

  /// A piece of evidence, or why there is none.
  private func piece(
    _ source: LiveSource,
    _ ask: (inout Evidence) async throws(Undecidable) -> Void
  ) async -> Piece {
    var evidence = Evidence()
    do throws(Undecidable) {
      try await ask(&evidence)
    } catch {
      return .undecided(source, error)
    }
    return .evidence(evidence)
  }

  // MARK: GitLab

  private func gitLab(_ targets: LiveTargets) async -> [Piece] {
    guard let host = access.gitLabHost, let path = targets.project else {
      let reason = "the instance or the project is not known; set AKVLINT_GITLAB_URL"
      return [.undecided(.gitlab, Undecidable(question: "GitLab", reason: reason))]
    }
    guard access.gitLabToken != nil else {
      let reason = "there is no token; set AKVLINT_GITLAB_TOKEN with the scope read_api"
      return [.undecided(.gitlab, Undecidable(question: "GitLab", reason: reason))]
    }
    let client = GitLabClient(courier, host: host, token: access.gitLabToken, date: date)
    async let project = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.gitLab = try await client.project(path)
      evidence.observations.subjectComponents = evidence.gitLab.subjectComponents
    }
    async let version = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.gitLab.version = try await client.version()
    }
    async let tier = piece(.gitlab) { evidence throws(Undecidable) in
      let root = path.split(separator: "/").first.map(String.init) ?? path
      evidence.gitLab.tier = try await client.tier(root)
    }
    async let branches = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.gitLab.protectedBranches = try await client.protectedRefs(
        "protected_branches",
        of: path
      )
    }
    async let tags = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.gitLab.protectedTags = try await client.protectedRefs("protected_tags", of: path)
    }
    async let variables = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.variables.items = try await client.variables(path)
      evidence.variables.isClosed = true
    }
    async let lint = piece(.gitlab) { evidence throws(Undecidable) in
      evidence.observations.lint = try await client.lint(path, ref: nil)
    }
    return await [project, version, tier, branches, tags, variables, lint]
  }

  private func issuer(_ issuer: String) async -> [Piece] {
    let client = IssuerClient(courier, date: date)
    return [
      await piece(.gitlab) { evidence throws(Undecidable) in
        evidence.observations.issuers = [try await client.issuer(issuer)]
      }
    ]
  }

  // MARK: Entra ID

  private func tenant(_ tenant: String) async -> [Piece] {
    let client = EntraClient(courier, cloud: cloud, date: date)
    return [
      await piece(.entra) { evidence throws(Undecidable) in
        evidence.observations.tenants = [try await client.tenant(tenant)]
      }
    ]
  }

  private func identity(_ clientID: String) async -> [Piece] {
    guard let token = access.graphToken else {
      let reason = "there is no token for Microsoft Graph; set AKVLINT_AZURE_TOKEN_GRAPH"
      return [
        .undecided(.entra, Undecidable(question: "the application \(clientID)", reason: reason))
      ]
    }
    let client = GraphClient(courier, cloud: cloud, token: token, date: date)
    return [
      await piece(.entra) { evidence throws(Undecidable) in
        let application = try await client.existence("applications", clientID)
        let principal = try await client.existence("servicePrincipals", clientID)
        evidence.observations.servicePrincipals = [principal]
        // A managed identity has a service principal, and no application.
        if application.exists || !principal.exists {
          evidence.observations.applications = [application]
        }
        guard application.exists else { return }
        evidence.identities = [
          Identity(
            clientID: clientID,
            tenantID: nil,
            credentials: try await client.credentials(clientID),
            source: application.source
          )
        ]
      }
    ]
  }

  private func exchange(_ target: LiveTargets.Exchange) async -> [Piece] {
    guard let token = access.idTokens[target.token] else {
      let reason = "the ID token is not in this job's environment"
      return [
        .undecided(.entra, Undecidable(question: "the exchange of \(target.token)", reason: reason))
      ]
    }
    return [
      await piece(.entra) { evidence throws(Undecidable) in
        let client = EntraClient(courier, cloud: cloud, date: date)
        let answer = try await client.exchange(
          token,
          clientID: target.clientID,
          tenantID: target.tenantID
        )
        var refusal: (code: String, message: String)?
        if case .refused(let code, let message) = answer { refusal = (code, message) }
        evidence.observations.exchanges = [
          Observations.Exchange(
            token: target.token,
            clientID: target.clientID,
            code: refusal?.code,
            message: refusal?.message ?? "",
            source: EvidenceSource(path: "Entra ID", date: date)
          )
        ]
      }
    ]
  }

  // MARK: Key Vault

  private func vault(_ url: String, _ names: Set<String>) async -> [Piece] {
    guard let vault = try? VaultURL(url) else { return [] }
    let client = VaultClient(courier, vault: vault, date: date)
    let source = EvidenceSource(path: url, date: date)
    let challenge: VaultChallenge?
    do throws(Undecidable) {
      challenge = try await client.challenge()
    } catch {
      return [.undecided(.vault, error)]
    }
    var evidence = Evidence()
    func known(_ secrets: [VaultSecret]?) -> Piece {
      evidence.observations.vaults = [
        Vault(
          url: url,
          exists: challenge != nil,
          tenantID: challenge?.tenantID,
          secrets: secrets,
          source: source
        )
      ]
      return .evidence(evidence)
    }
    guard let challenge else {
      // Where no name resolves at all, this one not doing so proves nothing.
      guard await resolvesNames else {
        return [
          .undecided(.vault, Undecidable(question: url, reason: "names do not resolve here"))
        ]
      }
      return [known(nil)]
    }
    guard let token = access.vaultToken else {
      let reason = "there is no token for vaults; set AKVLINT_AZURE_TOKEN_VAULT"
      return [known(nil), .undecided(.vault, Undecidable(question: url, reason: reason))]
    }
    var secrets: [VaultSecret] = []
    var pieces: [Piece] = []
    for name in names.sorted() {
      do throws(Undecidable) {
        switch try await client.secret(name, token: token, challenge: challenge) {
        case .secret(let secret): secrets.append(secret)
        case .denied(let denial):
          // Another caller's refusal says nothing about the job.
          let reason = "the vault refuses to list versions (\(denial.code))"
          pieces.append(
            .undecided(.vault, Undecidable(question: "\(url)/secrets/\(name)", reason: reason))
          )
        }
      } catch {
        pieces.append(.undecided(.vault, error))
      }
    }
    return [known(secrets)] + pieces
  }
}

extension Gatherer {
  /// Whether a name resolves that certainly exists.
  fileprivate var resolvesNames: Bool {
    get async {
      let request = HTTPRequest(
        host: cloud.authorityHosts[0],
        path: "/common/v2.0/.well-known/openid-configuration"
      )
      return (try? await courier.send(request)) != nil
    }
  }
}

extension Evidence {
  /// Puts what was gathered in no particular order into one.
  fileprivate mutating func sort() {
    identities.sort { $0.clientID < $1.clientID }
    observations.issuers.sort { $0.url < $1.url }
    observations.tenants.sort { $0.id < $1.id }
    observations.applications.sort { $0.id < $1.id }
    observations.servicePrincipals.sort { $0.id < $1.id }
    observations.exchanges.sort { $0.token < $1.token }
    observations.vaults.sort { $0.url < $1.url }
    observations.denials.sort { $0.vault < $1.vault }
  }
}
