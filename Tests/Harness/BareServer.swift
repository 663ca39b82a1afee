import Fetch
import Foundation
import Glibc

/// nginx by itself: the limit of what any server on this machine does.
package struct BareServer {
  /// Where it answers.
  package let address: String

  /// Serves the bytes as a static file while the closure runs.
  package static func run(serving body: [UInt8], _ closure: (BareServer) throws -> Void) throws {
    let folder = TemporaryFolder.make("bare")
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(body).write(to: folder.appending(path: "file"))
    let port = try freePort()
    let process = try start(in: folder, port: port)
    defer { process.end() }
    let server = BareServer(address: "http://127.0.0.1:\(port)/file")
    try eventually(within: .seconds(5), "nginx") { answers(server.address) }
    try closure(server)
  }

  /// How long nginx alone takes from its start to its first answer.
  package static func secondsToFirstAnswer() throws -> Double {
    let folder = TemporaryFolder.make("bare")
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("ok".utf8).write(to: folder.appending(path: "file"))
    let port = try freePort()
    let began = ContinuousClock.now
    let process = try start(in: folder, port: port)
    defer { process.end() }
    try eventually(within: .seconds(5), "nginx", every: 500) {
      answers("http://127.0.0.1:\(port)/file")
    }
    return (ContinuousClock.now - began).inSeconds
  }

  private static func start(in folder: URL, port: UInt16) throws -> Child {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(folder.path)/\($0);" }.joined(separator: " ")
    let configuration = """
      daemon off; worker_processes 1; pid \(folder.path)/pid; error_log stderr crit;
      events { worker_connections 4096; }
      http { access_log off; \(temporary)
        server { listen 127.0.0.1:\(port); root \(folder.path); } }
      """
    let file = folder.appending(path: "nginx.conf")
    try Data(configuration.utf8).write(to: file)
    chmod(folder.path, 0o755)
    return try Child.start("nginx", ["-p", folder.path, "-c", file.path])
  }

  private static func answers(_ address: String) -> Bool {
    (try? HTTP.get(address).status) == 200
  }
}

/// What wrk measured.
package struct Load {
  /// Requests a second.
  package var rate: Double
  /// The 99th percentile in milliseconds.
  package var p99: Double
  /// The lines that tell of refusals and broken connections.
  package var faults: [String]

  /// Loads an address for three seconds with 32 connections, none of which may be refused.
  package static func run(_ address: String) throws -> Load {
    let load = try measure(["-c32", "-d3s", address], within: .seconds(30))
    if let refusals = load.faults.first(where: { $0.contains("Non-2xx") }) {
      throw Failure("wrk \(address): \(refusals)")
    }
    return load
  }

  /// Loads as wrk's arguments say, from one thread.
  package static func measure(_ arguments: [String], within limit: Duration) throws -> Load {
    let (status, text) = try Child.output(
      of: "wrk", ["-t1", "--latency"] + arguments, within: limit)
    guard status == 0, let rate = figure("Requests/sec:", in: text),
      let p99 = figure("99%", in: text)
    else { throw Failure("wrk \(arguments): \(text)") }
    let faults = text.split(separator: "\n").map(String.init)
      .filter { $0.contains("Non-2xx") || $0.contains("Socket errors") }
    return Load(rate: rate, p99: p99, faults: faults)
  }

  private static func figure(_ label: String, in text: String) -> Double? {
    guard let line = text.split(separator: "\n").first(where: { $0.contains(label) }),
      let word = line.split(separator: " ").last.map(String.init)
    else { return nil }
    let number = Double(word.prefix { $0.isNumber || $0 == "." })
    if word.hasSuffix("us") { return number.map { $0 / 1000 } }
    if word.hasSuffix("ms") { return number }
    if word.hasSuffix("s") { return number.map { $0 * 1000 } }
    return number
  }
}
