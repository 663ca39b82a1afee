package import Foundation

/// Files that nobody should have: no media, damaged, with far too much in them, or called so that
/// their names do harm where they become text.
package struct HostileFile: Sendable {
  /// What it is called.
  package let name: String
  /// Makes it at a place.
  package let make: @Sendable (URL) throws -> Void

  private static let sound = ["-f", "lavfi", "-i", "sine=440:r=48000"]
  private static let picture = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25"]
  private static let plain = [
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac",
    "-ac", "2", "-t", "3",
  ]

  private static func clip(_ name: String, _ more: [String] = plain) -> HostileFile {
    HostileFile(name: name) {
      try Clips.ffmpeg(picture + sound + more + ["-y", "file:" + $0.path])
    }
  }

  /// A clip of which some bytes are changed.
  private static func damaged(
    _ name: String, _ change: @escaping @Sendable (inout [UInt8]) -> Void
  ) -> HostileFile {
    HostileFile(name: name) { file in
      try Clips.ffmpeg(picture + sound + plain + ["-y", "file:" + file.path])
      var bytes = [UInt8](try Data(contentsOf: file))
      change(&bytes)
      try Data(bytes).write(to: file)
    }
  }

  /// All of them.
  package static let all: [HostileFile] = files + tracks + names

  private static let files = [
    HostileFile(name: "empty.mp4") { try Data().write(to: $0) },
    HostileFile(name: "text.mkv") { try Data("no film".utf8).write(to: $0) },
    HostileFile(name: "page.ts") { try Data("<html><body>404</body></html>".utf8).write(to: $0) },
    HostileFile(name: "list.mp4") {
      try Data("#EXTM3U\n#EXTINF:2,\nfile:/etc/passwd\n".utf8).write(to: $0)
    },
    HostileFile(name: "concat.mkv") {
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
    HostileFile(name: "size changes.ts") { file in
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
    HostileFile(name: "names within.mkv") { file in
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
    HostileFile(name: "megabytes of words.mkv") { file in
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
