import Foundation
import Sources
import TestSupport
import Testing

extension ScanFolder {
  /// Has ffmpeg make a file.
  func make(_ words: [String]) throws {
    let made = Process()
    made.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    made.arguments = ["-nostdin", "-v", "error", "-y"] + words
    try made.run()
    made.waitUntilExit()
    #expect(made.terminationStatus == 0)
  }
}

extension ScannedMedia {
  /// Takes its subtitles out into a folder, on a thread of its own.
  func extracted(
    into folder: String, with ffmpeg: String
  ) async throws -> SubtitleExtraction.Outcome {
    try await onThread {
      try SubtitleExtraction(ffmpeg: ffmpeg).outcome(
        of: path, stamp: stamp, probe: probe, into: folder, isCancelled: { false })
    }
  }
}

extension ImageSubtitles {
  /// A white bar from half a second to one and a half.
  static let whiteBar = ImageSubtitles(width: 128, height: 128)
    .file(from: 0.5, to: 1.5, at: (32, 100), size: (64, 16))
}
