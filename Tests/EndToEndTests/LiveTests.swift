import Fetch
import Foundation
import Glibc
import Harness
import TestSupport
import Testing

@Suite("A live channel on air", .serialized)
struct LiveTests {
  /// An ffmpeg that sends a colour, as it comes, to whoever asks first.
  private func source(_ colour: String, _ output: [String]) throws -> Child {
    try Child.start(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-re", "-f", "lavfi", "-i", "color=c=\(colour):s=320x180:r=25",
        "-re", "-f", "lavfi", "-i", "sine=sample_rate=48000", "-c:v", "libx264", "-preset",
        "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac",
      ] + output)
  }

  @Test(
    "sources that are none are passed over, and one that falls silent gives way to the next",
    .timeLimit(.minutes(2)))
  func fallbacks() throws {
    let (red, blue, dead) = (FreePort.tcp(), FreePort.tcp(), FreePort.tcp())
    let first = try source(
      "red", ["-f", "mpegts", "-listen", "1", "http://127.0.0.1:\(red)/live.ts"])
    defer { first.end() }
    let second = try source("blue", ["-f", "mpegts", "srt://127.0.0.1:\(blue)?mode=listener"])
    defer { second.end() }
    try Station.run { station in
      let urls = [
        "http://127.0.0.1:\(station.port)/", "http://127.0.0.1:\(station.port)/iptv/nothing.ts",
        "http://127.0.0.1:\(dead)/x.ts", "http://me:secret@127.0.0.1:\(red)/live.ts",
        "srt://127.0.0.1:\(blue)",
      ]
      let sources = urls.map { #"{"url":"\#($0)"}"# }.joined(separator: ",")
      let made = try station.send(
        "POST", "/api/channels",
        json:
          #"{"name":"Live","number":"50","kind":"live","profile":"480p","#
          + #""screen":{"picture":"black","sound":"silent"},"sources":[\#(sources)]}"#)
      try #require(made.status == 201)
      let stream = try StreamViewer(station, path: "/iptv/channel/50.ts")
      let player = try PlaylistViewer(station, channel: "50")
      try awaitSource(4, at: station, player)
      // It holds the connection and sends nothing more.
      first.signal(SIGSTOP)
      try awaitSource(5, at: station, player)
      let end = player.segments.count + 3
      try player.follow(within: .seconds(30)) { $0.segments.count >= end }
      #expect(stream.isOpen)
      stream.leave()
      first.signal(SIGKILL)
      #expect(player.faults == [])
      for bytes in [stream.bytes, player.stream] { try expectOneStream(bytes) }
      #expect(try Decoder.complaints(about: player.stream) == "")
      try expectTold(station)
    }
  }

  private func awaitSource(_ source: Int, at station: Station, _ player: PlaylistViewer) throws {
    let shown = { (station: Station) -> String? in
      try? station.json("/api/on-air")["channels"].array
        .first { $0["number"].string == "50" }?["stream"]["method"].string
    }
    try player.follow(within: .seconds(40)) { _ in
      shown(station) == "live, source \(source) of 5"
    }
    // Some seconds of it, so that its picture is in what was fetched.
    let end = player.segments.count + 3
    try player.follow(within: .seconds(30)) { $0.segments.count >= end }
  }

  private func expectOneStream(_ bytes: [UInt8]) throws {
    #expect(TransportStreamChecker(bytes, isCut: true).complaints == [])
    let seen = try Decoder.colours(of: bytes).map { Decoder.name(of: $0.rgb) }
    let order = seen.reduce(into: [String?]()) { order, name in
      if order.last != .some(name) { order.append(name) }
    }
    // The screen is black.
    #expect(order == [nil, "red", nil, "blue"], "\(order)")
  }

  private func expectTold(_ station: Station) throws {
    let failures = String(decoding: try station.get("/api/failures").body, as: UTF8.self)
    for words in ["no picture and sound", "404", "refuses the connection", "no picture for 4 s"] {
      #expect(failures.contains(words))
    }
    #expect(!failures.contains("secret"))
    #expect(!station.process.transcript.contains("secret"))
  }
}
