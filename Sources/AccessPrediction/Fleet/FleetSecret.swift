import AzureFederation
import TextFormats

/// A secret in a vault, as far as a run shows which one it reads.
package struct FleetSecret: Hashable, Sendable {
  /// The vault's name in lower case; the URL itself when it does not name a vault; nil when
  /// unknown.
  package let vault: String?
  /// The vault's URL; nil when it is unknown or names no vault.
  package let url: String?
  /// The secret's name, with `…` for parts that only a run knows; nil when nothing is known of it.
  package let name: String?

  /// A secret.
  ///
  /// - Parameters:
  ///   - server: The value of the vault's variable; nil when it is unknown.
  ///   - name: The secret's name; nil when nothing is known of it.
  package init(server: String?, name: String?) {
    let vault = server.flatMap { try? VaultURL($0) }
    let isBlank = server.map { ASCII.trimmed($0).isEmpty } ?? true
    self.vault = vault.map { ASCII.lowercased($0.name) } ?? (isBlank ? nil : server)
    url = vault?.text
    self.name = name
  }

  /// A secret whose vault was read before.
  package init(vault: String?, url: String?, name: String?) {
    self.vault = vault
    self.url = url
    self.name = name
  }

  /// The secret as a key: Key Vault compares names of vaults and secrets without case.
  ///
  /// Source: Microsoft, Key Vault's naming rules ("case-insensitive").
  package var key: Self {
    Self(vault: vault.map(ASCII.lowercased), url: url, name: name.map(ASCII.lowercased))
  }

  /// `VAULT/NAME` as people read it.
  package var label: String { "\(vault ?? "unknown vault")/\(name ?? "unknown name")" }
}

extension FleetSecret: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    // Unknown values come last.
    func order(_ secret: Self) -> (Int, String, Int, String, String) {
      (
        secret.vault == nil ? 1 : 0, secret.vault ?? "", secret.name == nil ? 1 : 0,
        secret.name ?? "", secret.url ?? ""
      )
    }
    return order(left) < order(right)
  }
}
