import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite(
  "Restarts by systemd", .serialized,
  .enabled(if: Machine.obstacle == nil, "no machine: \(Machine.obstacle ?? "")"))
struct UnitRestartTests {
  @Test(
    "each unit is restarted under load; no request fails, and no viewer loses the picture",
    .timeLimit(.minutes(3)))
  func restarts() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.make("white", seconds: 90, at: media.appending(path: "White (2001).mp4"))
    try Machine.run(media: media) { machine in
      let station = machine.station
      let channel = try makeChannel(station)
      let stream = try StreamViewer(station)
      let player = try PlaylistViewer(station)
      let tape = SegmentTape(station, channel: channel)
      try player.follow(within: .seconds(20)) { $0.segments.count > 2 }
      let load = RequestLoad(station, clients: Self.clients)
      var made = 0.0
      for (verb, unit) in Self.orders {
        try watch(player, for: try machine.start("systemctl", [verb, unit]), unit)
        // What was asked for meanwhile is answered by the new process at last.
        let (asked, seen) = (load.requests + 50, player.segments.count + 1)
        try player.follow(within: .seconds(30)) {
          load.requests >= asked && $0.segments.count >= seen
        }
        #expect(load.failures == [], "\(unit)")
        #expect(stream.isOpen, "\(unit): the endless stream")
        if made == 0 { made = try taped(tape) }
      }
      try load.end()
      print("restarts by systemd: \(load.requests) requests, \(load.failures.count) failed")
      let before = stream.count
      try player.follow(within: .seconds(20)) { _ in stream.count > before }
      // The joint of the two transcoders is on it, long before a viewer gets there.
      try tape.record(within: .seconds(40)) { $0.seconds > made + 2 }
      #expect(player.faults + tape.faults == [])
      for (bytes, what) in [
        (player.stream, "playlist"), (tape.bytes, "tape"), (stream.bytes, "endless stream"),
      ] {
        try expectPicture(bytes, what)
      }
      try expectOrderlyUnits(machine)
      // Nobody keeps a viewer's connection where nobody comes back for it.
      try machine.call("systemctl", ["stop", "exstreamtv.target"])
      try eventually(within: .seconds(10), "the end of the stream") { !stream.isOpen }
    }
  }

  @Test("a worker of streams that is killed ends no stream", .timeLimit(.minutes(2)))
  func killedWorker() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.make("white", seconds: 60, at: media.appending(path: "White (2001).mp4"))
    try Machine.run(media: media) { machine in
      _ = try makeChannel(machine.station)
      let stream = try StreamViewer(machine.station)
      try eventually(within: .seconds(20), "a picture") { stream.count > 200_000 }
      for _ in 0..<2 {
        let before = stream.count
        try machine.call("systemctl", ["kill", "--signal=KILL", "exstreamtv-streams.service"])
        try eventually(within: .seconds(20), "more of it") { stream.count > before + 200_000 }
      }
      #expect(stream.isOpen)
      stream.leave()
      try expectPicture(stream.bytes, "endless stream")
    }
  }

  /// The transcoder first, while little is made ahead.
  private static let orders = [
    ("restart", "exstreamtv-transcoder.service"), ("restart", "exstreamtv-api.service"),
    ("restart", "exstreamtv-streams.service"), ("restart", "exstreamtv-jobs.service"),
    ("reload", "nginx.service"), ("restart", "exstreamtv-*.service"),
  ]

  private static let clients = [
    ["/api/health", "/api/channels"], ["/api/on-air", "/api/sessions"],
    ["/iptv/channels.m3u", "/iptv/xmltv.xml"], ["/lineup.json", "/iptv/channel/1.m3u8"],
  ]

  private func makeChannel(_ station: Station) throws -> String {
    let added = try station.send("POST", "/api/folders", json: #"{"path":"/srv/media"}"#)
    #expect(added.status == 201)
    try eventually(within: .seconds(30), "the scan") {
      let folders = try station.json("/api/folders")["folders"].array
      return folders.first?["items"].number == 1
    }
    let channel = try station.addChannel(
      #"{"number":"1","name":"One","profile":"480p","order":"chronological","#
        + #""content":{"kind":"library"}}"#)
    try station.awaitChannel()
    try eventually(within: .seconds(30), "the guide") {
      try station.get("/iptv/xmltv.xml").status == 200
    }
    return channel
  }

  /// How much has been made by now, in seconds.
  private func taped(_ tape: SegmentTape) throws -> Double {
    try tape.record(within: .seconds(1)) { _ in true }
    return tape.seconds
  }

  private func watch(_ player: PlaylistViewer, for order: Child, _ unit: String) throws {
    defer { order.end() }
    try player.follow(within: .seconds(40)) { _ in !order.isRunning }
    #expect(order.status == 0, "\(unit): \(order.transcript)")
  }

  private func expectPicture(_ bytes: [UInt8], _ what: String) throws {
    let report = TransportStreamChecker(bytes, isCut: true)
    #expect(report.complaints == [], "\(what)")
    #expect((report.video?.largestStep ?? .max) < 3 * 3753, "\(what): a hole in the picture")
    let seen = try Decoder.colours(of: bytes).map { Decoder.name(of: $0.rgb) }
    #expect(seen.count > 100 && seen.allSatisfy { $0 == "white" }, "\(what): no slate")
  }

  /// Nothing had to be killed, and nothing came up by itself.
  private func expectOrderlyUnits(_ machine: Machine) throws {
    for (verb, unit) in Self.orders where verb == "restart" && !unit.contains("*") {
      let shown = try machine.call(
        "systemctl", ["show", "--property=Result,NRestarts,ActiveState", unit])
      #expect(
        shown.split(separator: "\n").sorted() == [
          "ActiveState=active", "NRestarts=0", "Result=success",
        ],
        "\(unit)")
    }
    let journal = machine.journal
    #expect(!journal.contains("Killing") && !journal.contains("left-over"), "\(journal)")
  }
}
