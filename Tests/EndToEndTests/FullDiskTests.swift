import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("A station whose disk is full while two viewers watch")
struct FullDiskTests {
  @Test(
    "keeps its viewers, refuses changes in words, and goes on when there is room",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a disk"),
    .timeLimit(.minutes(3)))
  func fullDisk() throws {
    let disk = try SmallDisk(megabytes: 96)
    defer { disk.clear() }
    let data = URL(filePath: disk.path)
    try Station.run(media: try SoakClip.folder(), data: data) { station in
      try station.awaitJobs()
      try station.awaitChannel()
      let pair = try ViewerPair(station)
      defer { pair.leave() }
      // What a channel has made ahead is the room that it can live in.
      try eventually(within: .seconds(60), "twelve segments") {
        Self.segments(of: try station.channel("1"), in: data) >= 12
      }
      let guide = try station.get("/iptv/xmltv.xml").body
      disk.fill()
      try expectRefusal(station, naming: disk.path)
      try eventually(within: .seconds(60), "the channel to say so") {
        try station.stream["storageProblem"].exists
      }
      let before = pair.playlist.findings.segments
      try eventually(within: .seconds(60), "further segments") {
        pair.playlist.findings.segments > before + 3
      }
      let health = try station.json("/api/health")
      #expect(health["status"].string == "degraded")
      #expect(
        health["checks"].array.contains {
          $0["name"].string == "disk space" && $0["status"].string == "failed"
        })
      #expect(try station.get("/iptv/xmltv.xml").body == guide)
      disk.clear()
      let made = try station.send("POST", "/api/channels", json: Self.channel("900"))
      #expect(made.status == 201)
      try eventually(within: .seconds(30), "a failure that is filed") {
        try station.json("/api/failures")["failures"].array
          .contains { $0["cause"].string == "diskFull" }
      }
      try station.awaitJobs()
      #expect(try station.get("/iptv/xmltv.xml").body != guide)
      pair.leave()
      expectOnly(pair.stream.findings.faults, kinds: [])
      // What left the playlist is what made room.
      expectOnly(pair.playlist.findings.faults, kinds: ["removed segment can't be fetched"])
    }
  }

  /// How many segments of a channel are there; none before it is on air.
  private static func segments(of channel: String, in data: URL) -> Int {
    let folder = data.appending(path: "run/live/\(channel)").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.count { $0.hasSuffix(".ts") }
  }

  private static func channel(_ number: String) -> String {
    #"{"number":"\#(number)","name":"More","content":{"kind":"library"},"order":"shuffle"}"#
  }

  /// The database's log may have some room of its own left.
  private func expectRefusal(_ station: Station, naming folder: String) throws {
    for number in 100..<400 {
      let answer = try station.send("POST", "/api/channels", json: Self.channel("\(number)"))
      guard answer.status != 201 else { continue }
      #expect(answer.status == 507)
      #expect(answer.header("Content-Type") == "application/problem+json")
      #expect(try JSONValue(answer.body)["detail"].string?.contains(folder) == true)
      return
    }
    Issue.record("300 channels were stored on a full disk")
  }

  private func expectOnly(_ found: FaultBook, kinds: Set<String>) {
    let others = found.entries.filter { !kinds.contains($0.key) }
    #expect(others.isEmpty, "\(found.lines.joined(separator: "\n"))")
  }
}

extension Station {
  /// What the transcoder says of channel 1.
  fileprivate var stream: JSONValue {
    get throws {
      try json("/api/on-air")["channels"].array.first { $0["number"].string == "1" }?["stream"]
        ?? JSONValue(Array("{}".utf8))
    }
  }
}
