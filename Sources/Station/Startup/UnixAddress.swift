import Glibc

/// The address of a socket file.
struct UnixAddress {
  let path: String

  /// Calls with the address as system calls want it; nil when the path is too long for one.
  func withPointer<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// Whether somebody accepts connections there.
  var answers: Bool {
    let descriptor = socket(AF_UNIX, streamSocket | closeOnExec | nonBlocking, 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // A full queue is somebody's too.
    return withPointer { connect(descriptor, $0, $1) == 0 || errno == EAGAIN } ?? false
  }
}

/// `SOCK_STREAM` as the number that `socket` takes.
let streamSocket = Int32(SOCK_STREAM.rawValue)
/// `SOCK_CLOEXEC` as the number that `socket` takes.
let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)
/// `SOCK_NONBLOCK` as the number that `socket` takes.
let nonBlocking = Int32(SOCK_NONBLOCK.rawValue)
