import Glibc

/// The lock that keeps a second station off the same data; freed when the process ends.
final class StationLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Parameter path: The lock's file; it holds the owner's process number.
  /// - Throws: ``StationError`` that names the owner when there is one.
  init(path: String) throws(StationError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw StationError("The lock '\(path)' can't be opened: \(systemFailure()).")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let owner = Self.owner(descriptor)
      close(descriptor)
      throw StationError(
        "Another exstreamtv\(owner) runs on this data already ('\(path)' is locked). "
          + "End it first, or set EXSTREAMTV_DATA to another folder and EXSTREAMTV_PORT to "
          + "another port.")
    }
    self.descriptor = descriptor
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  deinit { close(descriptor) }

  private static func owner(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(0, count)).prefix { (48...57).contains($0) }
    return digits.isEmpty ? "" : " (process \(String(decoding: digits, as: UTF8.self)))"
  }
}
