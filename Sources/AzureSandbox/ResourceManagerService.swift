#if Sandbox
import TextFormats

/// Plays Azure Resource Manager: the federated credentials of managed identities, to read and change.
struct ResourceManagerService: Sendable {
  /// Its host in the public cloud.
  static let host = "management.azure.com"

  let directory: Directory
  let keys: TokenKeys

  /// Answers a request.
  func answer(_ request: SandboxRequest) async -> SandboxAnswer {
    guard let token = request.bearer,
      let claims = await AccessTokens(signer: keys.entra).claims(of: token),
      ["https://\(Self.host)", "https://\(Self.host)/"].contains(claims.audience)
    else { return .refusal(401, "InvalidAuthenticationToken", "The access token is invalid.") }
    guard request.query["api-version"] != nil else {
      return .refusal(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter is required."
      )
    }
    let path = "/" + request.parts.joined(separator: "/")
    let tenantID = claims.tid ?? ""
    let identities = directory.tenants.first { $0.id == tenantID }?.managedIdentities ?? []
    for identity in identities {
      let start = "\(identity.resourceID)\(Self.suffix)"
      guard path.lowercased().hasPrefix(start.lowercased()) else { continue }
      let rest = path.dropFirst(start.count).split(separator: "/").map(String.init)
      do throws(StoredCredentials.Refusal) {
        return try answer(request, identity, tenantID, rest)
      } catch {
        return .refusal(error.status, error.code, error.message)
      }
    }
    return Self.missing
  }

  private static let suffix = "/federatedIdentityCredentials"
  private static let missing = SandboxAnswer.refusal(
    404,
    "ResourceNotFound",
    "The Resource was not found."
  )

  /// Answers a request about the credentials of an identity, or about one of them.
  private func answer(
    _ request: SandboxRequest,
    _ identity: SandboxSetup.ManagedIdentity,
    _ tenantID: String,
    _ rest: [String]
  ) throws(StoredCredentials.Refusal) -> SandboxAnswer {
    let list = StoredCredentials(identity.credentials)
    switch (request.method, rest.count) {
    case ("GET", 0):
      return SandboxAnswer(200) { json in
        json.object { json in
          json.key("value")
          json.array(identity.credentials) { Self.write($1, of: identity, to: &$0) }
        }
      }
    case ("GET", 1):
      let credential = try list.find(rest[0])
      return SandboxAnswer(200) { Self.write(credential, of: identity, to: &$0) }
    case ("PUT", 1):
      let change = try CredentialChange(resource: request.body)
      let isNew = !identity.credentials.contains { $0.name == rest[0] }
      let credential = try directory.change(credentialsOf: identity.clientID, in: tenantID) {
        list throws(StoredCredentials.Refusal) in try list.put(rest[0], change)
      }
      return SandboxAnswer(isNew ? 201 : 200) { Self.write(credential, of: identity, to: &$0) }
    case ("DELETE", 1):
      try directory.change(credentialsOf: identity.clientID, in: tenantID) {
        list throws(StoredCredentials.Refusal) in try list.remove(rest[0])
      }
      return SandboxAnswer(200, type: "application/json", body: "")
    default: return Self.missing
    }
  }

  private static func write(
    _ credential: TrustedCredential,
    of identity: SandboxSetup.ManagedIdentity,
    to json: inout JSONText
  ) {
    json.object { json in
      json.member("id", "\(identity.resourceID)\(suffix)/\(credential.name)")
      json.member("name", credential.name)
      json.key("properties")
      json.object { CredentialBody.write(credential, to: &$0) }
    }
  }
}
#endif
