import Fetch
import Foundation
import Harness
import Testing

@Suite("Mirrors and on-demand channels", .serialized)
struct KindTests {
  private struct Programme {
    var title: String
    var start: Date
    var end: Date
  }

  /// The library in alphabetical order, each clip of the same length.
  private static let colours = ["blue", "green", "red", "white"]
  private static let length = 5.0
  private static let offset = 6.0

  @Test(
    "a mirror shows what its source showed, while an on-demand channel waits for its viewers",
    .timeLimit(.minutes(3)))
  func kinds() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    for colour in Self.colours {
      let name = "\(colour.capitalized) (2001).mp4"
      try Clips.make(colour, seconds: Self.length, at: media.appending(path: name))
    }
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let (source, _) = try station.channel("2", began: 90)
      let offset = Int(Self.offset * 1000)
      _ = try make(
        station, #""number":"3","kind":"mirror","source":"\#(source)","offset":\#(offset)"#)
      let refused = try station.send("DELETE", "/api/channels/\(source)")
      #expect(refused.status == 409)
      try expectPause(station)
      let players = try ["2", "3"].map { try PlaylistViewer(station, channel: $0) }
      try players[0].follow(within: .seconds(60)) { source in
        try? players[1].poll()
        return min(source.length, players[1].length) > 17
      }
      try expectMirror(players[1], of: players[0])
      try programme(station)
      let programmed = try PlaylistViewer(station, channel: "5")
      try programmed.follow(within: .seconds(60)) { $0.length > 9 }
      // Clips by turns with the screen.
      let seen = Set(try pictures(programmed).map(\.colour))
      #expect(programmed.faults == [])
      #expect(seen.subtracting([nil]).count > 1, "the clip behind the rest is seen, too")
    }
  }

  /// A channel that is off air for three seconds behind each clip, and says why.
  private func programme(_ station: Station) throws {
    let id = try make(
      station, #""number":"5","content":{"kind":"library"},"order":"alphabetical""#)
    let rules = #"""
      {"version":1,"base":{"style":"sequence","slots":[
        {"name":"Clip","content":{"kind":"library"},"order":"alphabetical"},
        {"name":"Rest","action":"off","duration":3000}]}}
      """#
    let set = try station.send("PUT", "/api/channels/\(id)/rules", json: rules)
    #expect(set.status == 200, "\(String(decoding: set.body, as: UTF8.self))")
    try eventually(within: .seconds(30), "the rules to be followed") {
      try station.json("/api/channels/\(id)/timeline")["entries"].array.contains {
        $0["reason"].string == "'Rest': the channel is off air."
      }
    }
    try station.awaitChannel("5")
  }

  /// Every picture of the mirror is the source's of some seconds ago.
  ///
  /// Either may show its screen meanwhile, or the last picture of an item for up to two seconds: on
  /// a machine out of breath the next one comes late.
  private func expectMirror(_ mirror: PlaylistViewer, of source: PlaylistViewer) throws {
    #expect(mirror.faults == [] && source.faults == [])
    let original = try pictures(source)
    // Of the first seconds the source was not seen.
    let first = try #require(original.first).at + Self.offset + 2
    let shown = try pictures(mirror).filter { $0.colour != nil && $0.at >= first }
    let compared = shown.compactMap { picture -> (at: Double, colours: [String], shown: String?)? in
      let around = original.filter { abs($0.at + Self.offset - picture.at) < 2 }
      let colours = Set(around.compactMap(\.colour)).sorted()
      return colours.isEmpty ? nil : (picture.at, colours, picture.colour)
    }
    #expect(compared.count > 150)
    let others = compared.filter { picture in !picture.colours.contains { $0 == picture.shown } }
    #expect(others.isEmpty, "\(others.prefix(5))")
    #expect(Set(compared.map(\.shown)).count > 1, "a change of programmes was among them")
    let sameMoment = shown.filter { picture in
      original.contains { abs($0.at - picture.at) < 0.02 && $0.colour != picture.colour }
    }
    #expect(!sameMoment.isEmpty, "it shows something else than its source at the same moment")
  }

  private func pictures(_ player: PlaylistViewer) throws -> [(at: Double, colour: String?)] {
    let start = try #require(player.segments.first).start.timeIntervalSince1970
    return try Decoder.colours(of: player.stream).map {
      (start + $0.time, Decoder.name(of: $0.rgb))
    }
  }

  /// Watched, left, and tuned again eight seconds later by two at once: it goes on where it stopped.
  private func expectPause(_ station: Station) throws {
    let id = try make(
      station,
      #""number":"4","kind":"onDemand","content":{"kind":"library"},"order":"alphabetical""#)
    try station.awaitChannel("4")
    try eventually(within: .seconds(10), "it to wait") { try row(station, id)["pausedAt"].exists }
    let first = try StreamViewer(station, path: "/iptv/channel/4.ts")
    try eventually(within: .seconds(10), "a picture") { first.count > 0 }
    let start = try #require(try programmes(station, id).first).start
    try eventually(within: .seconds(20), "some time") { Date() > start + Self.length + 2.2 }
    first.leave()
    let watched = Date().timeIntervalSince(start)
    try eventually(within: .seconds(20), "it to stand still") {
      try row(station, id)["pausedAt"].exists
    }
    #expect(try row(station, id)["now"]["title"].string == "Green", "that is what a tune shows")
    try eventually(within: .seconds(20), "the pause to pass") {
      Date() > start + watched + 8
    }
    let viewers = try (0..<2).map { _ in try StreamViewer(station, path: "/iptv/channel/4.ts") }
    let again = Date()
    try eventually(within: .seconds(20), "both to watch") {
      viewers.allSatisfy { $0.count > 0 } && Date() > again + 6
    }
    for viewer in viewers { viewer.leave() }
    for viewer in viewers { try expectRest(after: watched, viewer) }
    try expectOnePause(station, id, from: start + watched)
  }

  /// Within a second, each picture has the colour that it would have had without the pause.
  private func expectRest(after watched: Double, _ viewer: StreamViewer) throws {
    let pictures = try Decoder.colours(of: viewer.bytes).filter { picture in
      let place = (watched + picture.time).truncatingRemainder(dividingBy: Self.length)
      return place > 1 && place < Self.length - 1
    }
    #expect(pictures.count > 60)
    for picture in pictures {
      let place = Int((watched + picture.time) / Self.length) % Self.colours.count
      #expect(Decoder.name(of: picture.rgb) == Self.colours[place], "at \(picture.time)")
    }
  }

  /// The guide has the interrupted programme in two parts, and nothing meanwhile.
  private func expectOnePause(_ station: Station, _ id: String, from left: Date) throws {
    let all = try programmes(station, id)
    let gaps = zip(all, all.dropFirst()).filter { $0.end < $1.start }
    #expect(gaps.count == 1)
    let (before, after) = try #require(gaps.first)
    #expect(before.title == "green" && after.title == "green")
    #expect(abs(before.end.timeIntervalSince(left)) < 1)
    let shown =
      before.end.timeIntervalSince(before.start) + after.end.timeIntervalSince(after.start)
    #expect(abs(shown - Self.length) < 0.1)
    #expect(abs(after.start.timeIntervalSince(before.end) - 8) < 2)
  }

  private func make(_ station: Station, _ fields: String) throws -> String {
    let made = try station.send("POST", "/api/channels", json: #"{"name":"Kind",\#(fields)}"#)
    #expect(made.status == 201, "\(String(decoding: made.body, as: UTF8.self))")
    return try #require(try JSONValue(made.body)["id"].string)
  }

  private func row(_ station: Station, _ id: String) throws -> JSONValue {
    try #require(
      try station.json("/api/on-air")["channels"].array.first { $0["id"].string == id })
  }

  private func programmes(_ station: Station, _ id: String) throws -> [Programme] {
    let from = Int(Date().timeIntervalSince1970 - 120) * 1000
    let rows = try station.json("/api/guide?hours=1&from=\(from)")["channels"].array
    return (rows.first { $0["id"].string == id }?["programmes"].array ?? []).map {
      Programme(
        title: $0["title"].string?.lowercased() ?? "",
        start: Date(timeIntervalSince1970: Double($0["start"].number ?? 0) / 1000),
        end: Date(timeIntervalSince1970: Double($0["end"].number ?? 0) / 1000))
    }
  }
}
