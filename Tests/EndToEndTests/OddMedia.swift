import Foundation
import Harness

/// Files as they lie about in libraries: each is legal, or damaged in one way.
enum OddMedia {
  /// How long each plays.
  static let seconds = 3.0

  private static let fast = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "30"]
  private static let sound = ["-c:a", "aac", "-ac", "2", "-ar", "48000"]

  /// One file and the colour that its viewers should see; the title on a card where that is nil.
  struct Film: Sendable {
    var name: String
    var colour: String?
    var make: @Sendable (URL, String) throws -> Void
  }

  /// The files in the order in which they are played.
  static let films: [Film] = [
    Film(name: "01 No sound.mp4", colour: "red") {
      try encode($1, to: $0, sound: ["-an"])
    },
    Film(name: "13 No picture.m4a", colour: nil) {
      try Clips.ffmpeg([
        "-f", "lavfi", "-i", "sine=frequency=440", "-t", "\(seconds)", "-c:a", "aac", "-y",
        "file:" + $0.path, "-metadata", "comment=\($1)",
      ])
    },
    Film(name: "03 Eight channels.mkv", colour: "green") {
      try encode(
        $1, to: $0, sound: ["-c:a", "aac", "-ac", "8", "-ar", "44100"])
    },
    Film(name: "04 Varying rate.mkv", colour: "blue") {
      try encode($1, to: $0, filter: "select='gt(mod(n,7),2)+lt(n,2)'", more: ["-fps_mode", "vfr"])
    },
    Film(name: "05 Interlaced.ts", colour: "white") {
      try encode(
        $1, to: $0, filter: "tinterlace=interleave_top,fieldorder=tff",
        more: ["-flags", "+ilme+ildct", "-c:v", "mpeg2video", "-b:v", "1M"])
    },
    Film(name: "06 Turned.mp4", colour: "yellow") {
      let flat = $0.deletingPathExtension().appendingPathExtension("flat.mp4")
      defer { try? FileManager.default.removeItem(at: flat) }
      try encode($1, to: flat)
      try Clips.ffmpeg([
        "-i", "file:" + flat.path, "-c", "copy", "-metadata:s:v", "rotate=90", "-y",
        "file:" + $0.path,
      ])
    },
    Film(name: "07 Cover as video.mp4", colour: "red") { url, colour in
      let cover = url.deletingPathExtension().appendingPathExtension("jpg")
      defer { try? FileManager.default.removeItem(at: cover) }
      try Clips.ffmpeg([
        "-f", "lavfi", "-i", "color=\(colour):s=320x320", "-frames:v", "1", "-y",
        "file:" + cover.path,
      ])
      try Clips.ffmpeg([
        "-f", "lavfi", "-i", "sine=frequency=440", "-i", "file:" + cover.path, "-map", "0:a",
        "-map", "1:v", "-t", "\(seconds)", "-c:a", "aac", "-c:v", "mjpeg", "-disposition:v",
        "attached_pic", "-y", "file:" + url.path,
      ])
    },
    Film(name: "12 Clock jumps.ts", colour: "magenta") { url, colour in
      let part = url.deletingPathExtension().appendingPathExtension("part.ts")
      defer { try? FileManager.default.removeItem(at: part) }
      var bytes = Data()
      for offset in ["40000", "95443", "100"] {
        try encode(colour, to: part, length: seconds / 3, more: ["-output_ts_offset", offset])
        bytes += try Data(contentsOf: part)
      }
      try bytes.write(to: url)
    },
    Film(name: "09 Corrupt pictures.mp4", colour: "red") {
      try encode($1, to: $0, filter: "noise=alls=20:allf=t")
      try DamagedFile.breakPictures(of: $0.path)
    },
    Film(name: "10 Grows midway.ts", colour: "green") { url, colour in
      let part = url.deletingPathExtension().appendingPathExtension("part.ts")
      defer { try? FileManager.default.removeItem(at: part) }
      var bytes = Data()
      for (size, offset) in [("320x180", "0"), ("640x480", "1.5")] {
        try encode(
          colour, to: part, size: size, length: seconds / 2, more: ["-output_ts_offset", offset])
        bytes += try Data(contentsOf: part)
      }
      try bytes.write(to: url)
    },
    Film(name: "11 Thirty attachments.mkv", colour: "blue") { url, colour in
      let font = url.deletingPathExtension().appendingPathExtension("ttf")
      defer { try? FileManager.default.removeItem(at: font) }
      try Data(repeating: 7, count: 5000).write(to: font)
      let attached = (0..<30).flatMap {
        ["-attach", font.path, "-metadata:s:t:\($0)", "mimetype=font/ttf"]
      }
      try encode(colour, to: url, more: attached)
    },
    Film(name: "08 Sound unknown.mkv", colour: "white") {
      try encode($1, to: $0)
      try DamagedFile.estrangeSound(of: $0.path)
    },
  ]

  /// Makes all of them in a folder.
  static func make(in folder: URL) throws {
    for film in films { try film.make(folder.appending(path: film.name), film.colour ?? "red") }
  }

  private static func encode(
    _ colour: String, to url: URL, size: String = "320x180", length: Double = seconds,
    filter: String = "null", sound: [String] = sound, more: [String] = []
  ) throws {
    try Clips.ffmpeg(
      [
        "-f", "lavfi", "-i", "color=\(colour):s=\(size):r=30", "-f", "lavfi", "-i",
        "sine=frequency=440:sample_rate=48000", "-t", "\(length)", "-vf", filter,
      ] + fast + ["-pix_fmt", "yuv420p"] + sound + more + ["-y", "file:" + url.path])
  }
}
