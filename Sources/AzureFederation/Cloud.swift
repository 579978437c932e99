import TextFormats

/// One of Microsoft's clouds, with the names that differ between them.
///
/// The raw value is how the configuration spells it. A cloud that was closed (Germany, 2021) or
/// whose vault hosts are not published (USNat, USSec, Delos) is not among them.
///
/// Source: azure-cli `core/cloud.py`, MSAL's list of authorities and Microsoft's page on trust
/// between applications and managed identities.
package enum Cloud: String, CaseIterable, Sendable {
  case `public`
  case usGovernment = "usgovernment"
  case china
  case france

  /// The suffix of a vault's host, with the leading dot.
  package var vaultSuffix: String {
    switch self {
    case .public: ".vault.azure.net"
    case .usGovernment: ".vault.usgovcloudapi.net"
    case .china: ".vault.azure.cn"
    case .france: ".vault.sovcloud-api.fr"
    }
  }

  /// The resource that a token for a vault is asked for; its scope is this and `/.default`.
  package var vaultResource: String {
    "https://\(vaultSuffix.dropFirst())"
  }

  /// The authorities that issue its tokens, the usual one first.
  package var authorityHosts: [String] {
    switch self {
    case .public:
      [
        "login.microsoftonline.com", "login.windows.net", "login.microsoft.com",
        "sts.windows.net",
      ]
    case .usGovernment: ["login.microsoftonline.us", "login.usgovcloudapi.net"]
    case .china: ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"]
    case .france: ["login.sovcloud-identity.fr"]
    }
  }

  /// Where Microsoft Graph answers.
  package var graphHost: String {
    switch self {
    case .public: "graph.microsoft.com"
    case .usGovernment: "graph.microsoft.us"
    case .china: "microsoftgraph.chinacloudapi.cn"
    case .france: "graph.svc.sovcloud.fr"
    }
  }

  /// Where Azure Resource Manager answers; nil where that is not published.
  package var managementHost: String? {
    switch self {
    case .public: "management.azure.com"
    case .usGovernment: "management.usgovcloudapi.net"
    case .china: "management.chinacloudapi.cn"
    case .france: nil
    }
  }

  /// The audience that Microsoft recommends.
  ///
  /// A convention: for GitLab any will do that the token and the credential share. That of France
  /// is known from other tools only.
  package var recommendedAudience: String {
    switch self {
    case .public: "api://AzureADTokenExchange"
    case .usGovernment: "api://AzureADTokenExchangeUSGov"
    case .china: "api://AzureADTokenExchangeChina"
    case .france: "api://AzureADTokenExchangeFrance"
    }
  }

  /// The cloud with the suffix of a host, regardless of case.
  package init?(vaultHost host: String) {
    let host = ASCII.lowercased(host)
    guard let cloud = Self.allCases.first(where: { host.hasSuffix($0.vaultSuffix) }) else {
      return nil
    }
    self = cloud
  }
}
