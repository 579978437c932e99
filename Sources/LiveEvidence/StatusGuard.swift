#if Live
import NIOCore
import NIOHTTP1

/// Refuses answers whose status is not an HTTP status, before the client sees them: one below 100
/// makes AsyncHTTPClient end the process.
///
/// Source: RFC 9110, 15: a status is an integer from 100 to 599.
final class StatusGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart

  /// An answer that is not HTTP.
  struct InvalidStatus: Error {}

  private var isRefused = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused else { return }
    if case .head(let head) = unwrapInboundIn(data), !(100...599).contains(head.status.code) {
      isRefused = true
      context.fireErrorCaught(InvalidStatus())
      context.close(promise: nil)
      return
    }
    context.fireChannelRead(data)
  }

  /// Adds a guard to a connection, right after the handler that reads its answers.
  static func add(to channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.submit {
      let pipeline = channel.pipeline.syncOperations
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
      try pipeline.addHandler(StatusGuard(), position: .after(decoder))
    }
  }
}
#endif
