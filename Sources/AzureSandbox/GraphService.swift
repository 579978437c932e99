#if Sandbox
import TextFormats

/// Plays Microsoft Graph: applications, their federated credentials, to read and change, and service
/// principals.
struct GraphService: Sendable {
  let directory: Directory
  let keys: TokenKeys
  let cloud: SandboxCloud

  private var host: String { cloud.graphHost }

  /// The object that a path names, and what follows it.
  private struct Address {
    let version: String
    let collection: String
    let clientID: String
    let rest: [String]
  }

  /// Answers a request.
  func answer(_ request: SandboxRequest) async -> SandboxAnswer {
    let claims = await claims(request)
    guard let claims, claims.audience == "https://\(host)" else {
      return .refusal(401, "InvalidAuthenticationToken", "Access token validation failure.")
    }
    guard isAllowed(request, claims.roles ?? []) else {
      return .refusal(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation."
      )
    }
    let tenant = directory.tenants.first { $0.id == claims.tid }
    guard let address = Self.address(request.parts, tenant) else {
      return .refusal(400, "BadRequest", "Resource not found for the segment.")
    }
    switch (address.collection, address.rest.first) {
    case ("applications", nil) where request.method == "GET":
      guard tenant?.application(address.clientID) != nil else { return missing(address.clientID) }
      return entity(address.clientID, AccessTokens.objectID(address.clientID)) { _ in }
    case ("applications", "federatedIdentityCredentials"):
      guard let tenant, let application = tenant.application(address.clientID) else {
        return missing(address.clientID)
      }
      do throws(StoredCredentials.Refusal) {
        return try answer(request, address, application.credentials, tenant.id)
      } catch {
        return .refusal(error.status, error.code, error.message)
      }
    case ("servicePrincipals", nil) where request.method == "GET":
      return servicePrincipal(address.clientID, tenant)
    default: return .refusal(400, "BadRequest", "Resource not found for the segment.")
    }
  }

  /// Whether a token's permissions are enough.
  private func isAllowed(_ request: SandboxRequest, _ roles: [String]) -> Bool {
    let needed = request.method == "GET" ? ["Application.Read.All"] : []
    return (needed + ["Application.ReadWrite.All"]).contains(where: roles.contains)
  }

  private func claims(_ request: SandboxRequest) async -> Claims? {
    guard let token = request.bearer else { return nil }
    return await AccessTokens(signer: keys.entra).claims(of: token)
  }

  /// An object by its client ID, `applications(appId='…')`, or by its object ID, `applications/…`.
  private static func address(_ parts: [String], _ tenant: SandboxSetup.Tenant?) -> Address? {
    guard parts.count >= 2, ["beta", "v1.0"].contains(parts[0]) else { return nil }
    let sides = parts[1].split(separator: "(", maxSplits: 1)
    if sides.count == 2, sides[1].hasPrefix("appId='"), sides[1].hasSuffix("')") {
      return Address(
        version: parts[0],
        collection: String(sides[0]),
        clientID: sides[1].dropFirst("appId='".count).dropLast(2).lowercased(),
        rest: Array(parts.dropFirst(2))
      )
    }
    guard parts.count >= 3 else { return nil }
    let known = tenant?.applications.first { AccessTokens.objectID($0.clientID) == parts[2] }
    return Address(
      version: parts[0],
      collection: parts[1],
      clientID: known?.clientID ?? parts[2],
      rest: Array(parts.dropFirst(3))
    )
  }

