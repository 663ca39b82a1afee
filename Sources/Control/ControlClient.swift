import FoundationEssentials
public import Playout

/// A caller of the transcoder's control socket, for plain threads: every call
/// blocks for at most its time-out.
///
/// ```swift
/// let control = ControlClient(socket: "/run/exstreamtv/control.sock")
/// try control.send(.tune(channel: id, wait: true), timeout: .seconds(4))
/// ```
public struct ControlClient: Sendable {
  /// The socket's path.
  public let socket: String

  /// A client of the transcoder that listens at a path.
  public init(socket: String) {
    self.socket = socket
  }

  /// Asks one thing and waits for the answer.
  ///
  /// - Parameters:
  ///   - request: Anything but `watch`.
  ///   - timeout: How long to wait for the answer.
  /// - Returns: The answer, unless it is a failure.
  /// - Throws: What the transcoder answered, or `unreachable`.
  @discardableResult
  public func send(_ request: ControlRequest, timeout: Duration) throws(ControlFailure)
    -> ControlReply
  {
    let connection = try LineConnection(socket: socket, timeout: timeout)
    defer { connection.close() }
    try connection.write(line: ControlLine.encode(request), timeout: timeout)
    guard let line = try connection.readLine(timeout: timeout) else {
      throw ControlFailure(
        .unreachable, "The transcoder did not answer within \(timeout). Is it overloaded?")
    }
    let reply = try ControlLine.decodeReply(line)
    if case .failed(let failure) = reply { throw failure }
    return reply
  }

  /// Starts to follow a channel's segments as one viewer.
  ///
  /// - Throws: `unreachable` when the transcoder can't be asked. That the channel
  ///   can't be watched is told by the first ``ControlWatch/next(timeout:)``.
  public func watch(channel: Reception, viewer: Viewer) throws(ControlFailure) -> ControlWatch {
    let connection = try LineConnection(socket: socket, timeout: .seconds(2))
    do throws(ControlFailure) {
      try connection.write(
        line: ControlLine.encode(ControlRequest.watch(channel: channel, viewer: viewer)),
        timeout: .seconds(2))
    } catch {
      connection.close()
      throw error
    }
    return ControlWatch(connection: connection)
  }
}

/// One viewer's view of a channel: its segments as they may be sent.
///
/// Owned by the one thread that sends them; ``close()`` ends the session.
public final class ControlWatch {
  private let connection: LineConnection

  init(connection: LineConnection) {
    self.connection = connection
  }

  deinit {
    connection.close()
  }

  /// The socket, for a poll together with the viewer's own connection.
  ///
  /// Readable does not mean that ``next(timeout:)`` has a whole line; nor does
  /// silence mean that it has none buffered: call it until it answers nil first.
  public var descriptor: Int32 { connection.descriptor }

  /// Waits for the next segment.
  ///
  /// - Returns: The segment, or nil when none came in time.
  /// - Throws: Why the session ended; `unreachable` when the transcoder went away.
  public func next(timeout: Duration) throws(ControlFailure) -> SegmentNotice? {
    guard let line = try connection.readLine(timeout: timeout) else { return nil }
    switch try ControlLine.decodeReply(line) {
    case .segment(let notice): return notice
    case .failed(let failure): throw failure
    case .done, .status, .announcement:
      throw ControlFailure(.badRequest, "The transcoder answered a watch with something else.")
    }
  }

  /// Tells what the viewer has been sent of a segment.
  ///
  /// A transcoder that does not read it in time is left in the dark: the viewer's picture
  /// matters more than its figures.
  public func report(sequence: Int64, bytes: Int64) {
    guard let line = try? ControlLine.encode(ControlRequest.sent(sequence: sequence, bytes: bytes))
    else { return }
    try? connection.write(line: line, timeout: .milliseconds(200))
  }

  /// Ends the session.
  public func close() {
    connection.close()
  }
}

/// One message as one line of JSON.
public enum ControlLine {
  /// The longest line that either side accepts: a status of some thousand viewers.
  public static let longest = 4 << 20

  /// Writes a message without its newline.
  ///
  /// - Throws: `badRequest` when the message can't be written as JSON.
  public static func encode(_ message: some Encodable) throws(ControlFailure) -> [UInt8] {
    do {
      return [UInt8](try JSONEncoder().encode(message))
    } catch {
      throw ControlFailure(.badRequest, "The message can't be written as JSON: \(error)")
    }
  }

  /// Reads a request.
  ///
  /// - Throws: `badRequest` when the line is no request.
  public static func decodeRequest(_ line: [UInt8]) throws(ControlFailure) -> ControlRequest {
    try decode(ControlRequest.self, line)
  }

  /// Reads an answer.
  ///
  /// - Throws: `badRequest` when the line is no answer.
  public static func decodeReply(_ line: [UInt8]) throws(ControlFailure) -> ControlReply {
    try decode(ControlReply.self, line)
  }

  private static func decode<Message: Decodable>(
    _ type: Message.Type, _ line: [UInt8]
  ) throws(ControlFailure) -> Message {
    do {
      return try JSONDecoder().decode(type, from: Data(line))
    } catch {
      throw ControlFailure(.badRequest, "The line is not understood: \(error)")
    }
  }
}
