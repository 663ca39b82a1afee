import Foundation
import Harness
import Library
import Pipeline
import Playout

/// Files that nobody should have, each through every way that a channel would try: whatever they
/// hold, a run ends in time, and brings pictures or says in words what is the matter.
enum HostileMedia {
  private struct Case: Sendable {
    var name: String
    var make: @Sendable (URL) throws -> Void
  }

  private static let deadline = 30.0
  private static let sound = ["-f", "lavfi", "-i", "sine=440:r=48000"]
  private static let picture = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25"]
  private static let plain = [
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac",
    "-ac", "2", "-t", "3",
  ]

  static func run(_ tell: ([Row]) -> Void) throws {
    let folder = TemporaryFolder.make("hostile")
    defer { try? FileManager.default.removeItem(at: folder) }
    for one in all {
      do { try one.make(folder.appending(path: one.name)) } catch {
        print("    \(one.name): not made: \("\(error)".prefix(150))")
      }
    }
    let before = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
    let found = try Scanned.probes(in: folder)
    var silent = 0
    var longest = 0.0
    var runs = 0
    for one in all {
      let probe = found[one.name]
      var told: [String] = [probe == nil ? "no medium by its scan" : "scanned"]
      for rung in [Rung.planned, .encode, .afresh, .silent] {
        let take = try take(folder.appending(path: one.name), probe ?? Self.assumed, rung)
        runs += 1
        longest = max(longest, take.seconds)
        if take.pictures == 0, take.words.isEmpty { silent += 1 }
        told.append("\(rung.rawValue) \(take.pictures > 0 ? "\(take.pictures)" : take.words)")
      }
      print("    \(one.name.prefix(40)): \(told.joined(separator: " | "))")
    }
    let after = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
    tell([
      Row(
        what: "\(runs) runs over \(all.count) hostile files: without a picture and without a word",
        ours: Double(silent), bare: nil, unit: "", aim: "0"),
      Row(what: "the same: longest run", ours: longest, bare: nil, unit: "s", aim: "under 30 s"),
      Row(
        what: "the same: files that a run wrote", ours: Double(after.subtracting(before).count),
        bare: nil, unit: "", aim: "0"),
    ])
  }

  /// What a library would have known before a file was exchanged.
  private static let assumed = MediaProbe(
    container: "mov,mp4", duration: .seconds(3),
    video: VideoStream(
      index: 0, codec: "h264", profile: "High", width: 320, height: 180, pixelFormat: "yuv420p",
      frameRate: Ratio(25), sampleAspectRatio: Ratio(1), fieldOrder: "progressive"),
    audio: [AudioStream(index: 1, codec: "aac", profile: "LC", channels: 2, sampleRate: 48_000)])

  private static func take(
    _ file: URL, _ probe: MediaProbe, _ rung: Rung
  ) throws -> (pictures: Int, words: String, seconds: Double) {
    var profile = Played.profile()
    profile.allowsCopy = true
    var run = RunRequest(
      path: file.path, probe: probe, length: .seconds(2),
      decision: rung.decision(for: probe, profile: profile, targetDuration: 4), profile: profile)
    run.forgetsScan = rung.forgetsScan
    let out = TemporaryFolder.make("out")
    defer { try? FileManager.default.removeItem(at: out) }
    let stream = out.appending(path: "out.ts").path
    let began = ContinuousClock.now
    let child = try Child.start("ffmpeg", Array(arguments(for: run).dropLast()) + ["-y", stream])
    defer { child.end() }
    let status = child.wait(.seconds(deadline))
    let seconds = (ContinuousClock.now - began).inSeconds
    guard status != nil else { return (0, "", seconds) }
    let lines = child.transcript.split(whereSeparator: \.isNewline).suffix(50).map(String.init)
    let told = StderrClassification(stderrTail: lines)
    let (_, packets) = try Child.output(
      of: "ffprobe",
      [
        "-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries",
        "stream=nb_read_packets", "-of", "default=nw=1:nk=1", stream,
      ])
    let count = packets.split(separator: "\n").lazy.compactMap { Int($0) }.first ?? 0
    return (count, count > 0 ? "" : told.sentence, seconds)
  }

  private static func clip(_ name: String, _ more: [String] = plain) -> Case {
    Case(name: name) { try Clips.ffmpeg(picture + sound + more + ["-y", "file:" + $0.path]) }
  }

  /// A clip of which some bytes are changed.
  private static func damaged(
    _ name: String, _ change: @escaping @Sendable (inout [UInt8]) -> Void
  ) -> Case {
    Case(name: name) { file in
      try Clips.ffmpeg(picture + sound + plain + ["-y", "file:" + file.path])
      var bytes = [UInt8](try Data(contentsOf: file))
      change(&bytes)
      try Data(bytes).write(to: file)
    }
  }

  private static let all: [Case] = files + tracks + names

