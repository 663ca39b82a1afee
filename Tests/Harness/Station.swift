package import Fetch
package import Foundation
import Glibc

/// A whole EXStreamTV, started by `exstreamtv up` on free ports in a folder of its own.
///
/// Lives inside ``run(media:environment:_:)``: whatever happens there, every
/// process ends and the folder is removed.
package struct Station {
  /// Where it listens, without a slash at the end.
  package let base: String
  /// The port.
  package let port: UInt16
  /// Everything it writes.
  package let data: URL
  /// The supervisor's process.
  package let process: Child

  /// A station that a test started by itself.
  package init(port: UInt16, data: URL, process: Child) {
    (self.port, self.data, self.process) = (port, data, process)
    base = "http://127.0.0.1:\(port)"
  }

  /// Boots, waits for the first answer, runs the closure and tears down.
  package static func run(
    media: URL? = nil, data given: URL? = nil, environment: [String: String] = [:],
    _ body: (Station) throws -> Void
  ) throws {
    let folder = given ?? TemporaryFolder.make("station")
    defer { if given == nil { try? FileManager.default.removeItem(at: folder) } }
    let port = try environment["EXSTREAMTV_PORT"].flatMap(UInt16.init) ?? freePort()
    var variables = [
      "EXSTREAMTV_PORT": "\(port)", "EXSTREAMTV_DATA": folder.path, "EXSTREAMTV_IDLE": "4",
      // Tests count processes and measure; those of the analysis switch it on.
      "EXSTREAMTV_ANALYSIS": "off",
    ]
    if let media { variables["MEDIA"] = media.path }
    variables.merge(environment) { $1 }
    KnownCards.give(to: folder)
    let process = try Child.start(program("exstreamtv"), ["up"], environment: variables)
    defer { process.end() }
    defer { KnownCards.take(from: folder) }
    let station = Station(port: port, data: folder, process: process)
    try station.awaitFirstAnswer()
    do {
      try body(station)
    } catch {
      throw Failure("\(error); the station's last complaints: \(process.complaints)")
    }
  }

  /// The path of one of the product's programs, beside the test bundle.
  package static func program(_ name: String) throws -> String {
    let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    for candidate in [folder, Root.folder.appending(path: ".build/debug")] {
      let path = candidate.appending(path: name).path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw Failure("\(name) is not built")
  }

  private func awaitFirstAnswer() throws {
    try eventually(within: .seconds(30), "the first answer; the log: \(process.transcript)") {
      guard process.isRunning else { throw Failure("up ended: \(process.transcript)") }
      return (try? get("/api/health").status) == 200
    }
  }

  /// Makes a channel as the JSON says.
  ///
  /// - Returns: Its identity.
  @discardableResult
  package func addChannel(_ json: String) throws -> String {
    let made = try send("POST", "/api/channels", json: json)
    guard made.status == 201, let id = try JSONValue(made.body)["id"].string else {
      throw Failure("no channel: \(String(decoding: made.body, as: UTF8.self))")
    }
    return id
  }

  /// Asks for an address below the base.
  package func get(_ path: String, headers: [(String, String)] = []) throws -> Response {
    try send("GET", path, headers: headers)
  }

  /// Sends a request with an optional JSON body.
  package func send(
    _ method: String, _ path: String, json: String? = nil, headers: [(String, String)] = []
  ) throws -> Response {
    var headers = headers
    if json != nil { headers.append(("Content-Type", "application/json")) }
    return try Fetch.send(
      Request(
        method: method, url: base + path, headers: headers, body: Array((json ?? "").utf8),
        unixSocket: nil, timeout: .seconds(20), bodyLimit: 64 << 20))
  }

  /// Asks for JSON.
  package func json(_ path: String) throws -> JSONValue {
    let response = try get(path)
    guard response.status == 200 else {
      throw Failure("\(path): \(response.status) \(String(decoding: response.body, as: UTF8.self))")
    }
    return try JSONValue(response.body)
  }

  /// Waits until channel 1 has a timeline.
  package func awaitChannel(_ number: String = "1") throws {
    try eventually(within: .seconds(60), "a programme on channel \(number): \(process.transcript)")
    {
      let onAir = try? json("/api/on-air")["channels"].array
      return onAir?.contains { $0["number"].string == number && $0["now"].exists } == true
    }
  }
}

/// Why a test can't go on.
package struct Failure: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// Asks again and again until the answer is yes.
package func eventually(
  within limit: Duration, _ what: @autoclosure () -> String, every microseconds: UInt32 = 20_000,
  _ condition: () throws -> Bool
) throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else { throw Failure("waited \(limit) for \(what())") }
    usleep(microseconds)
  }
}

/// A port of loopback that nobody listens on.
package func freePort() throws -> UInt16 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let status = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
    }
  }
  guard status == 0 else { throw Failure("no free port: errno \(errno)") }
  return UInt16(bigEndian: address.sin_port)
}

/// Folders of the tests.
package enum Root {
  /// The source tree.
  package static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

/// A folder below the system's temporary one, short enough for socket paths.
package enum TemporaryFolder {
  package static func make(_ name: String) -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "extv-\(name)-\(UInt32.random(in: .min ... .max))")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // nginx's worker is another user when root tests.
    chmod(folder.path, 0o755)
    return folder
  }
}
