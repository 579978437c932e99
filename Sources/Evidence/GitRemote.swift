/// Where a checkout came from: the host and the project's path, from `.git/config`.
///
/// That file belongs to the user of the checkout; a branch cannot change it. What the URL holds of
/// user and password is dropped.
package struct GitRemote: Hashable, Sendable {
  /// The remote's name.
  package let name: String
  /// The host of the web pages, without user, port and protocol.
  package let host: String
  /// The URL of the instance, which is the issuer of its tokens.
  ///
  /// It has the port of an HTTPS remote, because web pages have the same; that of SSH is another.
  package let url: String
  /// The project's full path.
  package let path: String

  /// Hosts that are known not to run GitLab: there the checkout is a mirror.
  private static let otherHosts: Set = [
    "github.com", "bitbucket.org", "dev.azure.com", "ssh.dev.azure.com", "codeberg.org",
    "git.sr.ht", "gitea.com", "ssh.github.com",
  ]

  /// The number of bytes of `.git/config` that are searched: Git writes the remotes first.
  private static let sizeLimit = 256 << 10

  /// The remote that is the project: `upstream` before `origin` before the only other one.
  ///
  /// - Parameter configuration: The content of `.git/config`.
  /// - Returns: The remote; nil when there is none on a host that may run GitLab.
  package static func find(in configuration: String) -> Self? {
    var remotes: [Self] = []
    var section: String?
    let start = String(decoding: configuration.utf8.prefix(sizeLimit), as: UTF8.self)
    for line in start.split(whereSeparator: \.isNewline) {
      let line = trimmed(line)
      if line.hasPrefix("[") {
        section = remoteName(line)
      } else if let name = section, let url = value(of: "url", in: line),
        let remote = Self(name: name, url: url)
      {
        remotes.append(remote)
      }
    }
    return remotes.first { $0.name == "upstream" } ?? remotes.first { $0.name == "origin" }
      ?? (remotes.count == 1 ? remotes.first : nil)
  }

  private init?(name: String, url: String) {
    let authority: Substring
    var path: Substring
    var isHTTPS = false
    if let scheme = url.firstRange(of: "://") {
      // https://user@host:port/path, ssh://git@host:port/path
      guard ["http", "https", "ssh", "git+ssh"].contains(url[..<scheme.lowerBound]) else {
        return nil
      }
      let rest = url[scheme.upperBound...]
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      authority = rest[..<slash]
      path = rest[slash...]
      isHTTPS = url.hasPrefix("https:")
    } else if let colon = url.firstIndex(of: ":") {
      // git@host:path
      authority = url[..<colon]
      path = url[url.index(after: colon)...]
    } else {
      return nil
    }
    let place = authority.split(separator: "@").last ?? ""
    var host = place.prefix { $0 != ":" }.lowercased()
    let port = place.dropFirst(host.count).drop { $0 == ":" }
    // GitLab.com answers SSH on port 443 under a name of its own.
    if host == "altssh.gitlab.com" { host = "gitlab.com" }
    path = path.drop { $0 == "/" }
    if path.hasSuffix("/") { path.removeLast() }
    if path.hasSuffix(".git") { path = path.dropLast(".git".count) }
    let isHost = host.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-")
    }
    guard isHost, host.contains("."), !Self.otherHosts.contains(host), path.contains("/") else {
      return nil
    }
    self.name = name
    self.host = host
    let isPort = isHTTPS && !port.isEmpty && port.allSatisfy { $0.isASCII && $0.isNumber }
    self.url = "https://\(host)\(isPort && port != "443" ? ":\(port)" : "")"
    self.path = String(path)
  }

  private static func remoteName(_ line: Substring) -> String? {
    guard line.hasPrefix("[remote \""), line.hasSuffix("\"]") else { return nil }
    return String(line.dropFirst("[remote \"".count).dropLast(2))
  }

  private static func value(of key: String, in line: Substring) -> String? {
    let parts = line.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, trimmed(parts[0]) == key else { return nil }
    return String(trimmed(parts[1]))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return text
  }
}
