import Glibc

/// A player of the endless stream that asks and then never reads: what a box does whose picture
/// froze but whose connection stands.
package struct DeafViewer {
  private let descriptor: Int32

  /// Connects and asks.
  package init(_ station: Station, path: String = "/iptv/channel/1.ts") throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A small window, so that the way back to the worker fills soon.
    var room: Int32 = 4096
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = station.port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Failure("can't connect: errno \(errno)") }
    let request = Array("GET \(path) HTTP/1.0\r\nHost: 127.0.0.1:\(station.port)\r\n\r\n".utf8)
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw Failure("can't ask")
    }
  }

  /// Hangs up.
  package func leave() {
    close(descriptor)
  }
}
