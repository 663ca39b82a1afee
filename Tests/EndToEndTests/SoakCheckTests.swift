import Foundation
import Harness
import Testing

@Suite("What the soak holds a station to")
struct SoakCheckTests {
  @Test("a change of picture and tone is found where it is", .timeLimit(.minutes(1)))
  func toneChange() throws {
    let stream = try Self.stream()
    let (pictures, change) = try Self.decode(stream, at: 3)
    let blue = try #require(pictures.first { $0.colour == "blue" })
    let red = try #require(pictures.first)
    #expect(red.colour == "red")
    #expect(blue.stamp - red.stamp == 270_000)
    guard case .at(let milliseconds) = change else { throw Failure("\(change)") }
    #expect(abs(milliseconds) < 4)
  }

  @Test("how far picture and sound are apart in the clips themselves", .timeLimit(.minutes(2)))
  func ownOffsets() throws {
    let clips = try SoakClip.folder()
    let folder = TemporaryFolder.make("checked")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "stream.ts")
    for title in ["Green Bravo", "Blue Charlie", "Yellow Echo", "Magenta Foxtrot"] {
      let clip = try #require(SoakClip.titled(title))
      try Clips.ffmpeg([
        "-i", "file:" + clips.appending(path: clip.file).path, "-t", "1.5", "-vf",
        "scale=320:180,settb=1/90000,setpts=PTS+45000", "-af", "adelay=500:all=1", "-fps_mode",
        "passthrough", "-enc_time_base", "1:90000", "-c:v", "libx264", "-preset", "ultrafast",
        "-c:a", "aac", "-ac", "2", "-ar", "48000", "-f",
        "mpegts", "-y", file.path,
      ])
      let gauge = try PictureGauge()
      gauge.take([UInt8](try Data(contentsOf: file)))
      gauge.finish()
      let first = try #require(gauge.takePictures().first { $0.colour != nil }?.stamp)
      guard case .at(let offset) = gauge.change(from: nil, to: clip.tone, around: first) else {
        throw Failure("\(clip.title) is not heard")
      }
      #expect(abs(offset - clip.lag) < 3, "\(clip.title)")
    }
  }

  @Test("a sound stream has no fault; one that lost a packet, a picture or its order has")
  func streamFaults() throws {
    let stream = try Self.stream()
    func faults(_ bytes: [UInt8]) -> Set<String> {
      var receiver = StreamReceiver(near: 0)
      receiver.take(bytes)
      return Set(receiver.faults.entries.keys)
    }
    // ffmpeg's own intervals are wider than ours may be.
    let known = faults(stream)
    #expect(known.isSubset(of: ["table gap over 100 ms", "clock gap over 40 ms"]))
    let packet = 188 * 400
    #expect(faults(Array(stream[..<packet] + stream[(packet + 188)...])).contains("continuity"))
    let half = stream.count / 376 * 188
    let twice = stream[..<half] + stream[(half / 376 * 188)...]
    #expect(faults(Array(twice)).isSuperset(of: ["decode order", "clock goes back"]))
    var damaged = stream
    damaged[packet] = 0
    #expect(faults(damaged).contains("no packet"))
  }

  @Test("a playlist is held to its rules from poll to poll")
  func playlistFaults() {
    func list(_ first: Int, target: Int = 2, jumps: Int = 0, late: Double = 0) -> String {
      let date = Date(timeIntervalSince1970: 1_800_000_000 + Double(first * 2) + late)
        .formatted(.iso8601WithParts)
      let head =
        "#EXTM3U\n#EXT-X-TARGETDURATION:\(target)\n#EXT-X-MEDIA-SEQUENCE:\(first)\n"
        + "#EXT-X-DISCONTINUITY-SEQUENCE:\(jumps)\n#EXT-X-PROGRAM-DATE-TIME:\(date)\n"
      return head + (first..<first + 5).map { "#EXTINF:2.0,\n\($0).ts\n" }.joined()
    }
    func faults(_ texts: String...) -> Set<String> {
      var rules = PlaylistRules()
      for (index, text) in texts.enumerated() { _ = rules.take(text, at: Double(index * 2)) }
      return Set(rules.faults.entries.keys)
    }
    #expect(faults(list(7), list(8), list(8), list(9)) == [])
    #expect(faults(list(7), list(6)).contains("media sequence goes back"))
    #expect(faults(list(7), list(13)).contains("segments skipped"))
    #expect(faults(list(7), list(8, target: 3)).contains("target duration changes"))
    #expect(faults(list(7), list(8, jumps: 1)).contains("discontinuity sequence"))
    #expect(faults(list(7), list(8, late: 0.2)).contains("date changes"))
    #expect(faults(list(7), list(12, late: 0.2)).contains("dates don't add up"))
    #expect(faults(list(7, target: 1)).contains("segment over the target duration"))
    #expect(
      faults(list(7), list(7), list(7), list(7)).contains("no new segment in 1.5 target durations"))
  }

  /// Three seconds of red with a low tone, three of blue with a high one, made in one piece.
  private static func stream() throws -> [UInt8] {
    let folder = TemporaryFolder.make("checked")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "stream.ts")
    try Clips.ffmpeg([
      "-f", "lavfi", "-i",
      "color=red:s=320x180:r=30:d=3,format=yuv420p[a];"
        + "color=blue:s=320x180:r=30:d=3,format=yuv420p[b];[a][b]concat[out0];"
        + "sine=440:d=3:r=48000[c];sine=700:d=3:r=48000[d];[c][d]concat=v=0:a=1[out1]",
      "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-c:a", "aac", "-pes_payload_size",
      "0", "-muxdelay", "0.3", "-pcr_period", "20", "-pat_period", "0.05", "-f", "mpegts",
      "-y", file.path,
    ])
    return [UInt8](try Data(contentsOf: file))
  }

  private static func decode(
    _ stream: [UInt8], at seconds: Double
  ) throws -> (pictures: [PictureGauge.Picture], change: SoundTape.Change) {
    let gauge = try PictureGauge()
    gauge.take(stream)
    gauge.finish()
    #expect(gauge.takeComplaints() == [])
    let pictures = gauge.takePictures()
    let first = try #require(pictures.first?.stamp)
    // As the guide has it: many wraps of the time stamps later.
    let at = first + Int64(seconds * 90_000) + 18_810 * StationClock.wrap
    return (pictures, gauge.change(from: 440, to: 700, around: at))
  }
}

extension FormatStyle where Self == Date.ISO8601FormatStyle {
  fileprivate static var iso8601WithParts: Self {
    Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  }
}
