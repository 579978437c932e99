#if Sandbox
import TextFormats

/// Plays Microsoft Graph: applications, their federated credentials, service principals.
struct GraphService: Sendable {
  let scenario: SandboxSetup
  let keys: TokenKeys
  let cloud: SandboxCloud

  private var host: String { cloud.graphHost }

  /// Answers a request.
  func answer(_ request: SandboxRequest) async -> SandboxAnswer {
    let claims = await claims(request)
    guard let claims, claims.audience == "https://\(host)" else {
      return .refusal(401, "InvalidAuthenticationToken", "Access token validation failure.")
    }
    guard claims.roles?.contains("Application.Read.All") ?? false else {
      return .refusal(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation."
      )
    }
    let parts = request.parts
    guard parts.count >= 2, ["beta", "v1.0"].contains(parts[0]),
      let (collection, clientID) = Self.key(parts[1])
    else { return .refusal(400, "BadRequest", "Resource not found for the segment.") }
    let tenant = scenario.tenants.first { $0.id == claims.tid }
    switch (collection, parts.count) {
    case ("applications", _):
      guard let found = tenant?.applications.first(where: { $0.clientID == clientID }) else {
        return missing(clientID)
      }
      if parts.count == 2 { return entity(clientID, AccessTokens.objectID(clientID)) { _ in } }
      return credentials(found.credentials, version: parts[0])
    case ("servicePrincipals", 2): return servicePrincipal(clientID, tenant)
    default: return .refusal(400, "BadRequest", "Resource not found for the segment.")
    }
  }

  private func claims(_ request: SandboxRequest) async -> Claims? {
    guard let token = request.bearer else { return nil }
    return await AccessTokens(signer: keys.entra).claims(of: token)
  }

  /// `applications(appId='…')` taken apart.
  private static func key(_ part: String) -> (collection: String, clientID: String)? {
    let sides = part.split(separator: "(", maxSplits: 1)
    guard sides.count == 2, sides[1].hasPrefix("appId='"), sides[1].hasSuffix("')") else {
      return nil
    }
    return (String(sides[0]), sides[1].dropFirst("appId='".count).dropLast(2).lowercased())
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
  private func credentials(
    _ credentials: [TrustedCredential],
    version: String
  ) -> SandboxAnswer {
    var answer = SandboxAnswer(200) { json in
      json.object { json in
        json.member("@odata.context", "https://\(host)/\(version)/$metadata")
        json.key("value")
        json.array(credentials) { json, credential in
          json.object { CredentialBody.write(credential, to: &$0) }
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
