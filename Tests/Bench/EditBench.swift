import Fetch
import Foundation
import Glibc
import Harness

/// How long after somebody changes what a channel plays everybody reads it in the guide.
///
/// From the request to the first answer of the guide, and to the first guide file, that tells it, of
/// 101 channels.
enum EditBench {
  static func run(_ tell: ([Row]) -> Void) throws {
    let media = TemporaryFolder.make("edits")
    defer { try? FileManager.default.removeItem(at: media) }
    for (name, minutes) in [("One", 25.0), ("Two", 42), ("Three", 95)] {
      try Clips.make(
        "blue", seconds: minutes * 60, at: media.appending(path: "\(name) (2001).mp4"),
        size: "64x36", rate: "2")
    }
    var answers: [Double] = []
    var files: [Double] = []
    try Station.run(media: media) { station in
      try station.awaitChannel()
      try station.addLibraryChannels(2...101)
      try eventually(within: .seconds(120), "the guide of 101 channels") {
        try guide(station).components(separatedBy: "<channel ").count == 102 && isIdle(station)
      }
      let id =
        try station.json("/api/channels")["channels"].array
        .first { $0["number"].string == "50" }?["id"].string ?? ""
      for order in ["alphabetical", "shuffle", "alphabetical", "shuffle", "alphabetical"] {
        try eventually(within: .seconds(30), "the jobs' end") { try isIdle(station) }
        let entries = try timeline(of: id, station)
        guard try timeline(of: id, station) == entries else { throw Failure("the guide moves") }
        let programmes = try programmes(of: id, station)
        let start = ContinuousClock.now
        let json = #"{"order":"\#(order)"}"#
        let answer = try station.send("PATCH", "/api/channels/\(id)", json: json)
        guard answer.status == 200 else { throw Failure("the edit: \(answer.status)") }
        try eventually(within: .seconds(30), "the guide to tell it", every: 1000) {
          try timeline(of: id, station) != entries
        }
        answers.append((ContinuousClock.now - start) / .milliseconds(1))
        try eventually(within: .seconds(30), "the guide file to tell it", every: 1000) {
          try self.programmes(of: id, station) != programmes
        }
        files.append((ContinuousClock.now - start) / .milliseconds(1))
      }
    }
    tell([
      Row(
        what: "an edit, from the request to the guide's answer, 101 channels",
        ours: answers.median, bare: nil, unit: "ms", aim: "under 300 ms"),
      Row(
        what: "an edit, from the request to the guide file of 101 channels", ours: files.median,
        bare: nil, unit: "ms", aim: ""),
    ])
  }

  /// What the API tells of a channel's next day, two hours from now.
  private static func timeline(of id: String, _ station: Station) throws -> [String] {
    let now = Int(Date().timeIntervalSince1970 * 1000) / 3_600_000 * 3_600_000
    let path = "/api/channels/\(id)/timeline?from=\(now + 7_200_000)&to=\(now + 86_400_000)"
    let entries = try station.json(path)["entries"].array.map { entry in
      "\(entry["start"].number ?? 0) \(entry["title"].string ?? "")"
    }
    guard !entries.isEmpty else { throw Failure("\(path) tells nothing") }
    return entries
  }

  private static func guide(_ station: Station) throws -> String {
    String(decoding: try station.get("/iptv/xmltv.xml").body, as: UTF8.self)
  }

  private static func isIdle(_ station: Station) throws -> Bool {
    let states = try station.json("/api/jobs")["jobs"].array.compactMap { $0["state"].string }
    return !states.contains("queued") && !states.contains("running")
  }

  /// What the guide file has of a channel, whose programmes stand together: found by its bytes, as
  /// making words of megabytes takes longer than the edit.
  private static func programmes(of id: String, _ station: Station) throws -> [CChar] {
    let file = try station.get("/iptv/xmltv.xml").body.map(CChar.init(bitPattern:)) + [0]
    return file.withUnsafeBufferPointer { file in
      guard let base = file.baseAddress, let place = strstr(base, "channel=\"c\(id).") else {
        return []
      }
      return Array(file[(UnsafePointer(place) - base)...].prefix(20_000))
    }
  }
}
