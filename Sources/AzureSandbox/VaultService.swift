#if Sandbox
import GitLabCI
import TextFormats

/// Plays a vault's data plane: challenge, secrets, versions, deleted secrets.
struct VaultService: Sendable {
  /// The maximum number of items on a page.
  private static let pageSize = 25

  let vault: SandboxSetup.StoredVault
  let cloud: SandboxCloud
  let keys: TokenKeys

  private var host: String { vault.name.lowercased() + cloud.vaultSuffix }

  /// Answers a request.
  func answer(_ request: SandboxRequest) async -> SandboxAnswer {
    do throws(VaultError) {
      guard let token = request.bearer else {
        throw .unauthorized("AKV10000: Request is missing a Bearer or PoP token.")
      }
      let caller = try await caller(token)
      guard request.query["api-version"] != nil else {
        throw VaultError(
          status: 400,
          code: "BadParameter",
          message: "api-version must be specified"
        )
      }
      return try resource(request, caller)
    } catch {
      return error.answer(challenge: challenge)
    }
  }

  private var challenge: String {
    vault.challenge
      ?? "Bearer authorization=\"https://\(cloud.authorityHosts[0])/\(vault.tenantID)\", "
      + "resource=\"\(cloud.vaultResource)\""
  }

  private func resource(
    _ request: SandboxRequest,
    _ caller: Claims
  ) throws(VaultError) -> SandboxAnswer {
    let parts = request.parts
    switch (parts.first ?? "", parts.count) {
    case ("secrets", 1):
      try allow(caller, .list, "")
      return page(request, vault.secrets.filter { !$0.isDeleted }.compactMap(newest))
    case ("deletedsecrets", 1):
      try allow(caller, .list, "")
      return page(request, vault.secrets.filter(\.isDeleted).compactMap(newest))
    case ("secrets", 3) where parts[2] == "versions":
      let name = try Self.name(parts[1])
      try allow(caller, .list, name)
      // A secret that does not exist has no versions, which is not an error.
      let versions = stored(name)?.versions ?? []
      return page(request, versions.map { Item(name: name, version: $0, isNewest: false) })
    case ("secrets", 2...3):
      let name = try Self.name(parts[1])
      try allow(caller, .get, name)
      return try value(name, parts.count > 2 ? parts[2] : nil)
    default: throw VaultError(status: 404, code: "NotFound", message: "Resource not found.")
    }
  }

  // MARK: Callers

  private func caller(_ token: String) async throws(VaultError) -> Claims {
    guard let claims = await AccessTokens(signer: keys.entra).claims(of: token) else {
      throw .unauthorized("AKV10001: The token cannot be validated.")
    }
    guard claims.isValid(at: SandboxClock.now) else {
      throw .unauthorized("[TokenExpired] Error validating token: 'S2S12086'.")
    }
    guard claims.audience == cloud.vaultResource else {
      throw .unauthorized(
        "AKV10022: Invalid audience. Expected \(cloud.vaultResource), found: \(claims.audience ?? "")."
      )
    }
    guard claims.tid == vault.tenantID else {
      throw .unauthorized(
        "AKV10032: Invalid issuer. Expected one of \(AccessTokens.issuer(vault.tenantID)), found \(claims.iss ?? "")."
      )
    }
    return claims
  }

  private enum Permission: String {
    case get
    case list
  }

  private func allow(
    _ caller: Claims,
    _ permission: Permission,
    _ name: String
  ) throws(VaultError) {
    let clientID = caller.appid ?? ""
    let identity = "appid=\(clientID);oid=\(caller.oid ?? "");iss=\(caller.iss ?? "")"
    switch vault.access {
    case .closed(.firewall):
      throw .forbidden(
        "ForbiddenByFirewall",
        "Client address is not authorized and caller is not a trusted service."
      )
    case .closed(.privateLink):
      throw .forbidden(
        "ForbiddenByConnection",
        "Public network access is disabled and request is not from a trusted service nor via an "
          + "approved private link."
      )
    case .roles(let roles):
      let action = permission == .get ? "getSecret" : "readMetadata"
      guard let role = roles[clientID], role == .secretsUser || permission == .list else {
        throw .forbidden(
          "ForbiddenByRbac",
          "Caller is not authorized to perform action on resource.\r\nCaller: \(identity)\r\n"
            + "Action: 'Microsoft.KeyVault/vaults/secrets/\(action)/action'\r\n"
            + "Resource: '/subscriptions/sandbox/resourcegroups/sandbox/providers/"
            + "microsoft.keyvault/vaults/\(vault.name)/secrets/\(name)'\r\n"
            + "Assignment: (not found)\r\nDecisionReason: 'DeniedWithNoValidRBAC' \r\n"
            + "Vault: \(vault.name);location=westeurope\r\n"
        )
      }
    case .policies(let policies):
      guard policies[clientID]?.contains(permission.rawValue) ?? false else {
        throw .forbidden(
          "AccessDenied",
          "The user, group or application '\(identity)' does not have secrets "
            + "\(permission.rawValue) permission on key vault '\(vault.name);location=westeurope'."
        )
      }
    }
  }

