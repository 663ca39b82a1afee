public import NIOCore
import NIOPosix

/// Hears of every request below `/live/` from nginx's log, as datagrams on loopback.
///
/// UDP rather than a unix socket: the queue of a unix datagram socket holds ten,
/// and a burst of viewers loses a fifth of them (measured with nginx 1.22).
public struct SeenListener: Sendable {
  private let channel: any NIOCore.Channel

  /// Listens on 127.0.0.1.
  ///
  /// - Throws: An `IOError` when the port is taken.
  public static func start(
    port: Int, group: any EventLoopGroup, transcoder: Transcoder
  ) async throws -> SeenListener {
    let channel = try await DatagramBootstrap(group: group)
      .channelOption(.socketOption(.so_rcvbuf), value: 1 << 20)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(SeenHandler(transcoder: transcoder))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    return SeenListener(channel: channel)
  }

  /// Stops listening.
  public func close() async throws {
    try await channel.close()
  }
}

private final class SeenHandler: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let transcoder: Transcoder

  init(transcoder: Transcoder) {
    self.transcoder = transcoder
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if let request = SeenRequest(datagram: unwrapInboundIn(data).data.readableBytesView) {
      transcoder.see(request)
    }
  }
}