  private static let files = [
    Case(name: "empty.mp4") { try Data().write(to: $0) },
    Case(name: "text.mkv") { try Data("no film".utf8).write(to: $0) },
    Case(name: "page.ts") { try Data("<html><body>404</body></html>".utf8).write(to: $0) },
    Case(name: "list.mp4") {
      try Data("#EXTM3U\n#EXTINF:2,\nfile:/etc/passwd\n".utf8).write(to: $0)
    },
    Case(name: "concat.mkv") {
      try Data("ffconcat version 1.0\nfile '/etc/passwd'\n".utf8).write(to: $0)
    },
    damaged("no index.mp4") { $0.removeLast($0.count / 2) },
    damaged("noise within.mkv") { bytes in
      for place in stride(from: bytes.count / 3, to: bytes.count / 2, by: 7) {
        bytes[place] ^= 0x5a
      }
    },
    damaged("noise within.ts") { bytes in
      for place in stride(from: bytes.count / 3, to: bytes.count / 2, by: 97) {
        bytes[place] ^= 0xff
      }
    },
    damaged("zeroes.ts") { bytes in
      for place in bytes.count / 3..<bytes.count / 2 { bytes[place] = 0 }
    },
    damaged("turned round.ts") { bytes in
      // The second half comes first: every clock in it goes back.
      let middle = bytes.count / 376 * 188
      bytes = Array(bytes[middle...] + bytes[..<middle])
    },
    Case(name: "size changes.ts") { file in
      var bytes = Data()
      for size in ["320x180", "640x480", "160x90"] {
        let part = file.appendingPathExtension("part.ts")
        try Clips.ffmpeg(
          ["-f", "lavfi", "-i", "testsrc2=s=\(size):r=25"] + sound
            + plain.dropLast(2) + ["-t", "1", "-y", part.path])
        bytes += try Data(contentsOf: part)
        try FileManager.default.removeItem(at: part)
      }
      try bytes.write(to: file)
    },
  ]

  private static let tracks = [
    clip("no sound.mp4", ["-map", "0:v"] + plain.filter { !["-ac", "2"].contains($0) }),
    clip("no picture.mp4", ["-map", "1:a", "-c:a", "aac", "-t", "3"]),
    clip("eight channels.mkv", Array(plain.dropLast(4)) + ["-ac", "8", "-t", "3"]),
    clip(
      "varying rate.mkv",
      ["-vf", "select=not(mod(n\\,3))+not(mod(n\\,7))", "-vsync", "vfr"] + plain),
    clip(
      "64 sound tracks.mkv", ["-map", "0:v"] + (0..<64).flatMap { _ in ["-map", "1:a"] } + plain),
    clip("one picture an hour.mkv", ["-r", "0.001"] + plain),
    clip("16x16.mp4", ["-vf", "scale=16:16"] + plain),
  ]

  private static let names = [
    clip("100 %d %03d 'quote' \"double\" `id` $(id);.mp4"),
    clip("new\nline.mp4"), clip("-dash.mkv"),
    Case(name: "names within.mkv") { file in
      let folder = TemporaryFolder.make("attached")
      defer { try? FileManager.default.removeItem(at: folder) }
      let font = folder.appending(path: "font.ttf")
      try Data(repeating: 7, count: 100_000).write(to: font)
      let long = String(repeating: "n", count: 4000)
      let chapters = folder.appending(path: "chapters.txt")
      let hostile = ["../../../../tmp/pwned", "a'b\"c`$(id)", "line\\\nbreak", long, "%s%n%d"]
      let text = hostile.enumerated().map {
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=\($0 * 500)\nEND=\($0 * 500 + 500)\ntitle=\($1)\n"
      }
      try Data((";FFMETADATA1\n" + text.joined()).utf8).write(to: chapters)
      let attachments = (0..<60).flatMap { index in
        [
          "-attach", font.path, "-metadata:s:t:\(index)", "mimetype=application/x-truetype-font",
          "-metadata:s:t:\(index)", "filename=\(hostile[index % hostile.count])",
        ]
      }
      try Clips.ffmpeg(
        picture + sound + ["-f", "ffmetadata", "-i", chapters.path, "-map_chapters", "2"]
          + attachments + ["-map", "0:v", "-map", "1:a"] + plain + ["-y", "file:" + file.path])
    },
    Case(name: "megabytes of words.mkv") { file in
      let folder = TemporaryFolder.make("words")
      defer { try? FileManager.default.removeItem(at: folder) }
      let words = folder.appending(path: "words.txt")
      let line = "comment=" + String(repeating: "lorem ipsum ", count: 300_000)
      try Data((";FFMETADATA1\n" + line + "\n").utf8).write(to: words)
      try Clips.ffmpeg(
        picture + sound + [
          "-f", "ffmetadata", "-i", words.path, "-map_metadata", "2", "-map", "0:v",
        ]
          + ["-map", "1:a"] + plain + ["-y", "file:" + file.path])
    },
  ]
}
