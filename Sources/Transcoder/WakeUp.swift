import Glibc

/// A bell that wakes a thread out of `poll`, from any other thread.
final class WakeUp: Sendable {
  /// The descriptor to poll; -1 where the kernel had none left.
  let descriptor: Int32

  init() {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC.rawValue | EFD_NONBLOCK.rawValue))
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Wakes the thread, now or at its next poll.
  func ring() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  /// Takes note of all rings so far.
  func hear() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
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
