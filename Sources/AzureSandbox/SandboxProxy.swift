#if Sandbox
import NIOCore
import NIOHTTP1
import NIOPosix

/// The sandbox's door: a proxy on a loopback port that leads to all of the sandbox's hosts.
package final class SandboxProxy: Sendable {
  private typealias Server = NIOAsyncChannel<EventLoopFuture<TunnelHandler.Tunnel>, Never>

  private let sandbox: Sandbox
  private let server: Server
  private let authority: CertificateAuthority
  /// The proxy's port on 127.0.0.1.
  package let port: Int

  /// Opens the door.
  ///
  /// - Parameters:
  ///   - sandbox: The hosts behind it.
  ///   - port: The port; 0 for any that is free.
  /// - Throws: That the port is taken.
  package init(_ sandbox: Sandbox, port: Int = 0) async throws {
    let authority = try CertificateAuthority()
    self.sandbox = sandbox
    self.authority = authority
    server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: false)
      .bind(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = TunnelHandler(sandbox, authority, on: channel.eventLoop)
          try channel.pipeline.syncOperations.addHandler(handler)
          return handler.tunnel
        }
      }
    self.port = server.channel.localAddress?.port ?? 0
  }

  /// The authority's certificate, which clients must trust, as PEM.
  package var certificatePEM: String { authority.certificatePEM }

  /// The environment of a command that goes through the door.
  ///
  /// - Parameter certificateFile: A file with the authority's certificate.
  /// - Returns: The variables that Swift's, Python's and curl's clients look at.
  package func environment(certificateFile: String) -> [String: String] {
    let address = "http://127.0.0.1:\(port)"
    return [
      "HTTPS_PROXY": address, "https_proxy": address, "NO_PROXY": "", "no_proxy": "",
      "SSL_CERT_FILE": certificateFile, "REQUESTS_CA_BUNDLE": certificateFile,
      "CURL_CA_BUNDLE": certificateFile,
    ]
  }

  /// Serves until the task is cancelled.
  package func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      try await server.executeThenClose { connections in
        for try await connection in connections {
          group.addTask { await self.serve(connection) }
        }
      }
    }
  }

  /// Serves one connection; one that breaks is its client's matter.
  private func serve(_ connection: EventLoopFuture<TunnelHandler.Tunnel>) async {
    guard let tunnel = try? await connection.get() else { return }
    try? await tunnel.channel.executeThenClose { inbound, outbound in
      var head: HTTPRequestHead?
      var body = ByteBuffer()
      for try await part in inbound {
        switch part {
        case .head(let received):
          head = received
          body.clear()
        case .body(var bytes): body.writeBuffer(&bytes)
        case .end:
          guard let received = head else { continue }
          let request = SandboxRequest(received, body, host: tunnel.host)
          guard try await send(sandbox.deliver(request), outbound) else { return }
        }
      }
    }
  }

  /// Sends what comes back.
  ///
  /// - Returns: Whether the connection stays open.
  private func send(
    _ delivery: Sandbox.Delivery,
    _ outbound: NIOAsyncChannelOutboundWriter<ByteBufferResponsePart>
  ) async throws -> Bool {
    switch delivery {
    case .answer(let answer):
      var headers = HTTPHeaders(answer.headers)
      let body = ByteBuffer(string: answer.body)
      headers.add(name: "Content-Length", value: String(body.readableBytes))
      let status = HTTPResponseStatus(statusCode: answer.status)
      try await outbound.write(
        .head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))
      )
      try await outbound.write(.body(body))
      try await outbound.write(.end(nil))
      return true
    case .silence:
      // Until the client gives up, or the proxy ends.
      try await Task.sleep(for: .seconds(3600))
      return false
    case .reset:
      let headers: HTTPHeaders = [
        "Content-Type": "application/json", "Content-Length": "1000",
      ]
      try await outbound.write(
        .head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))
      )
      try await outbound.write(.body(ByteBuffer(string: "{\"value\":[")))
      return false
    case .flood(let size):
      let headers: HTTPHeaders = ["Content-Type": "application/json"]
      try await outbound.write(
        .head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))
      )
      let piece = ByteBuffer(repeating: UInt8(ascii: " "), count: 65_536)
      for _ in 0..<(size / 65_536) { try await outbound.write(.body(piece)) }
      try await outbound.write(.end(nil))
      return false
    }
  }
}

extension SandboxRequest {
  fileprivate init(_ head: HTTPRequestHead, _ body: ByteBuffer, host: String) {
    self.init(
      host: host,
      method: head.method.rawValue,
      target: head.uri,
      headers: Dictionary(head.headers.map { ($0.lowercased(), $1) }) { first, _ in first },
      body: Array(body.readableBytesView)
    )
  }
}
#endif
