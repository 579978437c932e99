import AzureFederation
import Evidence

/// The queries to Entra ID and Microsoft Graph.
extension Gatherer {
  /// Whether a tenant exists.
  func tenant(_ tenant: String) async -> [Piece] {
    let client = EntraClient(courier, cloud: cloud, date: date)
    return [
      await piece(.entra) { evidence throws(Undecidable) in
        evidence.observations.tenants = [try await client.tenant(tenant)]
      }
    ]
  }

  /// An application or managed identity, and its federated credentials.
  func identity(_ clientID: String) async -> [Piece] {
    guard let token = access.graphToken else {
      let reason = access.absence(of: .graph)
      return [
        .undecided(.entra, Undecidable(question: "the application \(clientID)", reason: reason))
      ]
    }
    let client = GraphClient(courier, cloud: cloud, token: token, date: date)
    var evidence = ProjectEvidence()
    do throws(Undecidable) {
      let object = try await client.application(clientID)
      let application = object.existence
      let principal = try await client.servicePrincipal(clientID)
      evidence.observations.servicePrincipals = [principal.existence]
      // A managed identity has a service principal, and no application.
      if application.exists || !principal.existence.exists {
        evidence.observations.applications = [application]
      }
      var credentials: [FederatedCredential]?
      if application.exists {
        credentials = try await client.credentials(clientID)
      } else if principal.isManagedIdentity {
        credentials = try await managedCredentials(clientID, principal)
      }
      if let credentials {
        evidence.identities = [
          Identity(
            clientID: clientID,
            tenantID: nil,
            credentials: credentials,
            kind: application.exists ? .application : .managedIdentity,
            objectID: object.objectID,
            source: application.source
          )
        ]
      }
    } catch {
      return [.evidence(evidence), .undecided(.entra, error)]
    }
    return [.evidence(evidence)]
  }

  /// The credentials of a managed identity, which only Resource Manager has.
  private func managedCredentials(
    _ clientID: String,
    _ principal: GraphClient.ServicePrincipal
  ) async throws(Undecidable) -> [FederatedCredential] {
    let question = "the managed identity \(clientID)"
    guard let resource = principal.resource else {
      throw Undecidable(
        question: question,
        reason: "Graph names no user-assigned identity that it belongs to"
      )
    }
    guard let host = cloud.managementHost else {
      throw Undecidable(
        question: question,
        reason: "where Azure Resource Manager answers in this cloud is not known"
      )
    }
    guard let token = access.managementToken else {
      throw Undecidable(
        question: question,
        reason: access.absence(of: .resourceManager)
      )
    }
    let client = ManagementClient(courier, host: host, token: token, date: date)
    return try await client.credentials(resource)
  }

  /// Gathers the result of the exchange that a job makes.
  func exchange(_ target: LiveTargets.Exchange) async -> [Piece] {
    guard let token = access.idTokens[target.token] else {
      let reason = "the ID token is not in this job's environment"
      return [
        .undecided(.entra, Undecidable(question: "the exchange of \(target.token)", reason: reason))
      ]
    }
    return [
      await piece(.entra) { evidence throws(Undecidable) in
        var refusal: (code: String, message: String)?
        let answer = try await answer(to: target, with: token)
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

  /// Entra ID's answer to an exchange; the courier asks once, however often it is wanted.
  func answer(
    to target: LiveTargets.Exchange,
    with token: AccessToken
  ) async throws(Undecidable) -> EntraClient.Exchange {
    try await EntraClient(courier, cloud: cloud, date: date).exchange(
      token,
      clientID: target.clientID,
      tenantID: target.tenantID
    )
  }
}
