import Fetch
import Foundation
import Harness

/// Requests a second against nginx answering the same bytes by itself.
enum RequestBench {
  static func run(_ tell: ([Row]) -> Void) throws {
    // Programmes of television's usual length, small enough to be made in a moment.
    let media = TemporaryFolder.make("requests")
    defer { try? FileManager.default.removeItem(at: media) }
    for (name, minutes) in [("One", 25.0), ("Two", 42), ("Three", 95)] {
      try Clips.make(
        "blue", seconds: minutes * 60, at: media.appending(path: "\(name) (2001).mp4"),
        size: "64x36", rate: "2")
    }
    try Station.run(media: media) { station in
      try station.awaitChannel()
      try station.addLibraryChannels(2...101)
      try eventually(within: .seconds(120), "the guide of 101 channels") {
        let guide = String(decoding: try station.get("/iptv/xmltv.xml").body, as: UTF8.self)
        let jobs = try station.json("/api/jobs")["jobs"].array.compactMap { $0["state"].string }
        return guide.components(separatedBy: "<channel ").count == 102
          && !jobs.contains("queued") && !jobs.contains("running")
      }
      for (path, aim) in [
        ("/api/health", ""), ("/api/channels", "over 5,000/s"),
        ("/iptv/channels.m3u", "within 10 %"), ("/iptv/xmltv.xml", "within 10 %"),
      ] {
        tell(try measure(station, path, aim: aim))
      }
    }
  }

  private static func measure(_ station: Station, _ path: String, aim: String) throws -> [Row] {
    let body = try station.get(path).body
    var ours: [Load] = []
    var bare: [Load] = []
    try BareServer.run(serving: body) { server in
      for _ in 0..<3 {
        ours.append(try Load.run(station.base + path))
        bare.append(try Load.run(server.address))
      }
    }
    let size = body.count > 10_000 ? "\(body.count / 1024) KB" : "\(body.count) bytes"
    return [
      Row(
        what: "`\(path)` (\(size))", ours: ours.map(\.rate).median, bare: bare.map(\.rate).median,
        unit: "req/s", aim: aim),
      Row(
        what: "`\(path)` p99", ours: ours.map(\.p99).median, bare: bare.map(\.p99).median,
        unit: "ms", aim: ""),
    ]
  }
}
