import Foundation
import Harness
import Library
import Packaging
import Pipeline
import Playout

/// One run that makes three sizes, beside three bare encodes and beside one bare ffmpeg whose graph
/// is split alike.
enum LadderBench {
  private static let length = Span.seconds(10)
  private static let turns = 3

  static func run(_ tell: ([Row]) -> Void) throws {
    let folder = TemporaryFolder.make("ladder")
    defer { try? FileManager.default.removeItem(at: folder) }
    let clip = folder.appending(path: "1080p.mp4")
    try PipelineBench.make(height: 1080, length: length, at: clip)
    guard let probe = try Scanned.probes(in: folder)[clip.lastPathComponent] else {
      throw Failure("the clip could not be scanned")
    }
    var profile = PipelineBench.profile(height: 1080)
    profile.ladder = [
      LadderRung(width: 1280, height: 720, videoBitrate: 3_000_000),
      LadderRung(width: 640, height: 360, videoBitrate: 800_000),
    ]
    let words = arguments(for: Played.request(clip, probe, profile, length: length))
    var renditions = StreamRenditions()
    renditions.pictures = profile.ladder.count
    var takes: [(ours: PipeTake, three: PipeTake, split: PipeTake)] = []
    for _ in 0..<turns {
      takes.append(
        (
          try PipeTake(spliced: words, renditions: renditions),
          try PipeTake(bare: threeEncodes(clip, words, profile)),
          try PipeTake(bare: [splitEncode(clip, words, profile)])
        ))
    }
    let seconds = length.seconds
    func row(
      _ what: String, _ unit: String, _ aim: String, _ bare: KeyPath<PipeTake, Double>,
      isSplit: Bool, per: Double = 1
    ) -> Row {
      let beside = takes.map { (isSplit ? $0.split : $0.three)[keyPath: bare] / per }
      return Row(
        what: "1080p, 720p and 360p by one run and the splicer beside "
          + "\(isSplit ? "one bare ffmpeg that splits" : "three bare encodes at once"): \(what)",
        ours: takes.map { $0.ours[keyPath: bare] / per }.median, bare: beside.median, unit: unit,
        aim: aim)
    }
    tell([
      row("time for 10 s", "s", "less", \.seconds, isSplit: false),
      row(
        "processor seconds for each second of television", "s", "less", \.processor,
        isSplit: false, per: seconds),
      row("peak memory of ffmpeg", "MB", "less", \.megabytes, isSplit: false),
      row("time for 10 s", "s", "within 1.05", \.seconds, isSplit: true),
      row(
        "processor seconds for each second of television", "s", "within 1.05", \.processor,
        isSplit: true, per: seconds),
    ])
  }

  /// The same work as three ffmpegs, of which one makes the sound too.
  private static func threeEncodes(
    _ clip: URL, _ words: [String], _ profile: TranscodeProfile
  ) -> [[String]] {
    sizes(of: profile).enumerated().map { place, size in
      ["-nostdin", "-v", "error", "-i", clip.path, "-map", "0:v", "-vf", "scale=\(size),fps=25"]
        + PipelineBench.coding("-c:v:\(place)", in: words).map {
          $0.replacing(":v:\(place)", with: ":v").replacing("-c:v:\(place)", with: "-c:v")
        } + (place == 0 ? ["-map", "0:a"] + PipelineBench.coding("-c:a", in: words) : [])
        + ["-t", "\(length.milliseconds / 1000)", "-f", "mpegts", "pipe:1"]
    }
  }

  /// The same work as one ffmpeg.
  private static func splitEncode(
    _ clip: URL, _ words: [String], _ profile: TranscodeProfile
  ) -> [String] {
    let sizes = sizes(of: profile)
    let outputs = sizes.indices.map { "[s\($0)]" }.joined()
    let scales = sizes.enumerated().map { "[s\($0)]scale=\($1)[v\($0)]" }.joined(separator: ";")
    return [
      "-nostdin", "-v", "error", "-i", clip.path, "-filter_complex",
      "[0:v]fps=25,split=\(sizes.count)\(outputs);\(scales)",
    ]
      + sizes.indices.flatMap {
        ["-map", "[v\($0)]"] + PipelineBench.coding("-c:v:\($0)", in: words)
      } + ["-map", "0:a"] + PipelineBench.coding("-c:a", in: words)
      + ["-t", "\(length.milliseconds / 1000)", "-f", "mpegts", "pipe:1"]
  }

  private static func sizes(of profile: TranscodeProfile) -> [String] {
    ["\(profile.width):\(profile.height)"] + profile.ladder.map { "\($0.width):\($0.height)" }
  }
}
