import Foundation
import Glibc
import TestSupport

/// Small media files made with ffmpeg, once for all tests of this process.
enum Clips {
  /// A second and a half of picture and sound; the index is at the end.
  static let film = Result { try make("film.mp4", picture + sound + codecs) }
  /// The same with the index at the beginning.
  static let streamable = Result {
    try make("streamable.mp4", picture + sound + codecs + ["-movflags", "faststart"])
  }
  /// Picture alone.
  static let silent = Result { try make("silent.mkv", picture + codecs) }
  /// Sound alone.
  static let song = Result { try make("song.m4a", sound + ["-c:a", "aac"]) }
  /// A picture with three sound tracks.
  static let tracks = Result {
    try make(
      "tracks.mkv",
      picture + sound + ["-map", "0", "-map", "1", "-map", "1", "-map", "1"] + codecs)
  }
  /// Sound with a cover inside.
  static let covered = Result {
    try make(
      "covered.mp3",
      sound + ["-f", "lavfi", "-i", "color=red:s=64x64:r=1:d=1", "-map", "0", "-map", "1"]
        + ["-c:a", "libmp3lame", "-c:v", "png", "-disposition:v", "attached_pic"])
  }
  /// Half a second.
  static let flash = Result { try make("flash.mp4", picture + ["-t", "0.5"] + codecs) }
  /// Written as to a pipe, so that its length is nowhere in it.
  static let recording = Result { try make("recording.mkv", picture + codecs + ["-live", "1"]) }
  /// Subtitles and nothing else.
  static let words = Result { try makeWords() }
  /// A little over two minutes with a key frame each eight seconds, in a stream
  /// whose clock does not begin at zero.
  static let long = Result {
    try make(
      "long.ts",
      ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=130"] + codecs
        + ["-g", "40", "-x264-params", "scenecut=0"])
  }

  private static let picture = ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=1.52"]
  private static let sound = ["-f", "lavfi", "-i", "sine=r=48000:d=1.6"]
  private static let codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"]

  /// The folder goes when the process ends.
  private static let folder = {
    let path = "/tmp/exstreamtv-clips-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: "/tmp/exstreamtv-clips-\(getpid())") }
    return path
  }()

  private static func make(_ name: String, _ words: [String]) throws -> String {
    let path = folder + "/" + name
    try run("/usr/bin/ffmpeg", ["-v", "error", "-nostdin"] + words + [path])
    return path
  }

  private static func makeWords() throws -> String {
    let text = folder + "/words.srt"
    try Data("1\n00:00:00,500 --> 00:00:09,000\nHello\n".utf8).write(to: URL(filePath: text))
    return try make("words.mkv", ["-i", text])
  }
}

/// Runs a program to its end.
func run(_ program: String, _ words: [String]) throws {
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = words
  try process.run()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw Failed(program: program, words: words, status: process.terminationStatus)
  }
}

/// A program that a test needs did not do its work.
struct Failed: Error {
  var program: String
  var words: [String]
  var status: Int32
}

/// Files that came with the tests.
enum Fixture {
  static func path(_ name: String) -> String {
    Bundle.module.bundlePath + "/Fixtures/" + name
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }

  /// A program that stands in for ffprobe.
  static func program(_ name: String) -> String { path("programs/" + name) }
}
