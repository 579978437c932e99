#if Sandbox
import NIOCore
import NIOHTTP1
import NIOSSL

/// A part of an answer that may be passed to another thread.
typealias ByteBufferResponsePart = HTTPPart<HTTPResponseHead, ByteBuffer>

/// The proxy's part of a connection: answers `CONNECT HOST:443`, then becomes that host.
///
/// Decrypts the rest of the connection with a certificate for the host, and reads it as HTTP.
final class TunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// The longest beginning of a connection.
  private static let limit = 8192

  /// A connection that has become a host's.
  struct Tunnel: Sendable {
    /// The host.
    let host: String
    /// Its requests, and the answers to them.
    let channel: NIOAsyncChannel<HTTPServerRequestPart, ByteBufferResponsePart>
  }

  private let sandbox: Sandbox
  private let authority: CertificateAuthority
  private let promise: EventLoopPromise<Tunnel>
  private var beginning = ""
  private var isDone = false

  /// The outcome of the connection.
  var tunnel: EventLoopFuture<Tunnel> { promise.futureResult }

  init(_ sandbox: Sandbox, _ authority: CertificateAuthority, on eventLoop: any EventLoop) {
    self.sandbox = sandbox
    self.authority = authority
    promise = eventLoop.makePromise(of: Tunnel.self)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDone else { return context.fireChannelRead(data) }
    beginning += String(buffer: unwrapInboundIn(data))
    if beginning.hasSuffix("\r\n\r\n") {
      isDone = true
      open(context)
    } else if beginning.utf8.count > Self.limit {
      fail(context, TunnelError.notConnect)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    promise.fail(ChannelError.alreadyClosed)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(context, error)
  }

  private func open(_ context: ChannelHandlerContext) {
    let words = beginning.prefix { $0 != "\r\n" }.split(separator: " ")
    guard words.count == 3, words[0] == "CONNECT", words[1].hasSuffix(":443") else {
      return refuse(context, "405 Method Not Allowed")
    }
    let host = words[1].dropLast(":443".count).lowercased()
    let fault = sandbox.connectionFault(host)
    guard fault != .unreachable, sandbox.exists(host) else {
      return refuse(context, "502 Bad Gateway")
    }
    do {
      let encryption = try authority.context(for: host, isExpired: fault == .expiredCertificate)
      send("HTTP/1.1 200 Connection established\r\n\r\n", context)
      let pipeline = context.pipeline.syncOperations
      try pipeline.addHandler(NIOSSLServerHandler(context: encryption))
      try pipeline.configureHTTPServerPipeline(withErrorHandling: false)
      try pipeline.addHandler(ByteBufferResponseHandler())
      let channel = try NIOAsyncChannel<HTTPServerRequestPart, ByteBufferResponsePart>(
        wrappingChannelSynchronously: context.channel
      )
      promise.succeed(Tunnel(host: host, channel: channel))
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } catch {
      fail(context, error)
    }
  }

  private func send(_ text: String, _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
  }

  private func refuse(_ context: ChannelHandlerContext, _ status: String) {
    send("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n", context)
    fail(context, TunnelError.refused)
  }

  private func fail(_ context: ChannelHandlerContext, _ error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }
}

/// Forwards parts of answers in the form that the pipeline expects.
private final class ByteBufferResponseHandler: ChannelOutboundHandler {
  typealias OutboundIn = ByteBufferResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let part: HTTPServerResponsePart =
      switch unwrapOutboundIn(data) {
      case .head(let head): .head(head)
      case .body(let bytes): .body(.byteBuffer(bytes))
      case .end(let trailers): .end(trailers)
      }
    context.write(wrapOutboundOut(part), promise: promise)
  }
}

/// The reason why a connection came to nothing.
private enum TunnelError: Error {
  case notConnect
  case refused
}
#endif
