import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("Screens where there is no programme", .serialized)
struct ScreenTests {
  @Test(
    "a broken file gives way to the channel's screen, and the programme goes on by itself",
    .timeLimit(.minutes(2)))
  func brokenFile() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    for (name, colour) in [("A (2001)", "red"), ("B (2002)", "blue"), ("C (2003)", "white")] {
      try Clips.make(colour, seconds: 7, at: media.appending(path: name + ".mp4"))
    }
    try Station.run(media: media) { station in
      try station.awaitJobs()
      try Data("no film any more".utf8).write(to: media.appending(path: "B (2002).mp4"))
      try station.makeChannel(
        "2", order: "alphabetical", screen: #"{"picture":"pattern","sound":"beep"}"#)
      let stream = try StreamViewer(station, path: "/iptv/channel/2.ts")
      let player = try PlaylistViewer(station, channel: "2")
      try player.follow(within: .seconds(60)) {
        $0.segments.reduce(0) { $0 + $1.duration } > 25
      }
      #expect(stream.isOpen)
      stream.leave()
      #expect(player.faults == [])
      for bytes in [stream.bytes, player.stream] {
        #expect(TransportStreamChecker(bytes, isCut: true).complaints == [])
        let seen = try Decoder.colours(of: bytes).map { Decoder.name(of: $0.rgb) }
        let order = seen.reduce(into: [String]()) { order, name in
          if let name, order.last != name { order.append(name) }
        }
        // The middle of the colour bars is green.
        #expect(order.starts(with: ["red", "green", "white", "red"]), "\(order)")
        #expect(seen.count { $0 == "green" } > 5 * 30)
      }
      #expect(try Decoder.complaints(about: player.stream) == "")
    }
  }

  @Test(
    "a tune whose programme takes its time is answered with a screen",
    .timeLimit(.minutes(2)))
  func slowStart() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.make("white", seconds: 60, at: media.appending(path: "A (2001).mp4"))
    let slow = media.appending(path: "slow-ffmpeg.sh")
    try Data(
      """
      #!/bin/sh
      case "$*" in *"-i file:"*pipe:1*) sleep 4;; esac
      exec ffmpeg "$@"
      """.utf8
    ).write(to: slow)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: slow.path)
    try Station.run(media: media, environment: ["EXSTREAMTV_FFMPEG": slow.path]) { station in
      try station.awaitChannel()
      let channel = try station.channel("1")
      let path = "/api/channels/\(channel)"
      let changed = try station.send(
        "PATCH", path, json: #"{"screen":{"picture":"black","sound":"silent"}}"#)
      #expect(changed.status == 200)
      let stream = try StreamViewer(station)
      let player = try PlaylistViewer(station)
      #expect(try station.status(of: "1")["method"].string == "screen: black, silent")
      try player.follow(within: .seconds(40)) {
        $0.segments.reduce(0) { $0 + $1.duration } > 12
      }
      stream.leave()
      #expect(player.faults == [])
      for bytes in [stream.bytes, player.stream] {
        #expect(TransportStreamChecker(bytes, isCut: true).complaints == [])
        let seen = try Decoder.colours(of: bytes).map { Decoder.name(of: $0.rgb) }
        let first = try #require(seen.firstIndex { $0 != nil })
        #expect(first > 60 && seen[first...].allSatisfy { $0 == "white" })
      }
    }
  }
}

extension Station {
  /// Makes a channel of the first folder.
  func makeChannel(_ number: String, order: String, screen: String) throws {
    let folder = try json("/api/folders")["folders"][0]["id"].number ?? 0
    try addChannel(
      """
      {"number":"\(number)","name":"Test","content":{"kind":"folder","id":\(folder)},\
      "order":"\(order)","screen":\(screen)}
      """)
    try awaitChannel(number)
  }
}
