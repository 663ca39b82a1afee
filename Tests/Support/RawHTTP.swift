import Glibc

/// Sends a request byte by byte as it is written, so that no client library
/// tidies the path before the server sees it.
public struct RawHTTP: Sendable {
  /// What came back.
  public struct Answer: Sendable {
    /// The status code; 0 when nothing came back.
    public var status: Int
    /// The header fields, names in lower case; the last of each name.
    public var headers: [String: String]
    /// The body as it was sent.
    public var body: [UInt8]
    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// Where the server listens.
  public enum Place: Sendable {
    /// A port of an IPv4 address.
    case port(Int, String)
    /// A socket file.
    case socket(String)
  }

  private let place: Place

  /// A client of the server on a port of this machine, or on another address.
  public init(port: Int, address: String = "127.0.0.1") {
    place = .port(port, address)
  }

  /// A client of the server on a socket file.
  public init(socket: String) {
    place = .socket(socket)
  }

  /// Sends a request and reads the answer to its end; gives up after ten seconds of silence.
  public func ask(
    _ method: String, _ target: String, headers: [String: String] = [:],
    body: [UInt8] = []
  ) -> Answer {
    var lines = ["\(method) \(target) HTTP/1.1"]
    let all = ["Host": "tv.test", "Connection": "close"].merging(headers) { $1 }
    lines += all.filter { !$0.value.isEmpty }.map { "\($0.key): \($0.value)" }
    if !body.isEmpty, headers["Content-Length"] == nil {
      lines.append("Content-Length: \(body.count)")
    }
    let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    return Self.parse(exchange(head + body), isHead: method == "HEAD")
  }

  /// Gets what is at an address.
  public func get(_ target: String, headers: [String: String] = [:]) -> Answer {
    ask("GET", target, headers: headers)
  }

  /// Sends a request and reads until some text has come; for answers without an end.
  public func listen(
    _ target: String, headers: [String: String] = [:], until text: String
  ) -> String {
    let all = ["Host": "tv.test"].merging(headers) { $1 }
    let lines = ["GET \(target) HTTP/1.1"] + all.map { "\($0.key): \($0.value)" }
    let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    let bytes = exchange(head) { String(decoding: $0, as: UTF8.self).contains(text) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func exchange(
    _ request: [UInt8], isEnough: ([UInt8]) -> Bool = { _ in false }
  ) -> [UInt8] {
    let descriptor = connected()
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    var rest = request[...]
    while !rest.isEmpty {
      let flags = Int32(MSG_NOSIGNAL)
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
      // A server that has heard enough answers before it has read everything.
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while !isEnough(answer) {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return answer
  }

  private func connected() -> Int32 {
    switch place {
    case .port(let port, let address):
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = UInt16(port).bigEndian
      name.sin_addr.s_addr = inet_addr(address)
      return Self.connect(descriptor, &name)
    case .socket(let path):
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
      return Self.connect(descriptor, &name)
    }
  }

  private static func connect<Name>(_ descriptor: Int32, _ name: inout Name) -> Int32 {
    let isConnected = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Name>.size)) == 0
      }
    }
    if !isConnected { close(descriptor) }
    return isConnected ? descriptor : -1
  }

  private static func parse(_ bytes: [UInt8], isHead: Bool) -> Answer {
    let end = Array("\r\n\r\n".utf8)
    guard let split = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else {
      return Answer(status: 0, headers: [:], body: [])
    }
    let lines = String(decoding: bytes[..<split], as: UTF8.self).split(separator: "\r\n")
    let status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }
      .flatMap { Int($0) }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
    var body = Array(bytes[(split + 4)...])
    if headers["transfer-encoding"] == "chunked", !isHead { body = joined(chunks: body) }
    return Answer(status: status ?? 0, headers: headers, body: body)
  }

  private static func joined(chunks: [UInt8]) -> [UInt8] {
    var body: [UInt8] = []
    var rest = chunks[...]
    while let line = rest.firstIndex(of: 13) {
      let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16) ?? 0
      let start = line + 2
      guard size > 0, start + size <= rest.endIndex else { break }
      body += rest[start..<(start + size)]
      rest = rest[min(start + size + 2, rest.endIndex)...]
    }
    return body
  }
}
