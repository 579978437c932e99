import TextFormats

/// The URL of a vault, as `AZURE_KEY_VAULT_SERVER_URL` must hold it: `https://NAME.vault.…`, with
/// or without a slash at the end.
package struct VaultURL: Hashable, Sendable {
  /// The vault's name as written; DNS does not care about its case.
  package let name: String
  /// The cloud that the vault lies in.
  package let cloud: Cloud

  /// The URL without a slash at its end, in lower case.
  package var text: String {
    "https://\(ASCII.lowercased(name))\(cloud.vaultSuffix)"
  }

  /// Reads a URL.
  ///
  /// - Throws: The first of its problems.
  package init(_ text: String) throws(VaultURLProblem) {
    let reader = VaultURLReader(text)
    if let problem = reader.problems.first { throw problem }
    guard let vault = reader.vault else { throw .unknownHost(text) }
    self = vault
  }

  init(name: String, cloud: Cloud) {
    self.name = name
    self.cloud = cloud
  }

  /// All mistakes in a text as the URL of a vault, the gravest first.
  package static func problems(with text: String) -> [VaultURLProblem] {
    VaultURLReader(text).problems
  }

  /// The gravest thing that is wrong with a text as the URL of a vault; nil when nothing is.
  package static func problem(with text: String) -> VaultURLProblem? {
    VaultURLReader(text).problems.first
  }

  /// The URL that a text with problems must have meant.
  ///
  /// - Returns: A URL without problems; nil when the text has none, or does not name the vault.
  package static func suggestion(for text: String) -> String? {
    let reader = VaultURLReader(text)
    return reader.problems.isEmpty ? nil : reader.vault?.text
  }
}

/// Splits a URL and notes all its mistakes.
private struct VaultURLReader {
  private(set) var problems: [VaultURLProblem] = []
  /// The vault that is meant, problems or not.
  private(set) var vault: VaultURL?

  /// The suffixes of vaults' hosts, in all clouds.
  private static let suffixes = Cloud.allCases.map(\.vaultSuffix)
  /// The suffixes of managed HSMs' hosts, in the clouds that have them.
  private static let managedHSMSuffixes = [
    ".managedhsm.azure.net", ".managedhsm.usgovcloudapi.net", ".managedhsm.azure.cn",
  ]
  /// The names of private endpoints in Microsoft's DNS, by cloud.
  private static let privateLinkSuffixes: [(suffix: String, cloud: Cloud)] = [
    (".privatelink.vaultcore.azure.net", .public), (".vaultcore.azure.net", .public),
    (".privatelink.vaultcore.usgovcloudapi.net", .usGovernment),
    (".privatelink.vaultcore.azure.cn", .china),
  ]

  init(_ text: String) {
    let trimmed = ASCII.trimmed(text)
    guard !trimmed.isEmpty else {
      problems = [.blank]
      return
    }
    if trimmed != text { problems.append(.surroundingWhiteSpace) }
    var rest = trimmed[...]
    if let colon = trimmed.utf8.firstIndex(of: UInt8(ascii: ":")),
      trimmed[colon...].utf8.starts(with: "://".utf8)
    {
      let scheme = ASCII.lowercased(trimmed[..<colon])
      if scheme != "https" { problems.append(.notHTTPS(scheme)) }
      rest = Substring(trimmed[colon...].utf8.dropFirst(3))
    } else if VaultName.isValid(trimmed) {
      problems.append(.nameOnly(trimmed))
      vault = VaultURL(name: trimmed, cloud: .public)
      return
    } else {
      problems.append(.noScheme)
      rest = Substring(rest.utf8.drop { $0 == UInt8(ascii: "/") })
    }
    let end = rest.utf8.firstIndex(where: Self.endsAuthority) ?? rest.endIndex
    readAuthority(rest[..<end])
    readPath(String(rest[end...]), of: trimmed)
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
      || byte == UInt8(ascii: "\\")
  }

  private mutating func readAuthority(_ authority: Substring) {
    var host = authority
    if let at = host.utf8.lastIndex(of: UInt8(ascii: "@")) {
      problems.append(.hasUserInfo)
      host = host[host.utf8.index(after: at)...]
    }
    var port: String?
    if let colon = host.utf8.lastIndex(of: UInt8(ascii: ":")) {
      port = String(host[host.utf8.index(after: colon)...])
      host = host[..<colon]
    }
    readHost(String(host))
    if let port { problems.append(.hasPort(port)) }
  }

  private mutating func readHost(_ host: String) {
    let lower = ASCII.lowercased(host)
    if let cloud = Cloud(vaultHost: host) {
      readName(String(host.dropLast(cloud.vaultSuffix.count)), host: host, in: cloud)
    } else if lower.isEmpty || Self.suffixes.contains(".\(lower)") {
      problems.append(.noVaultName)
    } else if Self.managedHSMSuffixes.contains(where: lower.hasSuffix) {
      problems.append(.managedHSM)
    } else if let link = Self.privateLinkSuffixes.first(where: { lower.hasSuffix($0.suffix) }) {
      let name = String(lower.dropLast(link.suffix.count))
      problems.append(.privateLinkHost(name))
      if VaultName.isValid(name) { vault = VaultURL(name: name, cloud: link.cloud) }
    } else if lower.hasSuffix(".vault.microsoftazure.de") {
      problems.append(.closedCloud)
    } else {
      problems.append(.unknownHost(host))
    }
  }

  private mutating func readName(_ name: String, host: String, in cloud: Cloud) {
    guard VaultName.isValid(name) else {
      problems.append(name.isEmpty ? .noVaultName : .invalidName(name))
      return
    }
    vault = VaultURL(name: name, cloud: cloud)
    if !host.hasSuffix(cloud.vaultSuffix) {
      problems.append(.suffixInCapitals(cloud.vaultSuffix))
    }
  }

  private mutating func readPath(_ path: String, of text: String) {
    guard !path.isEmpty, path != "/" else { return }
    if vault != nil, let identifier = SecretIdentifier(text) {
      problems.append(.identifier(identifier))
    } else {
      problems.append(.hasPath(path))
    }
  }
}
