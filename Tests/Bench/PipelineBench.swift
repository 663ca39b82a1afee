import Foundation
import Glibc
import Harness
import Library
import Packaging
import Pipeline
import Playout

/// The run arguments and the splicer beside bare ffmpeg doing the same work.
enum PipelineBench {
  /// How much of the clip is made in one measurement.
  private static let length = Span.seconds(20)
  private static let turns = 4

  static func run(_ tell: ([Row]) -> Void) throws {
    let folder = TemporaryFolder.make("pipeline")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, height) in [("720p", 720), ("1080p", 1080)] {
      let clip = folder.appending(path: "\(name).mp4")
      try make(height: height, length: length, at: clip)
      guard let probe = try Scanned.probes(in: folder)[clip.lastPathComponent] else {
        throw Failure("\(name) could not be scanned")
      }
      tell(try encode(clip, probe, height: height, name))
      if height == 720 { tell(try copy(clip, probe)) }
    }
  }

  /// Twenty seconds that cost an encoder something: moving patterns with noise.
  static func make(height: Int, length: Span, at file: URL) throws {
    let width = height * 16 / 9
    try Clips.ffmpeg([
      "-f", "lavfi", "-i", "testsrc2=s=\(width)x\(height):r=25,noise=c0s=8:allf=t", "-f", "lavfi",
      "-i", "sine=440:r=48000", "-t", "\(length.milliseconds / 1000)", "-c:v", "libx264",
      "-preset", "ultrafast", "-profile:v", "main", "-bf", "0", "-b:v", "5M", "-g", "50",
      "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", "-y", file.path,
    ])
  }

  private static func encode(
    _ clip: URL, _ probe: MediaProbe, height: Int, _ name: String
  ) throws -> [Row] {
    let profile = profile(height: height)
    let words = arguments(for: Played.request(clip, probe, profile, length: length))
    let filters = "scale=\(profile.width):\(profile.height),fps=\(profile.frameRate)"
    let bare =
      ["-nostdin", "-v", "error", "-i", clip.path, "-map", "0:v", "-vf", filters]
      + coding("-c:v", in: words) + ["-map", "0:a"] + coding("-c:a", in: words)
      + ["-t", "\(length.milliseconds / 1000)", "-f", "mpegts", "pipe:1"]
    return try rows("\(name) encode", words, bare)
  }

  static func profile(height: Int) -> TranscodeProfile {
    TranscodeProfile(
      name: "\(height)", width: height * 16 / 9, height: height, frameRate: 25,
      videoBitrate: height == 720 ? 3_000_000 : 6_000_000, preset: "veryfast",
      audioBitrate: 128_000, allowsCopy: false)
  }

  private static func copy(_ clip: URL, _ probe: MediaProbe) throws -> [Row] {
    let profile = TranscodeProfile(
      name: "copy", width: 1280, height: 720, frameRate: 25, videoBitrate: 8_000_000,
      preset: "veryfast", audioBitrate: 128_000, allowsCopy: true)
    let run = Played.request(clip, probe, profile, length: length)
    guard run.decision.video == .copy else { throw Failure("the clip would not be copied") }
    return try rows(
      "copy", arguments(for: run),
      ["-nostdin", "-v", "error", "-i", clip.path, "-c", "copy", "-f", "mpegts", "pipe:1"])
  }

  /// An encoder's own words: from its name to what is mapped next, or to the output's length.
  static func coding(_ option: String, in words: [String]) -> [String] {
    guard let start = words.firstIndex(of: option) else { return [] }
    return Array(words[start...].prefix { $0 != "-map" && $0 != "-t" })
  }

  private static func rows(
    _ what: String, _ ours: [String], _ bare: [String]
  ) throws -> [Row] {
    var takes: [(ours: PipeTake, bare: PipeTake)] = []
    // The first of two runs is the slower one, so each goes first as often as the other.
    for turn in 0..<turns {
      let early = turn % 2 == 0 ? try PipeTake(spliced: ours) : nil
      let beside = try PipeTake(bare: [bare])
      takes.append((try early ?? PipeTake(spliced: ours), beside))
    }
    func row(_ name: String, _ unit: String, _ aim: String, _ part: (PipeTake) -> Double) -> Row {
      Row(
        what: "\(what) by a run's arguments and the splicer: \(name)",
        ours: takes.map { part($0.ours) }.median, bare: takes.map { part($0.bare) }.median,
        unit: unit, aim: aim)
    }
    let seconds = Double(length.milliseconds) / 1000
    return [
      row("time for 20 s", "s", "within 1.1") { $0.seconds },
      row("processor time for each second of television", "ms", "within 1.1") {
        $0.processor * 1000 / seconds
      },
      row("until the first picture", "s", "") { $0.firstPicture },
      row("peak memory of ffmpeg", "MB", "") { $0.megabytes },
    ]
  }
}
