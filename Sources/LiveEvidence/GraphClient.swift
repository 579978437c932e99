package import AzureFederation
package import Evidence

/// Asks Microsoft Graph about applications; beta, because v1.0 breaks off at flexible credentials.
package struct GraphClient: Sendable {
  private let courier: Courier
  private let host: String
  private let token: Credential
  private let date: String

  /// A client.
  ///
  /// - Parameters:
  ///   - courier: What sends.
  ///   - cloud: Microsoft's cloud.
  ///   - token: A token for Graph.
  ///   - date: The present day, which evidence says.
  package init(_ courier: Courier, cloud: Cloud, token: Credential, date: String) {
    self.courier = courier
    host = cloud.graphHost
    self.token = token
    self.date = date
  }

  private func request(_ path: String) -> HTTPRequest {
    var request = HTTPRequest(host: host, path: "/beta/\(path)")
    request.authorization = .bearer(token)
    return request
  }

  /// Whether there is an application (`applications`) or service principal (`servicePrincipals`).
  ///
  /// - Parameters:
  ///   - collection: Which of the two.
  ///   - clientID: The application (client) ID.
  /// - Returns: Whether it exists.
  /// - Throws: Why there is no answer.
  package func existence(
    _ collection: String,
    _ clientID: String
  ) async throws(Undecidable) -> Observations.Existence {
    let request = try checked("\(collection)(appId='\(clientID)')?$select=id", clientID)
    let (status, _) = try await courier.document(request, statuses: [200, 404])
    return Observations.Existence(
      id: clientID,
      exists: status == 200,
      source: EvidenceSource(path: request.url, date: date)
    )
  }

  /// The federated credentials of an application.
  ///
  /// - Parameter clientID: The application (client) ID.
  /// - Returns: The credentials.
  /// - Throws: Why there is no answer.
  package func credentials(
    _ clientID: String
  ) async throws(Undecidable) -> [FederatedCredential] {
    let first = try checked(
      "applications(appId='\(clientID)')/federatedIdentityCredentials",
      clientID
    )
    let values = try await courier.values(first, link: "@odata.nextLink")
    let source = EvidenceSource(path: first.url, date: date)
    return CredentialExport.credentials(values, source: source)
  }

  private func checked(_ path: String, _ clientID: String) throws(Undecidable) -> HTTPRequest {
    guard GUID.isValid(clientID) else {
      throw Undecidable(question: "the application \(clientID)", reason: "it is no GUID")
    }
    return request(path)
  }
}
