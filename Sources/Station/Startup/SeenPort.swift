import Glibc

/// A UDP port for nginx's reports of viewers.
enum SeenPort {
  /// A port that is free now; nil when the machine has no loopback.
  ///
  /// Below those that the system hands out, so that nobody gets it while the
  /// transcoder is being restarted, and never that of an installed station.
  static func free() -> Int? {
    for port in NginxConfiguration.usualSeenPort + 1..<8512 {
      let found = bound(to: port) { _, address in Int(UInt16(bigEndian: address.sin_port)) }
      if let found { return found }
    }
    return bound { _, address in Int(UInt16(bigEndian: address.sin_port)) }
  }

  /// Whether a datagram to ourselves arrives.
  static func loops() -> Bool {
    let arrived = bound { descriptor, address in
      var address = address
      let sent = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          sendto(descriptor, "?", 1, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return sent == 1 && poll(&waiting, 1, 1000) == 1
    }
    return arrived ?? false
  }

  /// Calls with a datagram socket on a port of 127.0.0.1, any free one by default.
  private static func bound<Result>(
    to port: Int = 0, _ body: (Int32, sockaddr_in) -> Result
  ) -> Result? {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | closeOnExec, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    return isBound ? body(descriptor, address) : nil
  }
}
