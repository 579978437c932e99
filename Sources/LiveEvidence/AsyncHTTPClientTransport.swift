#if Live
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends requests over the network.
///
/// HTTPS on port 443 only, no redirects, sizes and times capped. `HTTPS_PROXY`, `NO_PROXY` and
/// `SSL_CERT_FILE` are honoured.
package struct AsyncHTTPClientTransport: Transport {
  /// The time limit for an answer.
  private let timeout: TimeAmount

  private let network: NetworkSettings
  private let proxied: HTTPClient
  private let direct: HTTPClient

  /// A transport; `shutdown` it at the end.
  ///
  /// - Parameters:
  ///   - network: The proxy and the certificates that count.
  ///   - limit: The time limit for all requests, in seconds. One request may take a quarter of it, at
  ///     least 1 and at most 20 seconds, so that a host that does not answer leaves time for others.
  package init(_ network: NetworkSettings, limit: Int) {
    self.init(network, timeout: .seconds(min(max(limit / 4, 1), 20)))
  }

  /// A transport; `shutdown` it at the end.
  ///
  /// - Parameters:
  ///   - network: The proxy and the certificates that count.
  ///   - timeout: The time limit for an answer.
  package init(_ network: NetworkSettings, timeout: Duration) {
    self.network = network
    self.timeout = TimeAmount(timeout)
    proxied = HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: network.configuration(usesProxy: true)
    )
    direct = HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: network.configuration(usesProxy: false)
    )
  }

  /// Closes all connections.
  package func shutdown() async {
    try? await proxied.shutdown()
    try? await direct.shutdown()
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer {
    let client = network.bypassesProxy(request.host) ? direct : proxied
    do {
      let response = try await client.execute(Self.request(request), timeout: timeout)
      let body = try await response.body.collect(upTo: request.sizeLimit)
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      return HTTPAnswer(
        status: Int(response.status.code),
        headers: headers,
        body: Array(body.readableBytesView)
      )
    } catch {
      throw Self.failure(error, request)
    }
  }

  private static func request(_ request: HTTPRequest) -> HTTPClientRequest {
    var result = HTTPClientRequest(url: request.url)
    result.method = request.method == .get ? .GET : .POST
    result.headers.add(name: "accept", value: "application/json")
    result.headers.add(name: "user-agent", value: "akvlint")
    var fields = request.form.map {
      "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))"
    }
    switch request.authorization {
    case .bearer(let token):
      result.headers.add(name: "authorization", value: "Bearer \(token.text)")
    case .privateToken(let token): result.headers.add(name: "private-token", value: token.text)
    case .jobToken(let token): result.headers.add(name: "job-token", value: token.text)
    case .formField(let name, let value):
      fields.append("\(PercentEncoding.encode(name))=\(PercentEncoding.encode(value.text))")
    case nil: break
    }
    if request.method == .post {
      result.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
      result.body = .bytes(ByteBuffer(string: fields.joined(separator: "&")))
    }
    return result
  }

  private static func failure(_ error: any Error, _ request: HTTPRequest) -> TransportError {
    let host = request.host
    if error is CancellationError { return .cancelled }
    if error is NIOTooManyBytesError { return .tooLarge(limit: request.sizeLimit) }
    if error is StatusGuard.InvalidStatus {
      return .unreachable("\(host) answers with a status that is not HTTP")
    }
    if let error = error as? HTTPClientError {
      switch error {
      case .deadlineExceeded, .connectTimeout, .readTimeout, .getConnectionFromPoolTimeout,
        .httpProxyHandshakeTimeout, .tlsHandshakeTimeout:
        return .timedOut
      case .cancelled: return .cancelled
      default: return .unreachable("the connection to \(host) failed: \(error.shortDescription)")
      }
    }
    if let error = error as? NIOConnectionError {
      // Without an error of a connection there was no address to connect to.
      if error.connectionErrors.isEmpty { return .unknownHost(host) }
      return .unreachable("\(host) cannot be reached")
    }
    return .unreachable("the connection to \(host) failed")
  }
}
#endif
