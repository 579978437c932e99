import TextFormats

/// The identifier of something in a vault, as the portal and `az` show it:
/// `https://VAULT.vault.azure.net/secrets/NAME/VERSION`.
///
/// GitLab takes its parts one by one, so a whole one in any place is a mistake.
package struct SecretIdentifier: Hashable, Sendable {
  /// A kind of object in a vault.
  package enum Collection: String, Hashable, Sendable {
    case secrets
    case keys
    case certificates
  }

  /// The vault's host as written.
  package let host: String
  /// The kind of the identified object.
  package let collection: Collection
  /// The name, not checked.
  package let name: String
  /// The version, not checked; nil when there is none.
  package let version: String?

  /// The identified object in words: `the secret "db-password"`.
  package var words: String {
    switch collection {
    case .secrets: "the secret \"\(name)\""
    case .keys: "the key \"\(name)\""
    case .certificates: "the certificate \"\(name)\""
    }
  }

  /// The vault's URL, when the host is one's.
  package var vault: VaultURL? {
    try? VaultURL("https://\(host)")
  }

  /// Reads an identifier; the scheme may be missing where the host is a vault's.
  ///
  /// - Returns: nil when the text is none.
  package init?(_ text: String) {
    var rest = ASCII.trimmed(text)[...]
    let lower = ASCII.lowercased(rest)
    let scheme = ["https://", "http://"].first(where: lower.hasPrefix)
    if let scheme { rest = rest.dropFirst(scheme.count) }
    if let end = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<end] }
    let parts = rest.split(separator: "/").map(String.init)
    guard (3...4).contains(parts.count), !rest.hasPrefix("/"),
      let collection = Collection(rawValue: ASCII.lowercased(parts[1]))
    else { return nil }
    host = parts[0]
    guard scheme != nil || Cloud(vaultHost: host) != nil else { return nil }
    self.collection = collection
    name = parts[2]
    version = parts.count == 4 ? parts[3] : nil
  }
}
