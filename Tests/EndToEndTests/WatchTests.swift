import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("Watching a channel made from files", .serialized)
struct WatchTests {
  @Test("the picture is what the guide names, over many item changes", .timeLimit(.minutes(4)))
  func guideIsTrue() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try makeMixedClips(in: media)
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let stream = try StreamViewer(station)
      let playlist = try PlaylistViewer(station)
      try playlist.follow(within: .seconds(120)) { changes(in: $0) >= 5 }
      stream.leave()
      #expect(playlist.faults == [])
      try expectSound(playlist.stream, "playlist")
      try expectSound(stream.bytes, "endless stream")
      try expectGuide(station, playlist)
    }
  }

  @Test("real clips play on without a fault", .timeLimit(.minutes(4)))
  func realClips() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    let clips = try Clips.real()
    for name in try FileManager.default.contentsOfDirectory(atPath: clips.path) {
      try FileManager.default.copyItem(
        at: clips.appending(path: name), to: media.appending(path: name))
    }
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let stream = try StreamViewer(station)
      let playlist = try PlaylistViewer(station)
      try playlist.follow(within: .seconds(150)) { $0.length > 45 }
      stream.leave()
      #expect(playlist.faults == [])
      try expectSound(playlist.stream, "playlist")
      try expectSound(stream.bytes, "endless stream")
    }
  }

  @Test("when everybody has left, ffmpeg ends and nothing stays behind", .timeLimit(.minutes(3)))
  func leaving() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.make("red", seconds: 20, at: media.appending(path: "Red (2001).mp4"))
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let root = station.process.pid
      let transcoder = try #require(
        ProcessTree.named("exstreamtv-transcoder", below: root).first?.pid)
      let live = station.data.appending(path: "run/live")
      // The first round opens what stays open: event loop, log, worker threads.
      try watchAndLeave(station, transcoder: transcoder)
      let before = ProcessTree.descriptors(of: transcoder)
      let memory = ProcessTree.proportionalMegabytes(of: transcoder)
      for _ in 0..<3 { try watchAndLeave(station, transcoder: transcoder) }
      // The making of screens holds some for a moment.
      try eventually(within: .seconds(20), "no more descriptors than before") {
        ProcessTree.descriptors(of: transcoder) <= before
      }
      #expect(ProcessTree.proportionalMegabytes(of: transcoder) < memory + 5)
      let left = FileManager.default.enumerator(atPath: live.path)?
        .compactMap { $0 as? String }.filter { $0.hasSuffix(".ts") || $0.hasSuffix(".m3u8") }
      #expect(left == [])
      #expect(ProcessTree.below(root).filter(\.isZombie).isEmpty)
    }
  }

  @Test("one ffmpeg serves every viewer of a channel", .timeLimit(.minutes(2)))
  func oneEncoder() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.make("blue", seconds: 60, at: media.appending(path: "Blue (2001).mp4"))
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let viewers = try (0..<10).map { _ in try StreamViewer(station) }
      let players = try (0..<5).map { _ in try PlaylistViewer(station) }
      try eventually(within: .seconds(20), "all viewers to get a picture") {
        viewers.allSatisfy { $0.count > 20_000 }
      }
      for player in players { try player.poll() }
      // Beside it one that makes the channel's screens may be at work for a moment.
      try eventually(within: .seconds(20), "one encoder") {
        ProcessTree.named("ffmpeg", below: station.process.pid).count == 1
      }
      try eventually(within: .seconds(5), "15 sessions") {
        let channel = try station.json("/api/on-air")["channels"][0]
        return channel["stream"]["sessions"].array.count == 15
      }
      for viewer in viewers { viewer.leave() }
    }
  }

  /// Files of different codecs, rates and layouts, each of one colour that its name tells.
  private func makeMixedClips(in media: URL) throws {
    let ultrafast = ["-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    try Clips.make("red", seconds: 7, at: media.appending(path: "Red (2001).mp4"))
    try Clips.make(
      "green", seconds: 8, at: media.appending(path: "Green (2002).mkv"), rate: "25",
      codec: ["-c:v", "libx264", "-bf", "3", "-g", "50"] + ultrafast)
    try Clips.make(
      "blue", seconds: 6, at: media.appending(path: "Blue (2003).avi"), rate: "24000/1001",
      codec: ["-c:v", "mpeg4", "-q:v", "4"], audio: ["-c:a", "libmp3lame", "-ar", "44100"])
    try Clips.make(
      "white", seconds: 7.3, at: media.appending(path: "White (2004).mp4"), rate: "30000/1001",
      audio: ["-an"])
    try Clips.make(
      "yellow", seconds: 6.5, at: media.appending(path: "Yellow (2005).ts"), size: "640x480",
      codec: ["-c:v", "mpeg2video", "-q:v", "4"], audio: ["-c:a", "ac3"])
  }

  private func changes(in playlist: PlaylistViewer) -> Int {
    // Items last 6 to 8 seconds.
    Int(playlist.length / 8)
  }

  private func watchAndLeave(_ station: Station, transcoder: Int32) throws {
    let stream = try StreamViewer(station)
    try eventually(within: .seconds(20), "a picture") { stream.count > 20_000 }
    stream.leave()
    try eventually(within: .seconds(40), "the channel to end: \(station.process.transcript)") {
      let stream = try station.json("/api/on-air")["channels"][0]["stream"]
      return ProcessTree.named("ffmpeg", below: transcoder).isEmpty && !stream.exists
    }
  }

  /// Counters, timestamps and pictures are in order, and ffmpeg decodes without a word.
  private func expectSound(_ bytes: [UInt8], _ what: String) throws {
    let report = TransportStreamChecker(bytes, isCut: true)
    #expect(report.complaints == [], "\(what)")
    #expect((report.video?.largestStep ?? .max) < 3 * 3753, "\(what): a gap of two frames or more")
    #expect((report.audio?.largestStep ?? .max) <= 2 * 1920 + 10, "\(what)")
    let complaints = try Decoder.complaints(about: bytes)
    #expect(complaints == "", "\(what)")
  }

  /// Each programme that was watched whole shows its colour from its first to its last second.
  private func expectGuide(_ station: Station, _ playlist: PlaylistViewer) throws {
    let guide = try station.json(
      "/api/guide?hours=1&from=\(Int(Date().timeIntervalSince1970 - 600) * 1000)")
    let programmes = guide["channels"][0]["programmes"].array
    let first = try #require(playlist.segments.first?.start)
    let pictures = try Decoder.colours(of: playlist.stream).map {
      (at: first.addingTimeInterval($0.time), colour: Decoder.name(of: $0.rgb))
    }
    var checked = 0
    for programme in programmes {
      let start = Date(timeIntervalSince1970: Double(programme["start"].number ?? 0) / 1000)
      let end = Date(timeIntervalSince1970: Double(programme["end"].number ?? 0) / 1000)
      let seen = pictures.filter {
        $0.at > start.addingTimeInterval(1) && $0.at < end.addingTimeInterval(-1)
      }
      guard start >= first, let last = pictures.last?.at, end <= last, !seen.isEmpty else {
        continue
      }
      let wanted = programme["title"].string?.lowercased()
      #expect(seen.allSatisfy { $0.colour == wanted }, "\(wanted ?? "?") at \(start)")
      checked += 1
    }
    #expect(checked >= 4)
  }
}

extension PlaylistViewer {
  /// Seconds of television seen.
  var length: Double { segments.reduce(0) { $0 + $1.duration } }
}
