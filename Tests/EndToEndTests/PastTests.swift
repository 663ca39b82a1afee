import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("Watching a channel's past", .serialized)
struct PastTests {
  @Test("past programmes play from their beginning beside live", .timeLimit(.minutes(3)))
  func past() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    let clips = [("blue", 60.0), ("green", 5), ("red", 5), ("white", 5), ("yellow", 150)]
    for (colour, seconds) in clips {
      try Clips.make(
        colour, seconds: seconds, at: media.appending(path: "\(colour.capitalized) (2001).mp4"))
    }
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let (id, programmes) = try station.channel("2", began: 90)
      try #require(programmes.prefix(clips.count).map(\.title) == clips.map(\.0))
      // One of the past programmes is deleted meanwhile.
      try FileManager.default.removeItem(at: media.appending(path: "White (2001).mp4"))
      let live = try StreamViewer(station, path: "/iptv/channel/2.ts")
      try expectOneEncoder(station, id, of: programmes[0])
      try expectColours(station, of: Array(programmes[1...4]))
      live.leave()
      #expect(
        Decoder.name(of: try #require(try Decoder.colours(of: live.bytes).last?.rgb)) == "yellow")
      try expectRefusals(station, first: programmes[0])
      try expectNothingLeft(station)
    }
  }

  /// A playlist's and a stream's viewer of one beginning share one encoder, beside the live one's.
  private func expectOneEncoder(
    _ station: Station, _ id: String, of programme: Station.Programme
  ) throws {
    try awaitGrain(after: programme.start)
    let stream = try StreamViewer(station, path: try catchUpPath(station, programme, seconds: 5))
    let player = try PlaylistViewer(station, channel: "2", query: "?start=\(programme.startText)")
    try player.follow(within: .seconds(30)) { $0.length > 6 && !stream.isOpen }
    let row = try #require(
      try station.json("/api/on-air")["channels"].array.first { $0["id"].string == id })
    #expect(row["shifted"].array.count == 1)
    #expect((row["shifted"][0]["shift"].number ?? 0) >= 88_000)
    #expect(row["shifted"][0]["title"].string == "Blue")
    #expect(row["stream"]["title"].string == "Yellow")
    // Beside them one that makes the channel's screens may be at work for a moment.
    try eventually(within: .seconds(20), "one encoder for the past and one for the present") {
      ProcessTree.named("ffmpeg", below: station.process.pid).count == 2
    }
    #expect(player.faults == [])
    #expect(abs(try #require(player.segments.first).start.timeIntervalSince(programme.start)) < 0.1)
    for bytes in [player.stream, stream.bytes] {
      try expectSound(bytes)
      let seen = try Decoder.colours(of: bytes)
      #expect(seen.allSatisfy { Decoder.name(of: $0.rgb) == "blue" })
    }
    // It ended by itself, with the segment that holds the fifth second.
    let last = try #require(try Decoder.colours(of: stream.bytes).last).time
    #expect(last > 4.5 && last < 8)
  }

  /// Each programme has its colour at each of its seconds; what was deleted has not.
  private func expectColours(_ station: Station, of programmes: [Station.Programme]) throws {
    let first = try #require(programmes.first)
    let stream = try StreamViewer(
      station, path: "/iptv/channel/2.ts?start=\(first.startText)&duration=18")
    try eventually(within: .seconds(60), "the stream's own end") { !stream.isOpen }
    try expectSound(stream.bytes)
    let pictures = try Decoder.colours(of: stream.bytes)
    for programme in programmes {
      let from = programme.start.timeIntervalSince(first.start)
      let to = programme.end.timeIntervalSince(first.start)
      let seen = pictures.filter { $0.time > from + 0.3 && $0.time < min(to, 18) - 0.3 }
      #expect(seen.count > 30, "\(programme.title)")
      // The white one's file is gone: the channel's screen fills its time.
      #expect(
        seen.allSatisfy {
          (Decoder.name(of: $0.rgb) == programme.title) == (programme.title != "white")
        }, "\(programme.title)")
    }
  }

  private func expectRefusals(_ station: Station, first: Station.Programme) throws {
    let future = Int(Date().timeIntervalSince1970) + 3600
    for start in ["\(future)", "1000000000"] {
      let answer = try station.get("/iptv/channel/2.m3u8?start=\(start)")
      let earliest = first.start.formatted(.iso8601)
      #expect(answer.status == 404)
      #expect(try JSONValue(answer.body)["detail"].string?.contains(earliest) == true)
    }
  }

  private func expectNothingLeft(_ station: Station) throws {
    try eventually(within: .seconds(40), "all to end: \(station.process.transcript)") {
      guard ProcessTree.named("ffmpeg", below: station.process.pid).isEmpty else { return false }
      return try station.json("/api/on-air")["channels"].array.allSatisfy {
        !$0["stream"].exists && $0["shifted"].array.isEmpty
      }
    }
    let live = station.data.appending(path: "run/live").path
    let left = FileManager.default.enumerator(atPath: live)?.compactMap { $0 as? String } ?? []
    #expect(left.filter { $0.hasSuffix(".ts") || $0.hasSuffix(".m3u8") } == [])
  }

  /// What a player makes of the attributes of the channel list.
  private func catchUpPath(
    _ station: Station, _ programme: Station.Programme, seconds: Int
  ) throws -> String {
    let list = String(decoding: try station.get("/iptv/channels.m3u").body, as: UTF8.self)
    let sources = list.matches(of: /catchup-source="([^"]+)"/).map { String($0.output.1) }
    let source = try #require(sources.first { $0.contains("/channel/2.") })
    return String(source.dropFirst(station.base.count))
      .replacing("{utc}", with: "\(Int(programme.start.timeIntervalSince1970))")
      .replacing("{duration}", with: "\(seconds)")
  }

  /// Waits for the first half of a step of two seconds, so that requests fall into one.
  private func awaitGrain(after start: Date) throws {
    try eventually(within: .seconds(5), "the beginning of a step") {
      Date().timeIntervalSince(start).truncatingRemainder(dividingBy: 2) < 0.8
    }
  }

  private func expectSound(_ bytes: [UInt8]) throws {
    #expect(TransportStreamChecker(bytes, isCut: true).complaints == [])
    #expect(try Decoder.complaints(about: bytes) == "")
  }
}
