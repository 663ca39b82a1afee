import Foundation

/// What ffmpeg sees in a stream.
package enum Decoder {
  /// Decodes everything and returns what ffmpeg complained about.
  package static func complaints(about stream: [UInt8]) throws -> String {
    try withFile(stream) { file in
      try Child.output(
        of: "ffmpeg",
        [
          "-nostdin", "-v", "warning", "-i", file.path, "-fps_mode", "passthrough",
          "-enc_time_base", "-1", "-f", "null", "-",
        ], within: .seconds(180)
      ).text
    }
  }

  /// The pitch of a stream's sound to the next 20 Hz, quarter for quarter of a second.
  ///
  /// Zero where it is silent. Quarters in which it changes are left out.
  package static func tones(of stream: [UInt8]) throws -> [Int] {
    try withFile(stream) { file in
      let raw = file.deletingPathExtension().appendingPathExtension("raw")
      try Clips.ffmpeg([
        "-i", file.path, "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "s8", "-c:a",
        "pcm_s8", "-y", raw.path,
      ])
      let samples = [UInt8](try Data(contentsOf: raw)).map { Int8(bitPattern: $0) }
      let found = stride(from: 0, to: samples.count - 12_000, by: 12_000).map { start in
        let part = samples[start..<start + 12_000]
        let crossings = zip(part, part.dropFirst()).count { $0 < 0 && $1 >= 0 }
        return Int((Double(crossings) * 4 / 20).rounded()) * 20
      }
      return found.indices.dropFirst().filter { found[$0] == found[$0 - 1] }.map { found[$0] }
    }
  }

  /// The colour in the middle of each picture, with its time from the first one's.
  package static func colours(of stream: [UInt8]) throws -> [(time: Double, rgb: [UInt8])] {
    try withFile(stream) { file in
      let raw = file.deletingPathExtension().appendingPathExtension("rgb")
      let times = try Child.output(
        of: "ffprobe",
        [
          "-v", "error", "-select_streams", "v", "-show_entries", "frame=pts_time", "-of",
          "csv=p=0", file.path,
        ], within: .seconds(180)
      ).text.split(whereSeparator: \.isNewline)
        .compactMap { Double($0.prefix { $0 != "," }) }
      try Clips.ffmpeg([
        "-i", file.path, "-map", "0:v", "-vsync", "passthrough", "-vf",
        "crop=16:16,scale=1:1", "-pix_fmt", "rgb24", "-f", "rawvideo", "-y", raw.path,
      ])
      let pixels = [UInt8](try Data(contentsOf: raw))
      let count = min(times.count, pixels.count / 3)
      return (0..<count).map {
        (times[$0] - times[0], Array(pixels[$0 * 3..<$0 * 3 + 3]))
      }
    }
  }

  /// The name of the test colour that a pixel is nearest to; nil for black.
  package static func name(of rgb: [UInt8]) -> String? {
    guard rgb.contains(where: { $0 > 60 }) else { return nil }
    return Clips.colours.min { distance($0.rgb, rgb) < distance($1.rgb, rgb) }?.name
  }

  private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    zip(first, second).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
  }

  private static func withFile<Result>(
    _ stream: [UInt8], _ body: (URL) throws -> Result
  ) throws -> Result {
    let folder = TemporaryFolder.make("decode")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "stream.ts")
    try Data(stream).write(to: file)
    return try body(file)
  }
}
