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

  /// The same with a tone and no picture, as radios send it.
  private func radio(_ output: [String]) throws -> Child {
    try Child.start(
      "ffmpeg",
      ["-nostdin", "-v", "error", "-re", "-f", "lavfi", "-i", "sine=f=880:sample_rate=44100"]
        + output)
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
    let (ogg, television) = (FreePort.tcp(), FreePort.tcp())
    let tone = try radio(
      ["-c:a", "libvorbis", "-f", "ogg", "-listen", "1", "http://127.0.0.1:\(ogg)/radio"])
    defer { tone.end() }
    let third = try source(
      "green", ["-f", "mpegts", "-listen", "1", "http://127.0.0.1:\(television)/live.ts"])
    defer { third.end() }
    try Station.run { station in
      let listener = try tune(
        inRadioAt: station, dead: dead, "http://127.0.0.1:\(ogg)/radio",
        "http://127.0.0.1:\(television)/live.ts")
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
      try awaitSource(4, of: 5, at: station, "50", player, beside: listener)
      try awaitSource(2, of: 3, at: station, "51", listener, beside: player)
      tone.signal(SIGSTOP)
      // It holds the connection and sends nothing more.
      first.signal(SIGSTOP)
      try awaitSource(5, of: 5, at: station, "50", player, beside: listener)
      try awaitSource(3, of: 3, at: station, "51", listener, beside: player)
      tone.signal(SIGKILL)
      try expectRadio(listener)
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

  @Test(
    "a channel's viewers see a take-over by hand, and then the programme that is due",
    .timeLimit(.minutes(2)))
  func takeOver() throws {
    let port = FreePort.tcp()
    let camera = try source(
      "red", ["-f", "mpegts", "-listen", "1", "http://127.0.0.1:\(port)/live.ts"])
    defer { camera.end() }
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    for colour in ["Blue", "Green"] {
      try Clips.make(
        colour.lowercased(), seconds: 15, at: media.appending(path: "\(colour) (2001).mp4"))
    }
    try Station.run(media: media, environment: ["EXSTREAMTV_AHEAD": "10"]) { station in
      try station.awaitChannel()
      let row = try #require(try station.json("/api/on-air")["channels"].array.first)
      let path = "/api/channels/\(try #require(row["id"].string))/take-overs"
      let stream = try StreamViewer(station)
      let player = try PlaylistViewer(station)
      let made = try station.send(
        "POST", path,
        json: #"{"title":"Match","sources":"#
          + #"[{"url":"http://me:secret@127.0.0.1:\#(port)/live.ts"}]}"#)
      try #require(made.status == 201)
      try follow(player, at: station) { title, method in
        title == "Match" && method == "live, source 1 of 1"
      }
      let id = try #require(try JSONValue(made.body)["id"].number)
      #expect(try station.send("DELETE", "\(path)/\(id)").status == 204)
      try follow(player, at: station) { title, method in
        title != "Match" && method?.hasPrefix("live") == false
      }
      #expect(stream.isOpen)
      stream.leave()
      #expect(player.faults == [])
      for bytes in [stream.bytes, player.stream] {
        #expect(TransportStreamChecker(bytes, isCut: true).complaints == [])
      }
      try expectGuide(station, player)
      #expect(!station.process.transcript.contains("secret"))
    }
  }

  /// Watches until what is on air is as said, and a segment more.
  private func follow(
    _ player: PlaylistViewer, at station: Station,
    until isSaid: (_ title: String?, _ method: String?) -> Bool
  ) throws {
    try player.follow(within: .seconds(40)) { _ in
      guard let row = try? station.json("/api/on-air")["channels"].array.first else { return false }
      return isSaid(row["now"]["title"].string, row["stream"]["method"].string)
    }
    let end = player.segments.count + 1
    try player.follow(within: .seconds(30)) { $0.segments.count >= end }
  }

  /// Every picture is of what the guide tells; a source may come some seconds late.
  private func expectGuide(_ station: Station, _ player: PlaylistViewer) throws {
    let start = try #require(player.segments.first).start.timeIntervalSince1970
    let from = Int(start * 1000) - 60_000
    let programmes = try station.json("/api/guide?from=\(from)&hours=1")["channels"].array[0]
    let told = programmes["programmes"].array.compactMap { programme in
      programme["title"].string.map {
        (
          title: $0, start: Double(programme["start"].number ?? 0) / 1000,
          end: Double(programme["end"].number ?? 0) / 1000
        )
      }
    }
    #expect(told.count { $0.title == "Match" } == 1)
    let pictures = try Decoder.colours(of: player.stream).map {
      (at: start + $0.time, colour: Decoder.name(of: $0.rgb))
    }
    for picture in pictures {
      let title = told.first { $0.start + 0.5 < picture.at && picture.at < $0.end - 0.5 }?.title
      guard let title, title != "Match" || picture.colour == "red" else { continue }
      let expected = title == "Match" ? "red" : title.lowercased()
      #expect(picture.colour == expected, "\(picture) in \(title)")
    }
    let order = pictures.map(\.colour).reduce(into: [String?]()) { order, colour in
      if order.last != .some(colour) { order.append(colour) }
    }
    #expect(order.count { $0 == "red" } == 1, "it is shown in one piece: \(order)")
    #expect(order.first != "red" && order.last != "red")
  }

  /// A channel of sound only, whose first source is none.
  private func tune(
    inRadioAt station: Station, dead: Int, _ urls: String...
  ) throws -> PlaylistViewer {
    let sources = (["http://127.0.0.1:\(dead)/x"] + urls).map { #"{"url":"\#($0)"}"# }
    let made = try station.send(
      "POST", "/api/channels",
      json: #"{"name":"Radio","number":"51","kind":"live","profile":"Audio only","#
        + #""sources":[\#(sources.joined(separator: ","))]}"#)
    try #require(made.status == 201)
    return try PlaylistViewer(station, channel: "51")
  }

  /// A tone of 880 Hz, silence and one of 440 Hz, without a picture and without a gap.
  private func expectRadio(_ listener: PlaylistViewer) throws {
    #expect(listener.faults == [])
    let report = TransportStreamChecker(listener.stream, isCut: true)
    #expect(report.complaints == [])
    #expect(report.video == nil)
    #expect(report.audio?.largestStep == 1920)
    #expect(try Decoder.complaints(about: listener.stream) == "")
    let heard = try Decoder.tones(of: listener.stream)
    let order = heard.reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
    #expect(order == [0, 880, 0, 440], "\(heard)")
  }

  private func awaitSource(
    _ source: Int, of count: Int, at station: Station, _ number: String, _ player: PlaylistViewer,
    beside other: PlaylistViewer
  ) throws {
    let shown = { (station: Station) -> String? in
      try? station.json("/api/on-air")["channels"].array
        .first { $0["number"].string == number }?["stream"]["method"].string
    }
    try player.follow(within: .seconds(40)) { _ in
      // Nobody else keeps its channel on air.
      try? other.poll()
      return shown(station) == "live, source \(source) of \(count)"
    }
    // Some seconds of it, so that its picture is in what was fetched.
    let end = player.segments.count + 3
    try player.follow(within: .seconds(30)) { player in
      try? other.poll()
      return player.segments.count >= end
    }
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
    for words in ["no picture and sound", "404", "refuses the connection", "no picture for "] {
      #expect(failures.contains(words))
    }
    #expect(!failures.contains("secret"))
    #expect(!station.process.transcript.contains("secret"))
  }
}
