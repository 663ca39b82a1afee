import Foundation
import Glibc

/// A FastCGI client on a unix socket that speaks the wire protocol as a web
/// server does, one connection a request.
public final class FastCGIClient {
  /// What came back for one request.
  public struct Answer: Sendable {
    /// The HTTP status; 200 when the application named none.
    public var status: Int
    /// The header fields by their lower-case name.
    public var headers: [String: String]
    /// The bytes behind the header fields.
    public var body: [UInt8]
    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// What went wrong on the way.
  public enum Failure: Error {
    /// Nobody accepts on the socket.
    case notConnected(Int32)
    /// The connection ended, or nothing came in time, before the answer was complete.
    case incomplete
  }

  private let descriptor: Int32
  private var output: [UInt8] = []
  private var hasEnded = false

  /// Connects to the socket; nothing may take longer than ten seconds.
  public init(path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard code == 0 else {
      let reason = errno
      close(descriptor)
      throw Failure.notConnected(reason)
    }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Sends one request with its body and reads the whole answer.
  ///
  /// `length` overrides the Content-Length, with "" for none.
  public static func ask(
    _ path: String, _ method: String = "GET", _ address: String, body: [UInt8] = [],
    length: String? = nil, parameters: [String: String] = [:]
  ) throws -> Answer {
    let client = try FastCGIClient(path: path)
    try client.send(method, address, body: body, length: length, parameters: parameters)
    return try client.answer()
  }

  /// Sends one request with its body.
  public func send(
    _ method: String = "GET", _ address: String, body: [UInt8] = [], length: String? = nil,
    parameters: [String: String] = [:]
  ) throws {
    try begin(method, address, length: length ?? String(body.count), parameters: parameters)
    for start in stride(from: 0, to: body.count, by: 65528) {
      write(record(5, Array(body[start..<min(start + 65528, body.count)])))
    }
    write(record(5, []))
  }

  /// Sends the parameters of a request but no end of its body.
  public func begin(
    _ method: String = "GET", _ address: String, length: String = "",
    parameters: [String: String] = [:]
  ) throws {
    var values = [
      "REQUEST_METHOD": method, "REQUEST_URI": address, "CONTENT_LENGTH": length,
      "QUERY_STRING": address.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init)
        ?? "",
    ]
    values.merge(parameters) { _, new in new }
    // Responder role, the connection ends with the answer.
    write(record(1, [0, 1, 0, 0, 0, 0, 0, 0]))
    var block: [UInt8] = []
    for (name, value) in values {
      block += lengthBytes(name.utf8.count) + lengthBytes(value.utf8.count)
      block += Array(name.utf8) + Array(value.utf8)
    }
    for start in stride(from: 0, to: block.count, by: 65528) {
      write(record(4, Array(block[start..<min(start + 65528, block.count)])))
    }
    write(record(4, []))
  }

  /// Reads until the answer is complete.
  public func answer() throws -> Answer {
    while !hasEnded { try readRecord() }
    return try parsed()
  }

  /// Reads until at least that many bytes of the body are there, and answers what is.
  public func answer(atLeast count: Int) throws -> Answer {
    while true {
      if let answer = try? parsed(), answer.body.count >= count || hasEnded { return answer }
      try readRecord()
    }
  }

  /// Sends bytes that no web server sends, and leaves.
  public func sendGarbage() {
    write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
    leave()
  }

  /// Leaves without waiting for the rest.
  public func leave() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  private func parsed() throws -> Answer {
    guard let end = output.firstRange(of: Array("\r\n\r\n".utf8)) else { throw Failure.incomplete }
    var answer = Answer(status: 200, headers: [:], body: Array(output[end.upperBound...]))
    let head = String(decoding: output[..<end.lowerBound], as: UTF8.self)
    for line in head.components(separatedBy: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      answer.headers[line[..<colon].lowercased()] = value
    }
    if let status = answer.headers.removeValue(forKey: "status")?.prefix(3) {
      answer.status = Int(status) ?? 0
    }
    return answer
  }

  private func readRecord() throws {
    let head = try read(8)
    let content = try read(Int(head[4]) << 8 | Int(head[5]))
    _ = try read(Int(head[6]))
    switch head[1] {
    case 3: hasEnded = true
    case 6: output += content
    default: break
    }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, 0)
      }
      guard got > 0 else { throw Failure.incomplete }
      filled += got
    }
    return bytes
  }

  /// Writes as far as the application takes it; what it does not read is its own affair.
  private func write(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  private func record(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
    [1, kind, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 255), 0, 0] + content
  }

  private func lengthBytes(_ count: Int) -> [UInt8] {
    guard count > 127 else { return [UInt8(count)] }
    return [UInt8(count >> 24) | 128, UInt8(count >> 16 & 255), UInt8(count >> 8 & 255)]
      + [UInt8(count & 255)]
  }
}
