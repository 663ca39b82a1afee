import CFastCGI
import Glibc

/// Where one thread waits for the next connection or for the end.
///
/// Each thread has its own epoll instance and listens exclusively: a connection
/// wakes one thread, not all of them, and never one that is busy.
struct Door: ~Copyable {
  private let epoll: Int32
  private let listening: Int32

  init?(listening: Int32, closing: Int32) {
    let epoll = exstreamtv_door_open()
    guard epoll >= 0 else { return nil }
    guard exstreamtv_door_watch(epoll, listening, 1) == 0,
      exstreamtv_door_watch(epoll, closing, 0) == 0
    else {
      close(epoll)
      return nil
    }
    self.epoll = epoll
    self.listening = listening
  }

  deinit { close(epoll) }

  /// Waits; false when it is time to end.
  ///
  /// A thread that a connection woke takes it even when the end has come: the
  /// call was meant for it alone, and nobody else would be woken.
  func waitForKnock() -> Bool {
    var ready: (Int32, Int32) = (-1, -1)
    while true {
      let count = withUnsafeMutableBytes(of: &ready) {
        exstreamtv_door_wait(epoll, $0.baseAddress?.assumingMemoryBound(to: Int32.self), -1)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      return ready.0 == listening || (count > 1 && ready.1 == listening)
    }
  }
}
