#if Sandbox
import JWTKit
import TextFormats

/// Plays Entra ID: discovery, and the exchange of ID tokens for access tokens.
struct EntraService: Sendable {
  let scenario: SandboxSetup
  let keys: TokenKeys
  let cloud: SandboxCloud

  private var host: String { cloud.authorityHosts[0] }
  private var tokens: AccessTokens { AccessTokens(signer: keys.entra) }

  /// Answers a request.
  func answer(_ request: SandboxRequest) async -> SandboxAnswer {
    let parts = request.parts
    do throws(EntraError) {
      switch Array(parts.dropFirst()) {
      case ["discovery", "instance"]: return instances
      case ["v2.0", ".well-known", "openid-configuration"]: return try configuration(parts[0])
      case ["discovery", "v2.0", "keys"]:
        return SandboxAnswer(200, type: "application/json", body: keys.entra.document)
      case ["oauth2", "v2.0", "token"] where request.method == "POST":
        return try await exchange(request.form, tenantID: try tenant(parts[0]).id)
      default: return SandboxAnswer(404, type: "text/html", body: "<html>404</html>")
      }
    } catch {
      return error.answer
    }
  }

  private func tenant(_ text: String) throws(EntraError) -> SandboxSetup.Tenant {
    guard GUID.isValid(text) || text.contains(".") else { throw .badTenant(text) }
    guard let tenant = scenario.tenants.first(where: { $0.id == text.lowercased() }) else {
      throw .tenantNotFound(text)
    }
    return tenant
  }

  // MARK: Discovery

  private var instances: SandboxAnswer {
    SandboxAnswer(200) { json in
      json.object { json in
        json.member(
          "tenant_discovery_endpoint",
          "https://\(host)/common/v2.0/.well-known/openid-configuration"
        )
        json.member("api-version", "1.1")
        json.key("metadata")
        json.array(SandboxCloud.allCases) { json, cloud in
          json.object { json in
            json.member("preferred_network", cloud.authorityHosts[0])
            json.member("preferred_cache", cloud.authorityHosts[0])
            json.key("aliases")
            json.array(cloud.authorityHosts)
          }
        }
      }
    }
  }

  private func configuration(_ tenant: String) throws(EntraError) -> SandboxAnswer {
    let isShared = ["common", "organizations"].contains(tenant)
    let id = isShared ? tenant : try self.tenant(tenant).id
    let base = "https://\(host)/\(id)"
    return SandboxAnswer(200) { json in
      json.object { json in
        json.member("token_endpoint", "\(base)/oauth2/v2.0/token")
        json.member("authorization_endpoint", "\(base)/oauth2/v2.0/authorize")
        json.member("jwks_uri", "\(base)/discovery/v2.0/keys")
        json.member("issuer", isShared ? "https://\(host)/{tenantid}/v2.0" : "\(base)/v2.0")
        json.key("token_endpoint_auth_methods_supported")
        json.array(["client_secret_post", "private_key_jwt", "client_secret_basic"])
        json.key("response_types_supported")
        json.array(["code", "id_token", "code id_token", "id_token token"])
        json.key("subject_types_supported")
        json.array(["pairwise"])
        json.key("id_token_signing_alg_values_supported")
        json.array(["RS256"])
        json.member("tenant_region_scope", "EU")
        json.member("cloud_instance_name", String(host.drop { $0 != "." }.dropFirst()))
        json.member("msgraph_host", cloud.graphHost)
      }
    }
  }

  // MARK: The exchange

  private func exchange(
    _ form: [String: String],
    tenantID: String
  ) async throws(EntraError) -> SandboxAnswer {
    for name in ["grant_type", "client_id", "scope", "client_assertion"]
    where form[name]?.isEmpty ?? true {
      throw .missingParameter(name)
    }
    let resource = try resource(form["scope"] ?? "", tenantID)
    let clientID = form["client_id"]?.lowercased() ?? ""
    let tenant = try tenant(tenantID)
    guard let credentials = tenant.credentials(of: clientID) else {
      throw .applicationNotFound(clientID, tenantID)
    }
    try await judge(form["client_assertion"] ?? "", credentials)
    let token: String
    do {
      token = try await tokens.token(
        clientID: clientID,
        tenantID: tenantID,
        resource: resource
      )
    } catch {
      return SandboxAnswer(500, type: "text/plain", body: "the sandbox cannot sign")
    }
    return SandboxAnswer(200) { json in
      json.object { json in
        json.member("token_type", "Bearer")
        json.member("expires_in", AccessTokens.lifetime)
        json.member("ext_expires_in", AccessTokens.lifetime)
        json.member("access_token", token)
      }
    }
  }

  /// The resource that a scope is for.
  private func resource(_ scope: String, _ tenantID: String) throws(EntraError) -> String {
    let suffix = "/.default"
    guard scope.hasSuffix(suffix), !scope.contains(" ") else { throw .badScope(scope) }
    let resource = String(scope.dropLast(suffix.count))
    let known = [cloud.vaultResource, "https://\(cloud.graphHost)", "https://management.azure.com"]
    guard known.contains(resource) else { throw .unknownResource(resource, tenantID) }
    return resource
  }

  /// Looks at an assertion as Entra ID does: its form, the credentials, its signature, its time.
  private func judge(
    _ assertion: String,
    _ credentials: [TrustedCredential]
  ) async throws(EntraError) {
    guard let header = Claims.header(of: assertion), let claims = Claims(unverified: assertion)
    else { throw .malformed }
    guard header.kid != nil else { throw .noKeyID }
    guard header.alg == "RS256" else { throw .badAlgorithm(header.alg ?? "none") }
    guard let issuer = claims.iss else { throw .missingClaim("iss") }
    guard let audiences = claims.aud?.value, !audiences.isEmpty else { throw .missingClaim("aud") }
    let token = PresentedToken(
      issuer: issuer,
      audiences: audiences,
      subject: claims.sub ?? "",
      others: claims.others
    )
    if case .refused(let code) = CredentialMatcher(credentials: credentials).answer(to: token) {
      throw .noMatch(code, token)
    }
    guard issuer == "https://\(scenario.gitLab.host)" else { throw .unreachableIssuer }
    guard await keys.gitLab.hasSigned(assertion) else { throw .badSignature }
    guard claims.isValid(at: SandboxClock.now) else { throw .outsideItsTime }
  }
}
#endif
