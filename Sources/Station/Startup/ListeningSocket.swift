import Glibc

/// A FastCGI socket that the station holds for its workers.
///
/// A worker may die and be replaced: requests wait in the socket's queue
/// meanwhile, and none is refused.
final class ListeningSocket: Sendable {
  /// The socket's file.
  let path: String
  /// What workers inherit as their standard input.
  let descriptor: Int32

  /// Requests that may wait; those beyond are answered 503 at once.
  static let queue: Int32 = 1024

  /// Binds the socket, in place of a dead one.
  ///
  /// - Throws: ``StationError`` when somebody alive holds it.
  init(path: String, groupID: gid_t?) throws(StationError) {
    try Self.removeStale(path)
    let descriptor = socket(AF_UNIX, streamSocket | closeOnExec | nonBlocking, 0)
    guard descriptor >= 0 else {
      throw StationError("No socket for '\(path)': \(systemFailure()).")
    }
    guard UnixAddress(path: path).withPointer({ bind(descriptor, $0, $1) }) == 0,
      listen(descriptor, Self.queue) == 0
    else {
      let reason = systemFailure()
      close(descriptor)
      throw StationError("The socket '\(path)' can't be opened: \(reason).")
    }
    if let groupID { _ = chown(path, uid_t.max, groupID) }
    _ = chmod(path, 0o660)
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Takes the socket's file away, at the end.
  func remove() {
    unlink(path)
  }

  /// Removes the file that a killed predecessor left; it would block the next for ever.
  static func removeStale(_ path: String) throws(StationError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw StationError("'\(path)' is no socket; it is in the way, remove it.")
    }
    guard !UnixAddress(path: path).answers else {
      throw StationError(
        "Somebody listens on '\(path)' already. End that program, "
          + "or set EXSTREAMTV_RUN to another folder.")
    }
    guard unlink(path) == 0 else {
      throw StationError("The dead socket '\(path)' can't be removed: \(systemFailure()).")
    }
  }
}
