import TextFormats

extension Cloud {
  /// Its common name.
  package var words: String {
    switch self {
    case .public: "the public cloud"
    case .usGovernment: "the US government cloud"
    case .china: "China's cloud"
    case .france: "the French sovereign cloud"
    }
  }

  /// Its name for `az cloud set`; nil for a cloud that has to be registered first.
  package var commandLineName: String? {
    switch self {
    case .public: "AzureCloud"
    case .usGovernment: "AzureUSGovernment"
    case .china: "AzureChinaCloud"
    case .france: nil
    }
  }

  /// The authority that documentation recommends.
  package var authorityHost: String { authorityHosts[0] }

  /// The cloud whose authority a host is.
  package init?(authorityHost host: String) {
    let host = ASCII.lowercased(host)
    guard let cloud = Self.allCases.first(where: { $0.authorityHosts.contains(host) }) else {
      return nil
    }
    self = cloud
  }

  /// The cloud whose vaults accept tokens for a resource, such as `https://vault.azure.cn`.
  package init?(vaultResource resource: String) {
    let host = ResourceName.host(of: resource) ?? resource
    guard let cloud = Self.allCases.first(where: { $0.vaultResource == "https://\(host)" }) else {
      return nil
    }
    self = cloud
  }

  /// Names in templates whose values differ between clouds.
  package static let templateNames = ["vault_resource", "vault_suffix", "authority", "graph_host"]

  /// The value of a name in a template that differs between clouds.
  package func value(of name: some StringProtocol) -> String? {
    switch name {
    case "vault_resource": vaultResource
    case "vault_suffix": vaultSuffix
    case "authority": authorityHost
    case "graph_host": graphHost
    case "cloud": commandLineName ?? words
    default: nil
    }
  }

  /// A text with this cloud's names instead of `{vault_resource}` and the like.
  func filled(into text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = rest[rest.index(after: open)..<close]
      result += value(of: name) ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
