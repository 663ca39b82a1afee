import CFastCGI
import Glibc

/// The records of an answer whose head was sent already, written past libfcgi.
///
/// Each is one message to the kernel, small enough to be taken as a whole or not at all: so a process
/// that is killed while it writes leaves nothing half done, and the next one can go on.
struct Records {
  let connection: Int32
  /// The request's number on the connection.
  let request: UInt16

  /// The most content of one record: whole packets of a transport stream, and with its head less
  /// than the 32 KB that a unix socket takes in one piece.
  private static let longest = 168 * 188
  /// How long somebody who does not read is waited for, in milliseconds.
  private static let patience: Int32 = 60_000
  private enum Kind: UInt8 { case end = 3, output = 6 }

  /// Writes all bytes; false when the web server is gone or does not read.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Self.longest)
      guard send(.output, UnsafeRawBufferPointer(rebasing: piece)) else { return false }
      rest = rest.dropFirst(piece.count)
    }
    return true
  }

  /// Ends the answer.
  func end() {
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    _ = send(.output, nothing) && [UInt8](repeating: 0, count: 8).withUnsafeBytes { send(.end, $0) }
  }

  private func send(_ kind: Kind, _ content: UnsafeRawBufferPointer) -> Bool {
    let size = content.count
    let head: [UInt8] = [
      1, kind.rawValue, UInt8(request >> 8), UInt8(request & 0xff), UInt8(size >> 8),
      UInt8(size & 0xff), 0, 0,
    ]
    while true {
      var poller = pollfd(fd: connection, events: Int16(POLLOUT), revents: 0)
      let ready = poll(&poller, 1, Self.patience)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return false }
      let sent = exstreamtv_send_both(
        connection, head, head.count, content.baseAddress, size)
      if sent < 0, errno == EAGAIN || errno == EINTR { continue }
      return sent == head.count + size
    }
  }
}
