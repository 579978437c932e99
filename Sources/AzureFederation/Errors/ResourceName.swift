import TextFormats

/// The resource of an access token, as messages of Entra ID and Key Vault name it.
package enum ResourceName: Hashable, Sendable {
  /// Key Vault of a cloud, as vaults want it.
  case keyVault(Cloud)
  /// Key Vault, in a form that vaults do not accept: its application ID, or that with `spn:`.
  case keyVaultByID
  /// The host of one vault.
  case oneVault(Cloud)
  /// Azure Resource Manager.
  case management
  /// Microsoft Graph.
  case graph
  /// Something else.
  case other

  /// The application ID of Azure Key Vault itself.
  ///
  /// Source: Microsoft's list of first-party applications.
  private static let keyVaultID = "cfa8b339-82a2-471a-a3c9-0fc0be7a4093"

  /// Hosts of Azure Resource Manager and of the classic API before it, which tokens still name.
  private static let managementHosts: Set<String> = [
    "management.azure.com", "management.core.windows.net", "management.usgovcloudapi.net",
    "management.core.usgovcloudapi.net", "management.chinacloudapi.cn",
    "management.core.chinacloudapi.cn",
  ]

  /// Reads a resource: a URL, an application ID, or that with `spn:` or `api://`.
  package init(_ text: String) {
    let plain = ASCII.lowercased(text)
    if plain.hasSuffix(Self.keyVaultID) {
      self = .keyVaultByID
    } else if let cloud = Cloud(vaultResource: plain) {
      self = .keyVault(cloud)
    } else if let host = Self.host(of: plain) {
      if let cloud = Cloud(vaultHost: host) {
        self = .oneVault(cloud)
      } else if Self.managementHosts.contains(host) {
        self = .management
      } else if Cloud.allCases.contains(where: { $0.graphHost == host }) {
        self = .graph
      } else {
        self = .other
      }
    } else {
      self = .other
    }
  }

  /// Its common name.
  package var words: String {
    switch self {
    case .keyVault(let cloud): "Key Vault of \(cloud.words)"
    case .keyVaultByID: "Key Vault by its application ID"
    case .oneVault: "the host of one vault"
    case .management: "Azure Resource Manager"
    case .graph: "Microsoft Graph"
    case .other: "another service"
    }
  }

  /// The host of a URL.
  static func host(of text: String) -> String? {
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
    let host = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != ":" && $0 != "?" }
    return host.isEmpty ? nil : String(host)
  }
}
