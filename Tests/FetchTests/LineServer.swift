import Fetch
import Foundation
import Glibc
import Synchronization

/// A server that gives every request the same bytes, on a unix socket and on a
/// free port of loopback; or none, and keeps the caller waiting.
final class LineServer: Sendable {
  private let path: String
  private let port: UInt16
  private let listeners: [Int32]
  private let answer: String?
  private let heard = Mutex<[String]>([])

  /// Serves while the closure runs.
  static func run(answer: String?, _ body: (LineServer) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "line-\(UInt32.random(in: .min ... .max)).sock").path
    let server = try LineServer(path: path, answer: answer)
    defer {
      for listener in server.listeners { shutdown(listener, Int32(SHUT_RDWR)) }
      unlink(path)
    }
    for listener in server.listeners {
      Thread { server.serve(listener) }.start()
    }
    try body(server)
  }

  /// What came so far.
  var requests: [String] { heard.withLock { $0 } }

  func overSocket(_ target: String) -> Request {
    Request(url: "http://localhost\(target)", unixSocket: path)
  }

  func overTCP(_ target: String) -> Request {
    Request(url: "http://127.0.0.1:\(port)\(target)")
  }

  private init(path: String, answer: String?) throws {
    self.path = path
    self.answer = answer
    let local = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    try Self.bind(local, &name)
    let network = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    try Self.bind(network, &address)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(network, $0, &size) }
    }
    port = UInt16(bigEndian: address.sin_port)
    listeners = [local, network]
  }

  private static func bind<Address>(_ descriptor: Int32, _ address: inout Address) throws {
    let size = socklen_t(MemoryLayout<Address>.size)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, size) }
    }
    guard status == 0, listen(descriptor, 16) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  private func serve(_ listener: Int32) {
    while true {
      let caller = accept(listener, nil, nil)
      guard caller >= 0 else { break }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = recv(caller, &chunk, chunk.count, 0)
      heard.withLock { $0.append(String(decoding: chunk[..<max(0, count)], as: UTF8.self)) }
      if let answer {
        _ = send(caller, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
        close(caller)
      } else {
        // Held open until the caller gives up.
        _ = recv(caller, &chunk, chunk.count, 0)
        close(caller)
      }
    }
    close(listener)
  }
}
