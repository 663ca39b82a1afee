import Control
import Foundation
import Glibc
public import NIOCore
import NIOPosix
import Playout

/// The transcoder's control socket: one JSON object a line, in and out.
public struct ControlServer: Sendable {
  /// How many connections may be open: a viewer of the endless stream holds one.
  static let backlog: Int32 = 1024

  private let channel: any NIOCore.Channel

  /// Listens at a path; a socket that a killed predecessor left is replaced.
  ///
  /// - Throws: An `IOError` when the path can't be bound.
  public static func start(
    at path: String, group: any EventLoopGroup, transcoder: Transcoder
  ) async throws -> ControlServer {
    unlink(path)
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: backlog)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(
            ByteToMessageHandler(LineDecoder()), ControlHandler(transcoder: transcoder))
        }
      }
      .bind(unixDomainSocketPath: path).get()
    // Workers may run as another user of the same group.
    chmod(path, 0o660)
    return ControlServer(channel: channel)
  }

  /// Stops listening.
  public func close() async throws {
    try await channel.close()
  }
}

/// Splits what comes into lines.
private struct LineDecoder: ByteToMessageDecoder {
  typealias InboundOut = ByteBuffer

  /// The longest request that is read: they are all short.
  static let longest = 65_536

  mutating func decode(
    context: ChannelHandlerContext, buffer: inout ByteBuffer
  ) throws -> DecodingState {
    guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else {
      guard buffer.readableBytes <= Self.longest else {
        throw ControlFailure(.badRequest, "A request is longer than \(Self.longest) bytes.")
      }
      return .needMoreData
    }
    let line = buffer.readSlice(length: end - buffer.readerIndex)
    buffer.moveReaderIndex(forwardBy: 1)
    if let line { context.fireChannelRead(wrapInboundOut(line)) }
    return .continue
  }
}

/// Answers the requests of one connection.
private final class ControlHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let transcoder: Transcoder
  private var watching: (channel: Reception, session: String)?

  init(transcoder: Transcoder) {
    self.transcoder = transcoder
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let line = Array(unwrapInboundIn(data).readableBytesView)
    let reply = Self.replier(to: context.channel)
    do throws(ControlFailure) {
      answer(try ControlLine.decodeRequest(line), reply)
    } catch {
      reply(.failed(error))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let watching { transcoder.unwatch(watching.channel, session: watching.session) }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func answer(
    _ request: ControlRequest, _ reply: @escaping @Sendable (ControlReply) -> Void
  ) {
    switch request {
    case .tune(let channel, let waits):
      transcoder.tune(channel, waits ? reply : nil)
      if !waits { reply(.done) }
    case .watch(let channel, let viewer):
      guard watching == nil, Viewer.isSession(viewer.session) else {
        reply(
          .failed(ControlFailure(.badRequest, "A connection holds one session of 16 letters.")))
        return
      }
      watching = (channel, viewer.session)
      transcoder.watch(channel, viewer: viewer, reply)
    case .leave(let channel, let session):
      transcoder.leave(channel, session: session)
      reply(.done)
    case .stop(let channel):
      transcoder.stop(channel)
      reply(.done)
    case .refresh(let channel):
      transcoder.refresh(channel)
      reply(.done)
    case .find(let channel):
      let words = "The channel is not on air."
      reply(transcoder.isTuned(channel) ? .done : .failed(ControlFailure(.stopped, words)))
    case .status:
      reply(.status(transcoder.status))
    case .admit(let channel, let visit):
      guard Viewer.isSession(visit.viewer.session) else {
        return reply(.failed(ControlFailure(.badRequest, "A session has 16 letters.")))
      }
      transcoder.admit(channel, visit, reply)
    case .sent(let sequence, let bytes):
      guard let watching else { return }
      transcoder.sent(
        watching.channel, session: watching.session, sequence: sequence, bytes: bytes)
    case .end(let session):
      end(session, reply)
    case .announce(let limit, let profile):
      transcoder.announce(limit, profile, reply)
    }
  }

  private func end(_ session: String, _ reply: @Sendable (ControlReply) -> Void) {
    do throws(ControlFailure) {
      try transcoder.end(session: session)
      reply(.done)
    } catch {
      reply(.failed(error))
    }
  }

  /// Writes replies from any thread; a caller that does not read is cut off.
  private static func replier(
    to channel: any NIOCore.Channel
  ) -> @Sendable (ControlReply) -> Void {
    { reply in
      guard let line = try? ControlLine.encode(reply) else { return }
      channel.eventLoop.execute {
        guard channel.isWritable else {
          channel.close(promise: nil)
          return
        }
        var buffer = channel.allocator.buffer(capacity: line.count + 1)
        buffer.writeBytes(line)
        buffer.writeInteger(UInt8(ascii: "\n"))
        channel.writeAndFlush(buffer, promise: nil)
      }
    }
  }
}
