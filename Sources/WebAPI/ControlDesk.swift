public import Control
public import Playout

/// The transcoder as handlers speak to it.
public struct ControlDesk: Sendable {
  /// Asks one thing and waits for the answer.
  public var send:
    @Sendable (_ request: ControlRequest, _ timeout: Duration) throws(ControlFailure) ->
      ControlReply
  /// Begins to follow a channel's segments as one viewer.
  public var watch:
    @Sendable (_ channel: Reception, _ viewer: Viewer) throws(ControlFailure) -> SegmentFeed

  /// A desk with both its parts.
  public init(
    send:
      @escaping @Sendable (ControlRequest, Duration) throws(ControlFailure) -> ControlReply,
    watch: @escaping @Sendable (Reception, Viewer) throws(ControlFailure) -> SegmentFeed
  ) {
    self.send = send
    self.watch = watch
  }

  /// The desk of the transcoder that listens on a socket.
  public init(_ client: ControlClient) {
    send = { (request, timeout) throws(ControlFailure) in
      try client.send(request, timeout: timeout)
    }
    watch = { (channel, viewer) throws(ControlFailure) in
      let watch = try client.watch(channel: channel, viewer: viewer)
      return SegmentFeed(
        next: { (timeout) throws(ControlFailure) in try watch.next(timeout: timeout) },
        sent: { watch.report(sequence: $0, bytes: $1) },
        close: { watch.close() })
    }
  }
}

/// The segments of one channel as they become ready for one viewer.
public struct SegmentFeed {
  /// Waits for the next segment; nil when none came in time.
  public var next: (_ timeout: Duration) throws(ControlFailure) -> SegmentNotice?
  /// Tells how much of a segment the viewer has been sent.
  public var sent: (_ sequence: Int64, _ bytes: Int64) -> Void
  /// Ends the session.
  public var close: () -> Void

  /// A feed with all its parts.
  public init(
    next: @escaping (Duration) throws(ControlFailure) -> SegmentNotice?,
    sent: @escaping (Int64, Int64) -> Void = { _, _ in }, close: @escaping () -> Void
  ) {
    self.next = next
    self.sent = sent
    self.close = close
  }
}
