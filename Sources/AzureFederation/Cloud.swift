/// One of Microsoft's clouds, with the names that differ between them.
///
/// Source: azure-cli `core/cloud.py` and MSAL's list of authorities.
package enum Cloud: String, CaseIterable, Sendable {
  case `public`
  case usGovernment = "usgovernment"
  case china
  case france

  /// What a vault's host ends with.
  package var vaultSuffix: String {
    switch self {
    case .public: ".vault.azure.net"
    case .usGovernment: ".vault.usgovcloudapi.net"
    case .china: ".vault.azure.cn"
    case .france: ".vault.sovcloud-api.fr"
    }
  }

  /// The authorities that issue its tokens.
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
}
