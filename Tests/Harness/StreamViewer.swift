package import Foundation
import Glibc
import Synchronization

/// A player of the endless transport stream: one request, read on its own thread.
package final class StreamViewer: Sendable {
  private struct State {
    var head = ""
    var bytes: [UInt8] = []
    var arrivals: [(count: Int, at: Date)] = []
    var isOpen = true
  }

  private let descriptor: Int32
  private let state = Mutex(State())

  /// Connects and asks; the answer is collected until ``leave()``.
  ///
  /// HTTP 1.0 has no chunks, so what follows the head is the stream itself.
  package init(_ station: Station, path: String = "/iptv/channel/1.ts") throws {
    descriptor = try Self.connection(to: station, path: path)
    let thread = Thread { [self] in collect() }
    thread.start()
  }

  /// Connects and asks, if wanted with a small window for what comes back.
  static func connection(
    to station: Station, path: String, window: Int32? = nil
  ) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var window {
      setsockopt(
        descriptor, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size))
    }
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
    return descriptor
  }

  private func collect() {
    var chunk = [UInt8](repeating: 0, count: 262_144)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { break }
      state.withLock { state in
        state.bytes += chunk[..<count]
        if state.head.isEmpty { Self.split(&state) }
        state.arrivals.append((state.bytes.count, Date()))
      }
    }
    state.withLock { $0.isOpen = false }
    close(descriptor)
  }

  private static func split(_ state: inout State) {
    let end = Array("\r\n\r\n".utf8)
    guard let index = state.bytes.firstRange(of: end) else { return }
    state.head = String(decoding: state.bytes[..<index.lowerBound], as: UTF8.self)
    state.bytes.removeSubrange(..<index.upperBound)
  }

  /// The answer's status line and headers.
  package var head: String { state.withLock { $0.head } }

  /// The stream so far, in whole units.
  package var bytes: [UInt8] {
    var gate = UnitGate()
    return gate.take(state.withLock { $0.bytes })
  }

  /// Takes out what came since the last time: for who watches for hours.
  package func take() -> [UInt8] {
    state.withLock { state in
      guard !state.head.isEmpty else { return [] }
      defer {
        state.bytes = []
        state.arrivals = []
      }
      return state.bytes
    }
  }

  /// How much came so far.
  package var count: Int { state.withLock { $0.bytes.count } }

  /// Whether the stream goes on.
  package var isOpen: Bool { state.withLock { $0.isOpen } }

  /// When how many bytes were there.
  package var arrivals: [(count: Int, at: Date)] { state.withLock { $0.arrivals } }

  /// Hangs up.
  package func leave() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }
}
