import AzureFederation
import Evidence

/// What Entra ID and Microsoft Graph are asked.
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

  /// An application or managed identity, and whom it trusts.
  func identity(_ clientID: String) async -> [Piece] {
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

  /// What becomes of the exchange that a job makes.
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
    with token: Credential
  ) async throws(Undecidable) -> EntraClient.Exchange {
    try await EntraClient(courier, cloud: cloud, date: date).exchange(
      token,
      clientID: target.clientID,
      tenantID: target.tenantID
    )
  }
}
