/// One of Microsoft's clouds, with the hosts that the sandbox plays.
///
/// Source: azure-cli `core/cloud.py` and MSAL's list of authorities.
enum SandboxCloud: CaseIterable, Sendable {
  case global
  case usGovernment
  case china
  case france

  /// The end of a vault's host, with the dot.
  var vaultSuffix: String {
    switch self {
    case .global: ".vault.azure.net"
    case .usGovernment: ".vault.usgovcloudapi.net"
    case .china: ".vault.azure.cn"
    case .france: ".vault.sovcloud-api.fr"
    }
  }

  /// The resource of tokens for vaults.
  var vaultResource: String { "https://\(vaultSuffix.dropFirst())" }

  /// The hosts that issue tokens, the usual one first.
  var authorityHosts: [String] {
    switch self {
    case .global:
      [
        "login.microsoftonline.com", "login.windows.net", "login.microsoft.com",
        "sts.windows.net",
      ]
    case .usGovernment: ["login.microsoftonline.us", "login.usgovcloudapi.net"]
    case .china: ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"]
    case .france: ["login.sovcloud-identity.fr"]
    }
  }

  /// The host of Microsoft Graph.
  var graphHost: String {
    switch self {
    case .global: "graph.microsoft.com"
    case .usGovernment: "graph.microsoft.us"
    case .china: "microsoftgraph.chinacloudapi.cn"
    case .france: "graph.svc.sovcloud.fr"
    }
  }
}
