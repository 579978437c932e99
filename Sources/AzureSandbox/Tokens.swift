#if Sandbox
import CryptoExtras
import Foundation
import JWTKit

/// The claims of the tokens that the sandbox makes and takes.
///
/// Those of GitLab's ID tokens and of Entra ID's access tokens, as far as they are checked.
struct Claims: JWTPayload {
  var iss: String?
  var aud: AudienceClaim?
  var sub: String?
  var iat: Int?
  var nbf: Int?
  var exp: Int?
  var jti: String?
  /// GitLab's: the project's full path.
  var projectPath: String?
  /// GitLab's: the project's ID.
  var projectID: String?
  /// GitLab's: the job's ID.
  var jobID: String?
  /// Entra ID's: the caller's application (client) ID.
  var appid: String?
  /// Entra ID's: the object ID of the caller's service principal.
  var oid: String?
  /// Entra ID's: the tenant.
  var tid: String?
  /// Entra ID's: what Graph lets the caller do.
  var roles: [String]?

  enum CodingKeys: String, CodingKey {
    case iss, aud, sub, iat, nbf, exp, jti, appid, oid, tid, roles
    case projectPath = "project_path"
    case projectID = "project_id"
    case jobID = "job_id"
  }

  /// No claims.
  init() {}

  /// The claims of an unverified token; nil when it is not a token.
  init?(unverified token: String) {
    guard let parsed = try? DefaultJWTParser().parse(Array(token.utf8), as: Self.self) else {
      return nil
    }
    self = parsed.payload
  }

  /// The header of a token; nil when it is none.
  static func header(of token: String) -> JWTHeader? {
    (try? DefaultJWTParser().parse(Array(token.utf8), as: Self.self))?.header
  }

  /// The one audience; nil when there is none, or several.
  var audience: String? {
    aud?.value.count == 1 ? aud?.value.first : nil
  }

  /// The claims that an expression may name beside `sub`.
  var others: [String: String] {
    ["project_id": projectID, "project_path": projectPath].compactMapValues { $0 }
  }

  /// Times are judged where they are looked at: each service has its own words for them.
  func verify(using algorithm: some JWTAlgorithm) async throws {}

  /// Whether a moment lies in the claims' time.
  func isValid(at moment: Int) -> Bool {
    moment >= nbf ?? moment && moment < exp ?? .max
  }
}

/// One party's key: signs tokens, and publishes the key that verifies them.
struct TokenSigner: Sendable {
  /// The key's ID, as tokens contain it.
  let keyID: String
  private let keys: JWTKeyCollection
  /// The key as others see it.
  let publicKeys: JWKS

  /// A signer with a new RSA key.
  init(keyID: String) async throws {
    self.keyID = keyID
    let key = try Insecure.RSA.PrivateKey(backing: _RSA.Signing.PrivateKey(keySize: .bits2048))
    let parts = try key.publicKey.getKeyPrimitives()
    publicKeys = JWKS(keys: [
      .rsa(
        .rs256,
        identifier: JWKIdentifier(string: keyID),
        modulus: Self.base64URL(parts.modulus),
        exponent: Self.base64URL(parts.publicExponent)
      )
    ])
    keys = JWTKeyCollection()
    await keys.add(rsa: key, digestAlgorithm: .sha256, kid: JWKIdentifier(string: keyID))
  }

  /// A signed token.
  func sign(_ claims: Claims) async throws -> String {
    try await keys.sign(claims, kid: JWKIdentifier(string: keyID))
  }

  /// Whether a token was signed with this key and nothing in it was changed.
  func hasSigned(_ token: String) async -> Bool {
    (try? await keys.verify(token, as: Claims.self)) != nil
  }

  /// The document at `jwks_uri`.
  var document: String {
    let data = (try? JSONEncoder().encode(publicKeys)) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  private static func base64URL(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}

/// The keys of all parties.
package struct TokenKeys: Sendable {
  /// GitLab's.
  let gitLab: TokenSigner
  /// Entra ID's.
  let entra: TokenSigner
  /// The key of an untrusted party.
  let stranger: TokenSigner

  /// New keys; making them takes a moment.
  package init() async throws {
    gitLab = try await TokenSigner(keyID: "gitlab-sandbox")
    entra = try await TokenSigner(keyID: "entra-sandbox")
    stranger = try await TokenSigner(keyID: "gitlab-sandbox")
  }
}
#endif