  /// Answers a request about the credentials of an application, or about one of them.
  private func answer(
    _ request: SandboxRequest,
    _ address: Address,
    _ credentials: [TrustedCredential],
    _ tenantID: String
  ) throws(StoredCredentials.Refusal) -> SandboxAnswer {
    let allowsExpressions = address.version == "beta"
    let key = address.rest.count == 2 ? address.rest[1] : nil
    switch (request.method, key) {
    case ("GET", nil): return list(credentials, version: address.version)
    case ("GET", let key?):
      return credential(try StoredCredentials(credentials).find(key), 200, address)
    case ("POST", nil):
      let change = try CredentialChange(request.body, allowsExpressions: allowsExpressions)
      let added = try directory.change(credentialsOf: address.clientID, in: tenantID) {
        list throws(StoredCredentials.Refusal) in try list.add(change)
      }
      return credential(added, 201, address)
    case ("PATCH", let key?):
      let change = try CredentialChange(request.body, allowsExpressions: allowsExpressions)
      try directory.change(credentialsOf: address.clientID, in: tenantID) {
        list throws(StoredCredentials.Refusal) in try list.update(key, change)
      }
    case ("DELETE", let key?):
      try directory.change(credentialsOf: address.clientID, in: tenantID) {
        list throws(StoredCredentials.Refusal) in try list.remove(key)
      }
    default:
      return .refusal(405, "Request_BadRequest", "Specified HTTP method is not allowed.")
    }
    return SandboxAnswer(204, type: "application/json", body: "")
  }

  private func credential(
    _ credential: TrustedCredential,
    _ status: Int,
    _ address: Address
  ) -> SandboxAnswer {
    SandboxAnswer(status) { json in
      json.object { json in
        json.member("@odata.context", "https://\(host)/\(address.version)/$metadata")
        json.member("id", credential.id)
        CredentialBody.write(credential, to: &json)
      }
    }
  }

  private func servicePrincipal(_ clientID: String, _ tenant: SandboxSetup.Tenant?) -> SandboxAnswer
  {
    let application = tenant?.applications.first { $0.clientID == clientID }
    let identity = tenant?.managedIdentities.first { $0.clientID == clientID }
    guard application?.hasServicePrincipal ?? (identity != nil) else { return missing(clientID) }
    return entity(clientID, AccessTokens.objectID(clientID)) { json in
      json.member("servicePrincipalType", identity == nil ? "Application" : "ManagedIdentity")
      json.key("alternativeNames")
      json.array(identity.map { ["isExplicit=True", $0.resourceID] } ?? [])
    }
  }

  private func entity(
    _ clientID: String,
    _ id: String,
    _ write: (inout JSONText) -> Void
  ) -> SandboxAnswer {
    SandboxAnswer(200) { json in
      json.object { json in
        json.member("@odata.context", "https://\(host)/beta/$metadata")
        json.member("id", id)
        json.member("appId", clientID)
        write(&json)
      }
    }
  }

  /// The list; v1.0 breaks off at a flexible credential, with status 200.
  private func list(
    _ credentials: [TrustedCredential],
    version: String
  ) -> SandboxAnswer {
    var answer = SandboxAnswer(200) { json in
      json.object { json in
        json.member("@odata.context", "https://\(host)/\(version)/$metadata")
        json.key("value")
        json.array(credentials) { json, credential in
          json.object { json in
            json.member("id", credential.id)
            CredentialBody.write(credential, to: &json)
          }
        }
      }
    }
    if version == "v1.0", credentials.contains(where: { $0.expression != nil }) {
      answer.body = String(answer.body.prefix(answer.body.count / 2))
      answer.body += "{\"error\":{\"code\":\"InternalServerError\",\"message\":\"subject"
      answer.body += "[Nullable=False] has a null value\"}}"
    }
    return answer
  }

  private func missing(_ clientID: String) -> SandboxAnswer {
    .refusal(
      404,
      "Request_ResourceNotFound",
      "Resource '\(clientID)' does not exist or one of its queried reference-property objects "
        + "are not present."
    )
  }
}

/// A federated credential as Graph and Azure Resource Manager write it.
enum CredentialBody {
  /// Writes its members.
  static func write(_ credential: TrustedCredential, to json: inout JSONText) {
    json.member("name", credential.name)
    json.member("issuer", credential.issuer)
    json.member("subject", credential.subject)
    json.key("audiences")
    json.array(credential.audiences)
    if let expression = credential.expression {
      json.key("claimsMatchingExpression")
      json.object { json in
        json.member("value", expression.value)
        json.member("languageVersion", expression.languageVersion)
      }
    }
  }
}
#endif
