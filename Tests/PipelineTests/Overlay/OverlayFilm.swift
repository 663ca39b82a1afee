import Foundation
import Library
import Pipeline
import Playout
import Testing

/// Runs with something drawn over them, as small as can be, and their pictures.
enum OverlayFilm {
  static let width = 320
  static let height = 180

  static var profile: TranscodeProfile {
    var profile = TranscodeProfile(
      name: "small", width: width, height: height, frameRate: 25, videoBitrate: 4_000_000,
      preset: "ultrafast", audioBitrate: 64_000, allowsCopy: true)
    profile.threads = 1
    return profile
  }

  /// A run of black pictures with an overlay.
  static func black(_ overlay: Overlay, frames: Int) -> RunRequest {
    var run = RunRequest(
      path: "/none", probe: MediaProbe(container: "mp4", duration: .seconds(60)), frames: frames,
      decision: CopyDecision(video: .black, audio: .silence), profile: profile)
    run.overlay = overlay
    return run
  }

  /// Writes what a run needs, makes it, and gives its pictures back.
  static func pictures(of run: RunRequest, sourceLocation: SourceLocation = #_sourceLocation)
    async throws -> [Picture]
  {
    for script in run.scripts {
      try Data(script.text.utf8).write(to: URL(filePath: script.path))
    }
    let made = try await runFFmpeg(arguments(for: run))
    let told = made.errors.split(separator: "\n").filter { line in
      !["Glyph 0x", "deprecated pixel format", "EOI missing", "Last message"].contains {
        line.contains($0)
      }
    }
    #expect(told == [], sourceLocation: sourceLocation)
    #expect(made.status == 0, sourceLocation: sourceLocation)
    let folder = try TestFolder()
    try made.output.write(to: URL(filePath: folder.path + "/run.ts"))
    let decoded = try await runFFmpeg([
      "-v", "error", "-i", folder.path + "/run.ts", "-map", "0:v", "-pix_fmt", "rgb24", "-f",
      "rawvideo", "-",
    ])
    let bytes = [UInt8](decoded.output)
    let size = run.profile.width * run.profile.height * 3
    #expect(bytes.count / size == run.frames, sourceLocation: sourceLocation)
    return (0..<bytes.count / size).map { index in
      Picture(bytes: Array(bytes[index * size..<(index + 1) * size]), width: run.profile.width)
    }
  }

  /// A red square as a file.
  static func redSquare(at path: String, _ source: String = "color=red:s=40x40") async throws {
    let made = try await runFFmpeg([
      "-v", "error", "-y", "-f", "lavfi", "-i", source, "-frames:v", "1", path,
    ])
    #expect(made.status == 0)
  }
}

/// One decoded picture.
struct Picture: Equatable {
  var bytes: [UInt8]
  var width: Int

  /// Red, green and blue of a pixel.
  subscript(x: Int, y: Int) -> (red: Int, green: Int, blue: Int) {
    let place = (y * width + x) * 3
    return (Int(bytes[place]), Int(bytes[place + 1]), Int(bytes[place + 2]))
  }

  /// The smallest box around all pixels that are brighter than a value in one colour.
  func box(in part: CGRect? = nil, over least: Int = 110) -> [Int]? {
    var box: [Int]?
    for y in 0..<bytes.count / 3 / width {
      for x in 0..<width where part?.contains(CGPoint(x: x, y: y)) ?? true {
        let pixel = self[x, y]
        guard max(pixel.red, pixel.green, pixel.blue) > least else { continue }
        let old = box ?? [x, y, x, y]
        box = [min(old[0], x), min(old[1], y), max(old[2], x), max(old[3], y)]
      }
    }
    return box
  }

  /// The mean difference to another picture.
  func difference(to other: Picture) -> Double {
    let sum = zip(bytes, other.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(max(1, bytes.count))
  }
}
