import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("How fast a stream is handed over, and who may begin one", .serialized)
struct PacingTests {
  @Test(
    "a channel's pacing reaches its viewers, a further encoder is refused by name",
    .timeLimit(.minutes(2)))
  func pacing() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.benchmark(at: media.appending(path: "Long (2001).mp4"))
    try Station.run(media: media, environment: ["EXSTREAMTV_ENCODERS": "1"]) { station in
      try station.awaitChannel()
      try Self.make(station, #""number":"2","pacing":"realtime""#)
      try Self.make(station, #""number":"3","pacing":"disabled","targetBitrate":900000000"#)
      try Self.make(station, #""number":"4","profile":"720p encode""#)
      try Self.make(station, #""number":"5","profile":"720p encode""#)
      for number in ["2", "3", "4", "5"] { try station.awaitChannel(number) }
      try Self.expectPace(station)
      try Self.expectAdmission(station)
      try Self.expectRefusals(station)
    }
  }

  private static func make(_ station: Station, _ fields: String) throws {
    try station.addChannel(
      #"{"name":"Paced","content":{"kind":"library"},"order":"shuffle",\#(fields)}"#)
  }

  /// In real time nobody gets more of the stream than has passed; unpaced, the segments that are
  /// there come at once.
  private static func expectPace(_ station: Station) throws {
    // Both are on air and have segments listed.
    let others = try ["2", "3"].map { try StreamViewer(station, path: "/iptv/channel/\($0).ts") }
    defer { others.forEach { $0.leave() } }
    try eventually(within: .seconds(30), "both on air") { others.allSatisfy { $0.count > 500_000 } }
    let began = ContinuousClock.now
    let slow = try StreamViewer(station, path: "/iptv/channel/2.ts")
    let fast = try StreamViewer(station, path: "/iptv/channel/3.ts")
    try eventually(within: .seconds(20), "three seconds of both") {
      seconds(slow.bytes) > 3 && seconds(fast.bytes) > 3
    }
    let head = fast.arrivals.prefix { $0.at < (fast.arrivals.first?.at ?? .now) + 1 }.last?.count
    let passed = (ContinuousClock.now - began).inSeconds
    let got = seconds(slow.bytes)
    slow.leave()
    fast.leave()
    #expect(got < passed + 0.5, "\(got) s of the stream in \(passed) s")
    #expect(seconds(Array(fast.bytes.prefix(head ?? 0))) > 2)
  }

  private static func seconds(_ bytes: [UInt8]) -> Double {
    let track = TransportStreamChecker(bytes).tracks.values.first { $0.kind == 0x1b }
    guard let first = track?.first, let last = track?.last else { return 0 }
    return Double(last - first) / 90_000
  }

  private static func expectAdmission(_ station: Station) throws {
    let first = try StreamViewer(station, path: "/iptv/channel/4.ts")
    defer { first.leave() }
    try eventually(within: .seconds(30), "the first encoder") { first.count > 200_000 }
    let second = try station.get(
      "/iptv/channel/5.ts?duration=1", headers: [("Accept", "application/json")])
    #expect(second.status == 503)
    #expect(String(decoding: second.body, as: UTF8.self).contains("EXSTREAMTV_ENCODERS"))
    let copy = try station.get("/iptv/channel/1.ts?duration=1")
    #expect(copy.status == 200)
    #expect(first.isOpen)
  }

  private static func expectRefusals(_ station: Station) throws {
    let path = "/api/channels/\(try station.channelID("2"))"
    for (json, field) in [
      (#"{"pacing":"warp"}"#, "pacing"), (#"{"targetBitrate":1000}"#, "targetBitrate"),
      (#"{"targetBitrate":-1}"#, "targetBitrate"),
    ] {
      let answer = try station.send("PATCH", path, json: json)
      #expect((400..<500).contains(answer.status))
      #expect(String(decoding: answer.body, as: UTF8.self).contains(field))
    }
  }
}
