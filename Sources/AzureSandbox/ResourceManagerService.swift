#if Sandbox
import AzureFederation
import TextFormats

/// Plays Azure Resource Manager: the federated credentials of managed identities.
struct ResourceManagerService: Sendable {
  /// Its host in the public cloud.
  static let host = "management.azure.com"

  let scenario: SandboxSetup
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
    let suffix = "/federatedIdentityCredentials"
    let path = "/" + request.parts.joined(separator: "/")
    let tenant = scenario.tenants.first { $0.id == claims.tid }
    let identity = tenant?.managedIdentities.first {
      "\($0.resourceID)\(suffix)".lowercased() == path.lowercased()
    }
    guard let identity else {
      return .refusal(404, "ResourceNotFound", "The Resource was not found.")
    }
    return SandboxAnswer(200) { json in
      json.object { json in
        json.key("value")
        json.array(identity.credentials) { json, credential in
          json.object { json in
            json.member("id", "\(identity.resourceID)\(suffix)/\(credential.name)")
            json.member("name", credential.name)
            json.key("properties")
            json.object { CredentialBody.write(credential, to: &$0) }
          }
        }
      }
    }
  }
}
#endif
