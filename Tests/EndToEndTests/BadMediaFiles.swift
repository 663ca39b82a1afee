import Foundation
import Harness

/// Files that a library should not have, and files with names that nobody should choose.
enum OddFiles {
  /// Broken files, and a part of what is to be said of each.
  static let broken = [
    "Zero (2001).mp4": "0 bytes", "Text (2002).mp4": "not a media file",
    "Cut (2003).mp4": "moov",
  ]

  /// How long each sound clip plays.
  static let seconds = 5.0

  /// Sound clips, each of one colour.
  static let named = [
    (name: #"It's "quoted" `$(id)` (2004).mp4"#, colour: "red"),
    (name: "new\nline (2005).mp4", colour: "green"),
    (name: "100 %d %03d %s (2006).mp4", colour: "blue"),
    (name: "🎬 Ünïcode (2007).mkv", colour: "white"),
    (name: "-dash (2008).mp4", colour: "yellow"),
  ]

  static func make(in folder: URL) throws {
    for (name, colour) in named {
      try Clips.make(colour, seconds: seconds, at: folder.appending(path: name))
    }
    try Data().write(to: folder.appending(path: "Zero (2001).mp4"))
    try Data("this is a text\n".utf8).write(to: folder.appending(path: "Text (2002).mp4"))
    // ffmpeg writes the index of an MP4 at its end.
    let whole = try Data(contentsOf: folder.appending(path: named[0].name))
    try whole.prefix(whole.count / 2).write(to: folder.appending(path: "Cut (2003).mp4"))
  }

  /// A file large enough that nobody has read it all before it is needed; bright at each moment.
  static func makeLong(seconds: Int, at url: URL) throws {
    let part = url.deletingLastPathComponent().appending(path: ".part.mp4")
    defer { try? FileManager.default.removeItem(at: part) }
    try Clips.ffmpeg([
      "-f", "lavfi", "-i", "color=white:s=640x360:r=30,noise=alls=40:allf=t", "-f", "lavfi", "-i",
      "sine=frequency=440:sample_rate=48000", "-t", "10", "-c:v", "libx264", "-preset",
      "ultrafast", "-b:v", "3M", "-maxrate", "3M", "-bufsize", "3M", "-g", "30", "-pix_fmt",
      "yuv420p", "-c:a", "aac", "-ac", "2", "-y", "file:" + part.path,
    ])
    try Clips.ffmpeg([
      "-stream_loop", "\(seconds / 10 - 1)", "-i", "file:" + part.path, "-c", "copy", "-movflags",
      "+faststart", "-y", "file:" + url.path,
    ])
  }
}
