#if Live
import AsyncHTTPClient
import Evidence
import NIOCore
import NIOSSL

/// The operator's network settings.
package struct NetworkSettings: Sendable {
  /// The proxy, as host and port.
  private let proxy: (host: String, port: Int)?
  /// Hosts and domains that are reached without it.
  private let direct: [String]
  /// A file of certificates to trust, instead of the system's.
  private let certificates: String?

  /// The settings of an environment.
  ///
  /// - Parameter variable: The value of an environment variable; nil when it is not set.
  /// - Throws: That the proxy is none.
  package init(_ variable: (String) -> String?) throws(Undecidable) {
    certificates = variable("SSL_CERT_FILE").flatMap { $0.isEmpty ? nil : $0 }
    direct = (variable("NO_PROXY") ?? variable("no_proxy") ?? "").split { $0 == "," || $0 == " " }
      .map { $0.lowercased() }
    let text = variable("HTTPS_PROXY") ?? variable("https_proxy") ?? ""
    guard !text.isEmpty else {
      proxy = nil
      return
    }
    let rest = text.split(separator: "://", maxSplits: 1).last ?? ""
    let authority = rest.prefix { $0 != "/" }
    let parts = authority.split(separator: ":")
    guard let host = parts.first, !authority.contains("@"),
      let port = parts.count == 2 ? Int(parts[1]) : (text.hasPrefix("https://") ? 443 : 80)
    else {
      throw Undecidable(
        question: "HTTPS_PROXY",
        reason: "it must be http://HOST:PORT, without user and password"
      )
    }
    proxy = (String(host), port)
  }

  /// Whether a host is reached without the proxy.
  func bypassesProxy(_ host: String) -> Bool {
    direct.contains { entry in
      let domain = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
      return entry == "*" || host == domain || host.hasSuffix(".\(domain)")
    }
  }

  /// The settings of a client.
  func configuration(usesProxy: Bool) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    if let certificates { tls.trustRoots = .file(certificates) }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls,
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(10), read: .seconds(20))
    )
    configuration.httpVersion = .http1Only
    configuration.http1_1ConnectionDebugInitializer = StatusGuard.add
    // A certificate that has run out does not become better by asking again.
    configuration.connectionPool.retryConnectionEstablishment = false
    if usesProxy, let proxy { configuration.proxy = .server(host: proxy.host, port: proxy.port) }
    return configuration
  }
}
#endif
