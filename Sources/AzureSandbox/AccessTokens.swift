#if Sandbox
import Foundation
import JWTKit

/// The present moment.
enum SandboxClock {
  /// In seconds since 1970.
  static var now: Int { Int(Date().timeIntervalSince1970) }
}

/// Entra ID's access tokens: made by its token endpoint, judged by the services that they are for.
struct AccessTokens: Sendable {
  /// Their lifetime, in seconds.
  static let lifetime = 3599

  let signer: TokenSigner

  /// A token of an application for a resource.
  func token(
    clientID: String,
    tenantID: String,
    resource: String,
    roles: [String] = []
  ) async throws -> String {
    var claims = Claims()
    claims.iss = Self.issuer(tenantID)
    claims.aud = .init(value: resource)
    claims.appid = clientID
    claims.oid = Self.objectID(clientID)
    claims.tid = tenantID
    claims.roles = roles.isEmpty ? nil : roles
    claims.iat = SandboxClock.now
    claims.nbf = SandboxClock.now - 5
    claims.exp = SandboxClock.now + Self.lifetime
    return try await signer.sign(claims)
  }

  /// The claims of a token, if Entra ID signed it.
  func claims(of token: String) async -> Claims? {
    guard await signer.hasSigned(token) else { return nil }
    return Claims(unverified: token)
  }

  /// The issuer of a tenant's access tokens.
  static func issuer(_ tenantID: String) -> String {
    "https://sts.windows.net/\(tenantID)/"
  }

  /// The object ID of an application's service principal: another ID, and always the same.
  static func objectID(_ clientID: String) -> String {
    "0b1ec700" + clientID.dropFirst(8)
  }
}
#endif
