import Fetch
import Foundation
import Harness
import Testing

@Suite("Sessions from outside", .serialized)
struct SessionTests {
  @Test("a session that is ended stays ended, and zaps leave nothing", .timeLimit(.minutes(2)))
  func endingAndZapping() throws {
    try Self.station { station in
      try Self.expectEnds(station)
      try Self.expectZapsLeaveNothing(station)
    }
  }

  @Test("who finds no place gets a reason, and gets in when one is free", .timeLimit(.minutes(2)))
  func places() throws {
    try Self.station(["EXSTREAMTV_VIEWERS": "2"]) { station in
      let first = try StreamViewer(station)
      try eventually(within: .seconds(20), "a picture") { first.count > 20_000 }
      try station.setLimit(1)
      try Self.expectRefusal(station, "channel has 1 viewer")
      try Self.expectAnnouncement(station)
      #expect(first.isOpen)
      try station.setLimit(0)
      let second = try StreamViewer(station)
      try eventually(within: .seconds(20), "a second picture") { second.count > 20_000 }
      try Self.expectRefusal(station, "station has 2 viewers")
      let other = try station.get("/iptv/channel/1.ts", headers: Self.reader)
      #expect(other.status == 503)
      #expect(other.header("Retry-After") != nil)
      let tuner = try station.get("/auto/v1")
      #expect(tuner.status == 503)
      #expect(tuner.header("X-HDHomeRun-Error") == "805 All Tuners In Use")
      first.leave()
      try eventually(within: .seconds(10), "a place") {
        try station.get("/iptv/channel/1.m3u8", headers: Self.reader).status == 200
      }
      let playlist = try PlaylistViewer(station, segments: 1)
      #expect(playlist.faults == [])
      second.leave()
    }
  }

  @Test("a player that reads nothing more is cut and forgotten", .timeLimit(.minutes(2)))
  func deafViewer() throws {
    try Self.station(noisy: true) { station in
      let deaf = try DeafViewer(station)
      defer { deaf.leave() }
      try eventually(within: .seconds(20), "a session") { try Self.sessions(station).count == 1 }
      try eventually(within: .seconds(60), "the session to end") {
        try Self.sessions(station).isEmpty
      }
    }
  }

  private static func station(
    _ environment: [String: String] = [:], noisy: Bool = false, _ body: (Station) throws -> Void
  ) throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    // Noise does not compress: more bytes than the sockets on the way hold.
    let codec =
      noisy
      ? ["-vf", "noise=alls=100:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "10"]
        + ["-g", "30", "-pix_fmt", "yuv420p"]
      : nil
    let clip = media.appending(path: "Blue (2001).mp4")
    if let codec {
      try Clips.make("blue", seconds: 60, at: clip, codec: codec)
    } else {
      try Clips.make("blue", seconds: 60, at: clip)
    }
    try Station.run(media: media, environment: environment) { station in
      try station.awaitChannel()
      try body(station)
    }
  }

  private static func sessions(_ station: Station) throws -> [JSONValue] {
    try station.json("/api/sessions")["sessions"].array
  }

  private static func end(_ session: JSONValue, _ station: Station) throws {
    let answer = try station.send("POST", "/api/sessions/\(session["id"].string ?? "")/end")
    #expect(answer.status == 204)
  }

  private static func expectEnds(_ station: Station) throws {
    let stream = try StreamViewer(station)
    try eventually(within: .seconds(20), "a picture") { stream.count > 20_000 }
    let playlist = try PlaylistViewer(station, segments: 2)
    try eventually(within: .seconds(10), "both sessions with figures") {
      let all = try sessions(station)
      return all.count == 2 && all.allSatisfy { $0["bytes"].number != 0 && $0["position"].exists }
    }
    for session in try sessions(station) { try end(session, station) }
    try eventually(within: .seconds(5), "the stream to be closed") { !stream.isOpen }
    let refused = try station.get(playlist.address)
    #expect(refused.status == 410)
    let folder = playlist.address.replacing("index.m3u8", with: "")
    #expect(try station.get(folder + (playlist.segments.last?.name ?? "")).status == 410)
    #expect(try sessions(station).isEmpty)
    // Another viewer of the channel is none the worse for it.
    #expect(try PlaylistViewer(station, segments: 1).segments.count == 1)
  }

