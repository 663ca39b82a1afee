import CFastCGI
import Glibc

/// Where workers give the connections of their streams into keeping, so that a worker that is
/// killed ends no stream: the next one gets back what that one had.
///
/// Where systemd runs the workers, it does the same by itself. A worker connects for as long as
/// it lives; messages on the socket are lines with descriptors beside them: `hello` is answered by
/// `back NAME` for each connection whose worker is gone, then `done`; `keep NAME` and `drop NAME`
/// need no answer.
public final class Cloakroom: Sendable {
  private let thread: PlainThread
  // The thread ends when the write end is closed.
  private let closing: Int32

  /// Opens a cloakroom on a unix socket, on a thread of its own.
  ///
  /// - Throws: When the socket can't be made.
  public init(at path: String) throws(FastCGIError) {
    let socket = try ListeningSocket.listening(
      at: path, kind: .messages, mode: 0o600)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      socket.close()
      throw FastCGIError(code: .cannotListen, detail: "The system gives no pipe for \(path).")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let (read, write) = (ends[0], ends[1])
    let thread = PlainThread(stackSize: 262_144) {
      var attendant = CloakroomAttendant(socket: socket.descriptor, closing: read)
      while attendant.serve() {}
      socket.close()
      Glibc.close(read)
    }
    guard let thread else {
      socket.close()
      for end in ends { Glibc.close(end) }
      throw FastCGIError(code: .noThreads, detail: "The system gives no thread for \(path).")
    }
    (self.thread, closing) = (thread, write)
  }

  /// Closes it, and everything that is kept; call it once.
  public func close() {
    Glibc.close(closing)
    thread.join()
  }
}

/// Does the cloakroom's work, on its thread.
private struct CloakroomAttendant {
  let socket: Int32
  let closing: Int32
  private var guests: [Int32] = []
  private var kept: [String: Kept] = [:]

  private struct Kept {
    var pair: [Int32]
    /// The guest it belongs to; nil when that one is gone.
    var owner: Int32?
    var left: ContinuousClock.Instant = .now
  }

  /// More than any worker has threads.
  private static let most = 4096
  /// How long a connection waits for a next worker.
  private static let patience = Duration.seconds(30)

  init(socket: Int32, closing: Int32) { (self.socket, self.closing) = (socket, closing) }

  /// Waits for something to do and does it; false when the cloakroom closes.
  mutating func serve() -> Bool {
    var pollers = ([closing, socket] + guests).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let hasStrays = kept.values.contains { $0.owner == nil }
    poll(&pollers, nfds_t(pollers.count), hasStrays ? 1000 : -1)
    if pollers[0].revents != 0 {
      for descriptor in guests + kept.values.flatMap(\.pair) { close(descriptor) }
      return false
    }
    // Who left comes before who arrives: the next worker is the heir of the one that ended.
    for poller in pollers.dropFirst(2) where poller.revents != 0 { listen(to: poller.fd) }
    if pollers[1].revents != 0 {
      let guest = accept(socket, nil, nil)
      if guest >= 0 {
        _ = fcntl(guest, F_SETFD, FD_CLOEXEC)
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(guest, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guests.append(guest)
      }
    }
    dropStrays()
    return true
  }

  private mutating func listen(to guest: Int32) {
    guard let message = CloakroomMessage(from: guest) else {
      guests.removeAll { $0 == guest }
      close(guest)
      for name in kept.keys where kept[name]?.owner == guest {
        kept[name]?.owner = nil
        kept[name]?.left = .now
      }
      return
    }
    switch message.word {
    case "hello": giveBack(to: guest)
    case "keep" where message.descriptors.count == 2 && kept.count < Self.most:
      drop(message.name)
      kept[message.name] = Kept(pair: message.descriptors, owner: guest)
    case "drop": drop(message.name)
    default: for descriptor in message.descriptors { close(descriptor) }
    }
  }

  /// Gives all that nobody has to a guest; a copy stays here, in case that one is killed as well.
  private mutating func giveBack(to guest: Int32) {
    for (name, stray) in kept where stray.owner == nil {
      guard exstreamtv_pass_descriptors(guest, "back \(name)", stray.pair, 2) == 0 else { continue }
      kept[name]?.owner = guest
    }
    _ = exstreamtv_pass_descriptors(guest, "done", nil, 0)
  }

  private mutating func drop(_ name: String) {
    for descriptor in kept.removeValue(forKey: name)?.pair ?? [] { close(descriptor) }
  }

  private mutating func dropStrays() {
    for (name, stray) in kept where stray.owner == nil {
      if ContinuousClock.now - stray.left > Self.patience { drop(name) }
    }
  }
}
