/// What is wrong with a text as the URL of a vault.
///
/// The runner's client sends a token only to a host under the suffix that the vault's challenge
/// names, over HTTPS; the rest of the URL becomes the start of every request's path.
package enum VaultURLProblem: Hashable, Sendable {
  case notHTTPS
  case noScheme
  case hasUserInfo
  case hasPort(String)
  case hasPath(String)
  case managedHSM
  case unknownHost(String)
  case invalidName(String)

  /// The problem in words that follow "the vault URL ".
  package var words: String {
    switch self {
    case .notHTTPS: "does not use https"
    case .noScheme: "does not begin with https://"
    case .hasUserInfo: "holds a user name"
    case .hasPort(let port): "names port \(port)"
    case .hasPath(let path): "goes on behind the host: \(path)"
    case .managedHSM: "is that of a managed HSM, which holds no secrets"
    case .unknownHost(let host): "has the host \(host), which is no Key Vault of a known cloud"
    case .invalidName(let name): "names the vault \"\(name)\", which is no valid vault name"
    }
  }
}

/// The URL of a vault.
package enum VaultURL {
  /// What is wrong with a text as the URL of a vault; nil when nothing is.
  package static func problem(with text: String) -> VaultURLProblem? {
    let lower = text.lowercased()
    guard let separator = lower.utf8.firstIndex(of: UInt8(ascii: ":")),
      lower[separator...].hasPrefix("://")
    else { return .noScheme }
    guard lower[..<separator] == "https" else { return .notHTTPS }
    let rest = lower[separator...].dropFirst(3)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    var host = String(rest[..<end])
    let path = String(rest[end...])
    if host.contains("@") { return .hasUserInfo }
    if let colon = host.firstIndex(of: ":") {
      let port = String(host[host.index(after: colon)...])
      guard port == "443" else { return .hasPort(port) }
      host = String(host[..<colon])
    }
    if host.hasSuffix(".managedhsm.azure.net") { return .managedHSM }
    guard let cloud = Cloud.allCases.first(where: { host.hasSuffix($0.vaultSuffix) }) else {
      return .unknownHost(host)
    }
    let name = String(host.dropLast(cloud.vaultSuffix.count))
    guard isVaultName(name) else { return .invalidName(name) }
    return path.isEmpty || path == "/" ? nil : .hasPath(path)
  }

  /// Whether a name is a vault's: 3 to 24 letters, digits and single hyphens, a letter in front,
  /// no hyphen at the end.
  package static func isVaultName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard (3...24).contains(bytes.count), let first = bytes.first, let last = bytes.last,
      ASCII.isLetter(first), last != UInt8(ascii: "-")
    else { return false }
    var previous = first
    for byte in bytes {
      guard ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-"),
        byte != UInt8(ascii: "-") || previous != byte
      else { return false }
      previous = byte
    }
    return true
  }
}

/// Kinds of ASCII characters.
enum ASCII {
  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}
