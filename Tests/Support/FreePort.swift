import Glibc
import Synchronization

/// Ports that nobody uses at the moment.
///
/// Taken below those that the system gives to connections, so that none of
/// the many connections of other tests gets one before its server does, and
/// never handed out twice in a process.
public enum FreePort {
  private static let next = Mutex(10_000 + Int(getpid()) * 61 % 22_000)

  /// A TCP port of 127.0.0.1; 0 when there is none.
  public static func tcp() -> Int {
    for _ in 0..<22_000 {
      let port = next.withLock { next in
        next = next < 32_000 ? next + 1 : 10_000
        return next
      }
      if isFree(port) { return port }
    }
    return 0
  }

  private static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(port).bigEndian
    return withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
