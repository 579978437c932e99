package import AzureFederation
package import Evidence
import TextFormats

/// Asks Entra ID whether a tenant exists, and to exchange a job's own ID token.
package struct EntraClient: Sendable {
  private let courier: Courier
  private let cloud: Cloud
  private let date: String

  /// A client.
  ///
  /// - Parameters:
  ///   - courier: The transport.
  ///   - cloud: Microsoft's cloud, whose first authority is asked.
  ///   - date: The present day, for the date of evidence.
  package init(_ courier: Courier, cloud: Cloud, date: String) {
    self.courier = courier
    self.cloud = cloud
    self.date = date
  }

  private var authority: String { cloud.authorityHosts[0] }

  /// Whether a tenant exists; needs no credential.
  ///
  /// - Parameter tenant: Its ID.
  /// - Returns: Whether it exists.
  /// - Throws: The reason why there is no answer.
  package func tenant(_ tenant: String) async throws(Undecidable) -> Observations.Existence {
    guard GUID.isValid(tenant) else {
      throw Undecidable(question: "the tenant \(tenant)", reason: "it is not a tenant ID")
    }
    let request = HTTPRequest(
      host: authority,
      path: "/\(tenant)/v2.0/.well-known/openid-configuration"
    )
    let (status, document) = try await courier.document(request, statuses: [200, 400])
    let source = EvidenceSource(path: request.url, date: date)
    if status == 200 { return Observations.Existence(id: tenant, exists: true, source: source) }
    guard document["error"]?.text == "invalid_tenant" else {
      throw Undecidable(question: request.question, reason: "the server answers 400")
    }
    return Observations.Existence(id: tenant, exists: false, source: source)
  }

  /// The result of an exchange.
  package enum Exchange: Sendable {
    /// An access token.
    case token(AccessToken)
    /// Entra ID's code and its first sentence.
    case refused(code: String, message: String)
  }

  /// Exchanges a job's ID token for an access token to Key Vault.
  ///
  /// - Parameters:
  ///   - assertion: The ID token.
  ///   - clientID: The application (client) ID.
  ///   - tenantID: The tenant's ID.
  /// - Returns: The token, or Entra ID's refusal.
  /// - Throws: The reason why there is no answer.
  package func exchange(
    _ assertion: AccessToken,
    clientID: String,
    tenantID: String
  ) async throws(Undecidable) -> Exchange {
    guard GUID.isValid(tenantID), GUID.isValid(clientID) else {
      throw Undecidable(question: "the exchange", reason: "client or tenant is not a GUID")
    }
    var request = HTTPRequest(host: authority, path: "/\(tenantID)/oauth2/v2.0/token")
    request.method = .post
    request.form = [
      HTTPRequest.FormField(name: "grant_type", value: "client_credentials"),
      HTTPRequest.FormField(name: "client_id", value: clientID),
      HTTPRequest.FormField(name: "scope", value: "\(cloud.vaultResource)/.default"),
      HTTPRequest.FormField(
        name: "client_assertion_type",
        value: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
      ),
    ]
    request.authorization = .formField("client_assertion", assertion)
    let (status, document) = try await courier.document(request, statuses: [200, 400, 401])
    if status == 200, let token = document["access_token"]?.text {
      return .token(AccessToken(token))
    }
    let text = document["error_description"]?.text ?? ""
    guard let code = Self.code(in: text) else {
      throw Undecidable(question: request.question, reason: "the server answers \(status)")
    }
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return .refused(code: code, message: String(line.prefix(500)))
  }

  /// `AADSTS700213` before `: No matching …`.
  static func code(in text: String) -> String? {
    guard text.hasPrefix("AADSTS") else { return nil }
    let digits = text.dropFirst("AADSTS".count).prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : "AADSTS\(digits)"
  }
}
