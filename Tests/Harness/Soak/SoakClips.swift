package import Foundation

/// A clip of the soak, known by its colour and its tone.
package struct SoakClip: Sendable {
  /// What the guide calls it.
  package var title: String
  /// The colour of its picture.
  package var colour: String
  /// The pitch of its tone in hertz; nil: it has no sound.
  package var tone: Double?
  /// Its length.
  package var seconds: Double
  /// The name of its file.
  package var file: String
  var rate: String
  var video: [String]
  var audio: [String]
  /// By how many milliseconds its tone comes after its picture in the file itself: an AVI can't
  /// say that an MP3 begins with 1105 samples of the encoder's own.
  package var lag: Double
}

extension SoakClip {
  private static let plain = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
  private static let deep = [
    "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-bf", "3",
  ]
  private static let aac = ["-c:a", "aac", "-ac", "2", "-ar", "48000"]
  private static let slowAAC = ["-c:a", "aac", "-ac", "2", "-ar", "44100"]

  /// Clips of 5 to 20 seconds: some can be copied, some can't; 24 to 60 pictures a second,
  /// 44.1 and 48 kHz, tones of whole hundreds of hertz, with pictures that lead their key frame, and without sound.
  package static let all: [SoakClip] = [
    clip("Red Alpha", 400, 7, "mp4", "30", plain + ["-g", "30"], aac),
    clip(
      "Green Bravo", 600, 8.2, "mkv", "25", deep + ["-g", "50", "-x264-params", "open-gop=1"], aac),
    clip(
      "Blue Charlie", 800, 6.4, "avi", "24000/1001", ["-c:v", "mpeg4", "-q:v", "4"],
      ["-c:a", "libmp3lame", "-ar", "44100"], lag: 25),
    clip("White Delta", 1000, 5.5, "mp4", "60", plain + ["-g", "60"], aac),
    clip("Yellow Echo", 1200, 9.1, "mp4", "30000/1001", plain + ["-g", "60"], slowAAC),
    clip(
      "Magenta Foxtrot", 1400, 11.3, "ts", "25", ["-c:v", "mpeg2video", "-q:v", "4", "-bf", "2"],
      ["-c:a", "ac3", "-ar", "48000"]),
    clip("Red Golf", nil, 7.7, "mp4", "30", plain + ["-g", "45"], ["-an"]),
    clip("Green Hotel", 1600, 5.1, "mp4", "50", plain + ["-g", "50"], slowAAC),
    clip(
      "Blue India", 1800, 12.4, "mkv", "24", deep + ["-g", "48", "-x264-params", "open-gop=1"], aac),
    clip("White Juliet", 2000, 19.6, "mp4", "30", ["-c:v", "mpeg4", "-q:v", "4"], slowAAC),
    clip(
      "Yellow Kilo", 2200, 15.2, "mp4", "25",
      deep + ["-g", "50", "-x264-params", "b-pyramid=normal"], aac),
    clip("Magenta Lima", 2400, 10.4, "mp4", "30", deep + ["-g", "60"], aac),
  ]

  private static func clip(
    _ title: String, _ tone: Double?, _ seconds: Double, _ kind: String, _ rate: String,
    _ video: [String], _ audio: [String], lag: Double = 0
  ) -> SoakClip {
    SoakClip(
      title: title, colour: title.prefix { $0 != " " }.lowercased(), tone: tone, seconds: seconds,
      file: "\(title) (2001).\(kind)", rate: rate, video: video, audio: audio, lag: lag)
  }

  /// The clip of a title.
  package static func titled(_ title: String) -> SoakClip? { all.first { $0.title == title } }

  /// A folder with all clips; made once.
  package static func folder() throws -> URL {
    let folder = Root.folder.appending(path: ".build/test-media/soak-\(version)")
    if FileManager.default.fileExists(atPath: folder.path) { return folder }
    let fresh = folder.appendingPathExtension("new")
    try? FileManager.default.removeItem(at: fresh)
    try FileManager.default.createDirectory(at: fresh, withIntermediateDirectories: true)
    for clip in all { try clip.make(at: fresh.appending(path: clip.file)) }
    try FileManager.default.moveItem(at: fresh, to: folder)
    return folder
  }

  /// Other clips are made where other arguments make them.
  private static var version: UInt32 {
    all.flatMap { Array("\($0)".utf8) }.reduce(0) { $0 &* 31 &+ UInt32($1) }
  }

  private func make(at url: URL) throws {
    try Clips.ffmpeg(
      [
        "-f", "lavfi", "-i", "color=\(colour):s=640x360:r=\(rate)", "-f", "lavfi", "-i",
        "sine=frequency=\(tone ?? 440):sample_rate=48000", "-t", "\(seconds)",
      ] + video + audio + ["-y", "file:" + url.path])
  }

  /// The colour whose picture has these means of luma and chroma; nil for black, and for the
  /// words of a screen, which are near no clip's colour.
  package static func colour(ofMeans means: [Int]) -> String? {
    guard means.count == 3 else { return nil }
    let nearest = references.min { distance($0.means, means) < distance($1.means, means) }
    return nearest.flatMap { distance($0.means, means) < 30 * 30 ? $0.name : nil }
  }

  private static let references: [(name: String?, means: [Int])] = [
    ("red", [81, 90, 240]), ("green", [81, 91, 81]), ("blue", [41, 240, 110]),
    ("white", [235, 128, 128]), ("yellow", [210, 16, 146]), ("magenta", [106, 202, 222]),
    (nil, [16, 128, 128]),
  ]

  private static func distance(_ first: [Int], _ second: [Int]) -> Int {
    zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
