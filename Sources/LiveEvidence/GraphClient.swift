package import AzureFederation
package import Evidence
import TextFormats

/// Asks Microsoft Graph about applications; beta, because v1.0 breaks off at flexible credentials.
package struct GraphClient: Sendable {
  private let courier: Courier
  private let host: String
  private let token: AccessToken
  private let date: String

  /// A client.
  ///
  /// - Parameters:
  ///   - courier: The transport.
  ///   - cloud: Microsoft's cloud.
  ///   - token: A token for Graph.
  ///   - date: The present day, for the date of evidence.
  package init(_ courier: Courier, cloud: Cloud, token: AccessToken, date: String) {
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

  /// An application.
  package struct Application: Sendable {
    /// Whether there is one.
    package let existence: Observations.Existence
    /// Its object ID; nil if there is none.
    package let objectID: String?
  }

  /// The application of a client ID.
  ///
  /// - Parameter clientID: The application (client) ID.
  /// - Returns: Whether it exists, and its object ID.
  /// - Throws: The reason why there is no answer.
  package func application(
    _ clientID: String
  ) async throws(Undecidable) -> Application {
    let request = try checked("applications(appId='\(clientID)')?$select=id", clientID)
    let (status, document) = try await courier.document(request, statuses: [200, 404])
    return Application(
      existence: existence(clientID, status, request),
      objectID: document["id"]?.text.flatMap { GUID.isValid($0) ? $0 : nil }
    )
  }

  /// A tenant's service principal that may sign in.
  package struct ServicePrincipal: Sendable {
    /// Whether there is one.
    package let existence: Observations.Existence
    /// Whether it is that of a managed identity.
    package let isManagedIdentity: Bool
    /// The resource of the managed identity, when it is a user-assigned one.
    package let resource: ManagedIdentityID?
  }

  /// The service principal of an application or managed identity.
  ///
  /// - Parameter clientID: The application (client) ID.
  /// - Returns: Whether it exists, and what it is of.
  /// - Throws: The reason why there is no answer.
  package func servicePrincipal(
    _ clientID: String
  ) async throws(Undecidable) -> ServicePrincipal {
    let request = try checked(
      "servicePrincipals(appId='\(clientID)')?$select=id,servicePrincipalType,alternativeNames",
      clientID
    )
    let (status, document) = try await courier.document(request, statuses: [200, 404])
    let isManaged = document["servicePrincipalType"]?.text == "ManagedIdentity"
    // The owner of any other one may write anything there.
    let names = isManaged ? document["alternativeNames"]?.texts ?? [] : []
    return ServicePrincipal(
      existence: existence(clientID, status, request),
      isManagedIdentity: isManaged,
      resource: names.lazy.compactMap(ManagedIdentityID.init).first
    )
  }

  private func existence(
    _ clientID: String,
    _ status: Int,
    _ request: HTTPRequest
  ) -> Observations.Existence {
    Observations.Existence(
      id: clientID,
      exists: status == 200,
      source: EvidenceSource(path: request.url, date: date)
    )
  }

  /// The federated credentials of an application.
  ///
  /// - Parameter clientID: The application (client) ID.
  /// - Returns: The credentials.
  /// - Throws: The reason why there is no answer.
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
      throw Undecidable(question: "the application \(clientID)", reason: "it is not a GUID")
    }
    return request(path)
  }
}
