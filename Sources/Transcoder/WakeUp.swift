import Glibc

/// A bell that wakes a thread out of `poll`, from any other thread.
final class WakeUp: Sendable {
  /// The descriptor to poll; -1 where the kernel had none left.
  let descriptor: Int32
  private let sender: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
    }
    (descriptor, sender) = (ends[0], ends[1])
  }

  deinit {
    for end in [descriptor, sender] where end >= 0 { close(end) }
  }

  /// Wakes the thread, now or at its next poll; a full pipe wakes as well.
  func ring() {
    var one: UInt8 = 1
    _ = write(sender, &one, 1)
  }

  /// Takes note of all rings so far.
  func hear() {
    var rings = [UInt8](repeating: 0, count: 256)
    while read(descriptor, &rings, rings.count) == rings.count {}
  }
}

extension WakeUp {
  /// Waits for a ring, at most so long.
  func wait(seconds: Int32) {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&entry, 1, seconds * 1000)
    hear()
  }
}
