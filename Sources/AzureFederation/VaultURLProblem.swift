/// A fault of a text as the URL of a vault.
///
/// The runner's client sends a token only to a host under the suffix that the vault's challenge
/// names; it compares the two letter for letter, port included. What follows the host becomes the
/// start of every request's path.
///
/// Source: azure-sdk-for-go `sdk/security/keyvault/internal/challenge_policy.go`.
package enum VaultURLProblem: Hashable, Sendable, Error {
  /// There is nothing in it but white space.
  case blank
  /// White space around it makes it no URL.
  case surroundingWhiteSpace
  /// It is a vault's name and nothing else.
  case nameOnly(String)
  /// It does not begin with `https://`.
  case noScheme
  /// The scheme is not `https`.
  case notHTTPS(String)
  /// A user name or password precedes the host.
  case hasUserInfo
  /// A port follows the host; 443 is not allowed either.
  case hasPort(String)
  /// It is the identifier of something in the vault: `secrets/NAME/VERSION` follows the host.
  case identifier(SecretIdentifier)
  /// A path, query or fragment follows the host.
  case hasPath(String)
  /// It is the host of a managed HSM.
  case managedHSM
  /// It is the name that a private endpoint gets in DNS; carries the vault's name.
  case privateLinkHost(String)
  /// It is a host of Microsoft Cloud Germany, which was closed in 2021.
  case closedCloud
  /// There is no host, or no vault's name before the suffix.
  case noVaultName
  /// The host lies under no known cloud's suffix.
  case unknownHost(String)
  /// The suffix has capital letters, which the client does not take for the same.
  case suffixInCapitals(String)
  /// The vault's name breaks the rule for vault names.
  case invalidName(String)

  /// The problem in words that follow "the vault URL ".
  package var words: String {
    switch self {
    case .blank: "is blank"
    case .surroundingWhiteSpace: "has white space around it"
    case .nameOnly(let name):
      "is only a vault's name; it must be https://\(name).vault.azure.net"
    case .noScheme: "does not begin with https://"
    case .notHTTPS(let scheme): "begins with \(scheme)://, not with https://"
    case .hasUserInfo: "holds a user name before the host"
    case .hasPort(let port): "names a port (:\(port)), not only the host"
    case .identifier(let identifier):
      "is the identifier of \(identifier.words); it must end after the host"
    case .hasPath(let path): "continues after the host: \(path)"
    case .managedHSM: "is that of a managed HSM, which holds no secrets"
    case .privateLinkHost(let name):
      "names the private endpoint; it must name the vault: \(name).vault.azure.net"
    case .closedCloud: "is in Microsoft Cloud Germany, which was closed in 2021"
    case .noVaultName: "names no vault"
    case .unknownHost(let host): "has the host \(host), which is not a Key Vault of a known cloud"
    case .suffixInCapitals(let suffix): "must spell its suffix in lower case: \(suffix)"
    case .invalidName(let name): "names the vault \"\(name)\", which is not a valid vault name"
    }
  }
}
