import ChildProcess
import Config
import FastCGI
import Foundation
import Synchronization
import TestSupport

@testable import Station

/// A real nginx on a free port over a folder of its own, with pools that the
/// test plays itself; everything ends with the closure.
struct ServedFolder {
  let settings: Settings
  let seenPort: Int
  var client: RawHTTP { RawHTTP(port: settings.port) }

  static func run(
    nchan: Bool = false, bind: String = "127.0.0.1", name: String = "data",
    api: Server.Handler? = nil, streams: Server.Handler? = nil,
    _ body: @Sendable (ServedFolder) async throws -> Void
  ) async throws {
    let scratch = try ScratchFolder()
    let settings = try settings(data: scratch.file(name), bind: bind)
    let served = ServedFolder(settings: settings, seenPort: FreePort.tcp())
    let user = try StationFolders(settings: settings).make()
    try served.fill()
    let module = nchan ? NchanModule.locate() : nil
    let text = try NginxConfiguration(
      settings: settings, seenPort: served.seenPort, nchanModule: module, user: user
    ).main()
    try Data(text.utf8).write(to: URL(filePath: settings.run.nginxConfiguration))
    let pools = try [
      (settings.run.apiSocket, api), (settings.run.streamsSocket, streams),
    ].compactMap { path, handler in
      try handler.map {
        try Server(socket: .listening(at: path, backlog: 1024), threads: 4, handler: $0)
      }
    }
    try await served.nginxRunning { try await body(served) }
    for pool in pools { pool.finish() }
    withExtendedLifetime(scratch) {}
  }

  static func settings(data: String, bind: String = "127.0.0.1") throws -> Settings {
    let tree = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    return try Settings.load(
      environment: [
        "EXSTREAMTV_DATA": data, "EXSTREAMTV_PORT": "\(FreePort.tcp())",
        "EXSTREAMTV_BIND": bind, "EXSTREAMTV_SHARE": tree, "EXSTREAMTV_WWW": data + "/www",
      ], workingFolder: "/", executable: nil)
  }

  /// A WebUI, a channel's segments, and secrets that no path may reach.
  private func fill() throws {
    let manager = FileManager.default
    let live = settings.run.live(channel: "abcdefgh")
    for folder in [settings.www + "/assets", live] {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try write("<!doctype html><title>TV</title>", settings.www + "/index.html")
    try write("console.log(1)", settings.www + "/assets/app.js")
    try write("#EXTM3U\n#EXT-X-VERSION:3\n", live + "/index.m3u8")
    try write("segment seven", live + "/7.ts")
    for secret in [
      settings.data + "/secret", settings.run.path + "/secret", live + "/state.json",
      settings.run.live + "/secret", settings.www + "/.secret",
    ] { try write("SECRET", secret) }
  }

  func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private func nginxRunning(_ body: @Sendable () async throws -> Void) async throws {
    let (ends, continuation) = AsyncStream.makeStream(of: ChildEnd.self)
    let child = try SupervisedChild.start(
      ChildCommand(
        "/usr/sbin/nginx", ["-p", settings.run.nginx, "-c", settings.run.nginxConfiguration])
    ) {
      continuation.yield($0)
      continuation.finish()
    }
    let result: Result<Void, any Error>
    do {
      try await answering()
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    child.stop(grace: .seconds(2))
    for await _ in ends {}
    try result.get()
  }

  private func answering() async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while !FileManager.default.fileExists(atPath: settings.run.nginxPid) {
      guard ContinuousClock.now < deadline else { throw StationError("nginx does not answer") }
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}

/// Requests that a pool saw.
final class Seen: Sendable {
  private let list = Mutex<[Request]>([])
  var requests: [Request] { list.withLock { $0 } }
  func note(_ request: Request) { list.withLock { $0.append(request) } }
}
