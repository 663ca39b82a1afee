import Glibc

/// A connected unix socket that carries lines; used by one thread at a time.
final class LineConnection {
  private(set) var descriptor: Int32
  private var buffered: [UInt8] = []
  private var searched = 0

  /// Connects.
  ///
  /// - Throws: `unreachable`, naming the socket and the reason.
  init(socket path: String, timeout: Duration) throws(ControlFailure) {
    descriptor = Glibc.socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { throw Self.unreachable(path, errno) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    let bytes = Array(path.utf8)
    guard bytes.count <= room else {
      close()
      throw ControlFailure(
        .unreachable, "The socket path \(path) is longer than the \(room) bytes that Linux takes.")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else {
      let code = errno
      close()
      throw Self.unreachable(path, code)
    }
  }

  deinit {
    close()
  }

  func close() {
    guard descriptor >= 0 else { return }
    _ = Glibc.close(descriptor)
    descriptor = -1
  }

  /// Writes a line and its newline, waiting while the other side is slow.
  func write(line: [UInt8], timeout: Duration) throws(ControlFailure) {
    let bytes = line + [UInt8(ascii: "\n")]
    let deadline = ContinuousClock.now + timeout
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        Glibc.send(
          descriptor, raw.baseAddress?.advanced(by: sent), bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        guard wait(for: POLLOUT, until: deadline) else {
          throw ControlFailure(.unreachable, "The transcoder does not read its control socket.")
        }
      } else if errno != EINTR {
        throw ControlFailure(.unreachable, "The transcoder closed its control socket.")
      }
    }
  }

  /// Waits for a line; nil when none is whole in time.
  func readLine(timeout: Duration) throws(ControlFailure) -> [UInt8]? {
    let deadline = ContinuousClock.now + timeout
    while true {
      if let line = takeLine() { return line }
      guard buffered.count <= ControlLine.longest else {
        throw ControlFailure(.badRequest, "The transcoder sent a line without an end.")
      }
      if try !fill() {
        guard wait(for: POLLIN, until: deadline) else { return nil }
      }
    }
  }

  private func takeLine() -> [UInt8]? {
    guard let end = buffered[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = buffered.count
      return nil
    }
    let line = Array(buffered[..<end])
    buffered.removeSubrange(...end)
    searched = 0
    return line
  }

  /// Reads what is there; false when nothing is.
  private func fill() throws(ControlFailure) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 16_384)
    let count = chunk.withUnsafeMutableBytes { Glibc.recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count > 0 {
      buffered.append(contentsOf: chunk[..<count])
      return true
    }
    if count < 0, errno == EAGAIN || errno == EINTR { return false }
    throw ControlFailure(.unreachable, "The transcoder closed its control socket.")
  }

  /// Polls until the socket is ready or the deadline has passed.
  private func wait(for events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return false }
      let milliseconds =
        left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let ready = poll(&entry, 1, Int32(clamping: milliseconds + 1))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }

  private static func unreachable(_ path: String, _ code: Int32) -> ControlFailure {
    ControlFailure(
      .unreachable,
      "The transcoder does not answer at \(path): \(String(cString: strerror(code))). Is it running?"
    )
  }
}