  private static func expectZapsLeaveNothing(_ station: Station) throws {
    let root = station.process.pid
    let watched = ["exstreamtv-transcoder", "nginx", "exstreamtv-worker"]
    func descriptors() -> [Int] {
      watched.map { name in
        ProcessTree.below(root).filter { $0.name == String(name.prefix(15)) }
          .reduce(0) { $0 + openThings(of: $1.pid) }
      }
    }
    // The first round opens what stays open: threads of the pools, readers of the database.
    try zap(station, times: 20)
    let before = descriptors()
    try zap(station, times: 40)
    try eventually(within: .seconds(10), "descriptors \(before), not \(descriptors())") {
      zip(descriptors(), before).allSatisfy { $0 <= $1 + 4 }
    }
  }

  /// Connections, pipes and segments that a process holds.
  ///
  /// Not what its threads and the database's readers keep: they are as many as there were
  /// requests at once.
  private static func openThings(of pid: Int32) -> Int {
    let folder = "/proc/\(pid)/fd"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.count { name in
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
      guard let target else { return false }
      return target.hasPrefix("socket:") || target.hasPrefix("pipe:") || target.hasSuffix(".ts")
    }
  }

  private static func zap(_ station: Station, times: Int) throws {
    for turn in 0..<times {
      if turn.isMultiple(of: 2) {
        try StreamViewer(station, path: turn.isMultiple(of: 4) ? "/auto/v1" : "/iptv/channel/1.ts")
          .leave()
      } else if turn % 3 == 0 {
        _ = try station.get("/iptv/channel/1.m3u8")  // a ghost
      } else {
        _ = try PlaylistViewer(station, segments: 1)
      }
    }
    try awaitNobody(station)
  }

  private static func awaitNobody(_ station: Station) throws {
    try eventually(within: .seconds(60), "no session and no ffmpeg") {
      try sessions(station).isEmpty
        && ProcessTree.named("ffmpeg", below: station.process.pid).isEmpty
    }
  }

  /// A client that wants a reason in words.
  private static let reader = [("Accept", "application/json")]

  /// A player is shown why it finds no place, and takes none by that.
  private static func expectAnnouncement(_ station: Station) throws {
    try eventually(within: .seconds(40), "the screen of the limit") {
      let answer = try station.get("/iptv/channel/1.m3u8")
      return String(decoding: answer.body, as: UTF8.self).contains("/live/announcements/")
    }
    let playlist = try PlaylistViewer(station)
    let text = String(decoding: try station.get(playlist.address).body, as: UTF8.self)
    #expect(text.hasSuffix("#EXT-X-ENDLIST\n"))
    #expect(playlist.faults == [])
    let length = playlist.segments.reduce(0) { $0 + $1.duration }
    #expect(abs(length - 64) < 0.5, "\(length) s")
    let beginning = playlist.segments.prefix(3).flatMap(\.bytes)
    #expect(try Decoder.complaints(about: beginning) == "")
    let pictures = try Decoder.colours(of: beginning)
    #expect(pictures.count > 200)
    #expect(pictures.allSatisfy { Decoder.name(of: $0.rgb) != "blue" })
    let stream = try StreamViewer(station)
    try eventually(within: .seconds(20), "the same as one stream") {
      stream.bytes.count >= beginning.count
    }
    stream.leave()
    #expect(Array(stream.bytes.prefix(beginning.count)) == beginning)
    #expect(try sessions(station).count == 1)
  }

  private static func expectRefusal(_ station: Station, _ reason: String) throws {
    let refusal = try station.get("/iptv/channel/1.m3u8", headers: reader)
    #expect(refusal.status == 503)
    #expect(refusal.header("Retry-After") != nil)
    let text = String(decoding: refusal.body, as: UTF8.self)
    #expect(text.contains(reason), "\(text)")
  }
}

extension Station {
  fileprivate func setLimit(_ limit: Int) throws {
    let answer = try send(
      "PATCH", "/api/channels/\(try channelID())", json: #"{"viewerLimit":\#(limit)}"#)
    guard answer.status == 200 else { throw Failure("limit: \(answer.status)") }
  }
}
