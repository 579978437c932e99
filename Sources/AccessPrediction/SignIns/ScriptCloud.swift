import AzureFederation
import TextFormats

/// The cloud that a script names.
enum ScriptCloud: Hashable {
  case known(Cloud)
  /// An unknown one.
  case unknown

  /// Names of clouds in lower case, as tools spell them.
  ///
  /// Source: Azure CLI, `az cloud list`; Az.Accounts, `Get-AzEnvironment`; azurerm, `environment`;
  /// azure.azcollection, `cloud_environment`.
  private static let names: [String: Cloud] = [
    "azurecloud": .public, "azurepubliccloud": .public, "public": .public, "global": .public,
    "azureusgovernment": .usGovernment, "azureusgovernmentcloud": .usGovernment,
    "usgovernment": .usGovernment, "usgovernmentl4": .usGovernment, "dod": .usGovernment,
    "azurechinacloud": .china, "china": .china,
  ]

  /// The cloud of a name; nil when there is none.
  init?(name value: ScriptValue?) {
    guard let value, !value.isEmpty else { return nil }
    guard let text = value.text, let cloud = Self.names[ASCII.lowercased(text)] else {
      self = .unknown
      return
    }
    self = .known(cloud)
  }

  /// The cloud of an authority: a host, or an address that begins with it.
  init?(authority value: ScriptValue?) {
    guard let value, !value.isEmpty else { return nil }
    guard let text = value.text else {
      self = .unknown
      return
    }
    let host = text.split(separator: "/").first { !$0.hasSuffix(":") }.map(String.init) ?? ""
    let cloud = Cloud.allCases.first { $0.authorityHosts.contains(ASCII.lowercased(host)) }
    self = cloud.map(Self.known) ?? .unknown
  }
}