  // MARK: Secrets

  /// One line of a list: a version, or a secret by its newest version.
  private struct Item {
    let name: String
    let version: SandboxSetup.Version
    let isNewest: Bool
  }

  /// Source: Key Vault's data-plane specification, pattern `^[0-9a-zA-Z-]+$`.
  private static func name(_ text: String) throws(VaultError) -> String {
    let isValid =
      (1...127).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-")
      }
    guard isValid else {
      throw VaultError(
        status: 400,
        code: "BadParameter",
        message: "The request URI contains an invalid name: \(text)"
      )
    }
    return text
  }

  private func stored(_ name: String) -> SandboxSetup.Secret? {
    vault.secrets.first { !$0.isDeleted && $0.name.lowercased() == name.lowercased() }
  }

  private func newest(_ secret: SandboxSetup.Secret) -> Item? {
    secret.versions.max { $0.created < $1.created }
      .map { Item(name: secret.name, version: $0, isNewest: true) }
  }

  private func value(_ name: String, _ id: String?) throws(VaultError) -> SandboxAnswer {
    let secret = stored(name)
    let version =
      id.map { id in secret?.versions.first { $0.id == id.lowercased() } }
      ?? secret.flatMap(newest)?.version
    guard let version else {
      let what = id.map { "\(name)/\($0)" } ?? name
      throw VaultError(
        status: 404,
        code: "SecretNotFound",
        message: "A secret with (name/id) \(what) was not found in this key vault."
      )
    }
    guard version.isEnabled else {
      throw .forbidden(
        "SecretDisabled",
        "Operation get is not allowed on a disabled secret."
      )
    }
    return SandboxAnswer(200) { json in
      json.object { json in
        json.member("value", version.value)
        write(Item(name: name, version: version, isNewest: false), to: &json)
      }
    }
  }

  private func page(_ request: SandboxRequest, _ items: [Item]) -> SandboxAnswer {
    let size = min(request.query["maxresults"].flatMap { Int($0) } ?? 25, Self.pageSize)
    let start = request.query["$skiptoken"].flatMap { Int($0) } ?? 0
    let end = min(start + size, items.count)
    // The real one writes the port too.
    let next =
      "https://\(host):443\(request.path)?api-version=7.4&$skiptoken=\(end)&maxresults=\(size)"
    return SandboxAnswer(200) { json in
      json.object { json in
        json.key("value")
        json.array(items[min(start, end)..<end]) { json, item in
          json.object { write(item, to: &$0) }
        }
        json.member("nextLink", end < items.count ? next : nil)
      }
    }
  }

  private func write(_ item: Item, to json: inout JSONText) {
    let version = item.version
    let suffix = item.isNewest ? "" : "/\(version.id)"
    json.member("id", "https://\(host)/secrets/\(item.name)\(suffix)")
    json.key("attributes")
    json.object { json in
      json.member("enabled", version.isEnabled)
      if let moment = version.notBefore { json.member("nbf", moment) }
      if let moment = version.expires { json.member("exp", moment) }
      json.member("created", version.created)
      json.member("updated", version.created)
      json.member("recoveryLevel", "Recoverable+Purgeable")
      json.member("recoverableDays", 90)
    }
  }
}

/// An error as a vault words it.
private struct VaultError: Error {
  let status: Int
  let code: String
  var inner: String?
  let message: String

  init(status: Int, code: String, inner: String? = nil, message: String) {
    self.status = status
    self.code = code
    self.inner = inner
    self.message = message
  }

  static func unauthorized(_ message: String) -> Self {
    Self(status: 401, code: "Unauthorized", message: message)
  }

  static func forbidden(_ inner: String, _ message: String) -> Self {
    Self(status: 403, code: "Forbidden", inner: inner, message: message)
  }

  func answer(challenge: String) -> SandboxAnswer {
    let headers = status == 401 ? [(name: "WWW-Authenticate", value: challenge)] : []
    return .refusal(status, code, message, inner: inner, headers: headers)
  }
}
#endif
