import Config
import Glibc

/// The addresses under which others reach this machine.
enum LocalNetwork {
  /// The host parts of the URLs that reach a station bound to this address.
  static func hosts(for bind: BindAddress) -> [String] {
    guard bind.isEveryInterface else { return [bind.host] }
    return ["127.0.0.1"] + addresses()
  }

  /// The IPv4 addresses of interfaces that are up, loopback left out.
  private static func addresses() -> [String] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0, let first else { return [] }
    defer { freeifaddrs(first) }
    let entries = sequence(first: first, next: { (entry) in entry.pointee.ifa_next })
    return entries.compactMap { (entry: UnsafeMutablePointer<ifaddrs>) -> String? in
      let flags = entry.pointee.ifa_flags
      guard flags & UInt32(IFF_UP) != 0, flags & UInt32(IFF_LOOPBACK) == 0,
        let address = entry.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET)
      else { return nil }
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let length = socklen_t(MemoryLayout<sockaddr_in>.size)
      guard
        getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
      else { return nil }
      return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
