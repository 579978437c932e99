import AzureFederation
import TextFormats

/// A question about what depends on something in Azure: `secret:VAULT/NAME`,
/// `credential:CLIENT_ID/NAME`, `application:CLIENT_ID` or `audience:AUD`.
package enum FleetQuery: Hashable, Sendable {
  case secret(SecretReference)
  case credential(clientID: String, name: String)
  case application(String)
  case audience(String)

  /// A secret, or one version of it.
  package struct SecretReference: Hashable, Sendable {
    /// The vault's URL, or its name alone.
    let vault: String
    /// The secret's name in lower case.
    let name: String
    /// The version; nil for the secret as a whole.
    let version: String?
  }

  /// The forms of a question, for messages.
  package static let forms =
    "secret:VAULT/NAME, credential:CLIENT_ID/NAME, application:CLIENT_ID or audience:AUD"

  /// Reads a question; nil when it has none of the forms.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    let rest = String(parts[1])
    switch parts[0] {
    case "application": self = .application(GUID.normalised(rest) ?? rest)
    case "audience": self = .audience(rest)
    case "secret":
      guard let secret = SecretReference(rest) else { return nil }
      self = .secret(secret)
    case "credential":
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      let (client, name) = (String(rest[..<slash]), rest[rest.index(after: slash)...])
      guard !client.isEmpty, !name.isEmpty else { return nil }
      self = .credential(clientID: GUID.normalised(client) ?? client, name: String(name))
    default: return nil
    }
  }

  /// Whether a use depends on the object of the question; nil when a run decides it.
  func concerns(_ use: FleetUse) -> Bool? {
    switch self {
    case .application(let clientID): use.clientID.map { GUID.areEqual($0, clientID) }
    case .audience(let audience): use.audiences.isEmpty ? nil : use.audiences.contains(audience)
    case .credential(let clientID, let name):
      if let client = use.clientID, !GUID.areEqual(client, clientID) {
        false
      } else if use.credentials.contains(name) {
        true
      } else {
        // Without a decision nothing is known of the credentials that accept the token.
        use.verdict == .unknown && use.credentials.isEmpty ? nil : false
      }
    case .secret(let secret): use.secret.map { secret.fits($0, version: use.version) } ?? false
    }
  }

  /// Whether a job keeps working without the object, because another credential of the application
  /// accepts its token, too.
  func isReplaceable(in use: FleetUse) -> Bool {
    guard case .credential(_, let name) = self else { return false }
    return use.credentials.contains(name) && use.credentials.contains { $0 != name }
  }

  /// Whether the evidence of a project names the object.
  func isDeclared(in fleet: Fleet) -> Bool {
    switch self {
    case .application(let clientID):
      fleet.applications.contains { GUID.areEqual($0.clientID, clientID) }
    case .credential(let clientID, let name):
      fleet.credentials.contains { GUID.areEqual($0.clientID, clientID) && $0.label == name }
    case .secret, .audience: false
    }
  }
}

extension FleetQuery.SecretReference {
  /// Reads `VAULT/NAME`, in which the vault is a name, a host or a URL, or a secret's identifier as
  /// Key Vault writes it: `https://VAULT.vault.azure.net/secrets/NAME/VERSION`.
  fileprivate init?(_ text: String) {
    let scheme = "https://"
    let rest = text.hasPrefix(scheme) ? text.dropFirst(scheme.count) : text[...]
    let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, !parts.contains("") else { return nil }
    let isIdentifier = parts.count >= 3 && parts[0].contains(".") && parts[1] == "secrets"
    if isIdentifier, parts.count <= 4 {
      self.init(
        vault: Self.vault("\(scheme)\(parts[0])"),
        name: ASCII.lowercased(parts[2]),
        version: parts.count == 4 ? ASCII.lowercased(parts[3]) : nil
      )
      return
    }
    guard let slash = text.lastIndex(of: "/") else { return nil }
    self.init(
      vault: Self.vault(String(text[..<slash])),
      name: ASCII.lowercased(text[text.index(after: slash)...]),
      version: nil
    )
  }

  /// A vault as it is compared: a URL or a host in full, a name alone.
  private static func vault(_ text: String) -> String {
    let isHost = text.contains(".") && !text.contains("://")
    guard text.contains("."), let url = try? VaultURL(isHost ? "https://\(text)" : text) else {
      return ASCII.lowercased(text)
    }
    return url.text
  }

  /// Whether a job reads this secret; nil when a run decides it.
  fileprivate func fits(_ secret: FleetSecret, version used: String?) -> Bool? {
    var isVault: Bool?
    if secret.url != nil || secret.vault != nil {
      isVault = secret.url == vault || secret.vault.map(ASCII.lowercased) == vault
    }
    // Without a version a job reads the newest one, whichever that is.
    let isVersion = version.map { version in used.flatMap { Self.compare($0, version) } } ?? true
    let answers = [isVault, secret.name.flatMap { Self.compare($0, name) }, isVersion]
    return answers.contains(false) ? false : answers.contains(nil) ? nil : true
  }

  /// Whether a text, with `…` for parts that only a run knows, is another one; nil when it may be.
  private static func compare(_ text: String, _ other: String) -> Bool? {
    let pieces = ASCII.lowercased(text).split(separator: "…", omittingEmptySubsequences: false)
    guard pieces.count > 1 else { return pieces.first.map { $0 == other } ?? other.isEmpty }
    return Glob.matches(pieces.joined(separator: "*"), other) ? nil : false
  }
}
