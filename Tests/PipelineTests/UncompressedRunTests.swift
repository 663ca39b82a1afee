import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("Uncompressed sound", .timeLimit(.minutes(1)))
struct UncompressedRunTests {
  private let profile = TranscodeProfile.changed {
    ($0.width, $0.height, $0.frameRate, $0.audioCodec) = (128, 72, 25, .pcm)
    ($0.preset, $0.videoBitrate) = ("ultrafast", 200_000)
  }

  private let probe = MediaProbe(
    container: "matroska,webm", duration: .seconds(2),
    video: VideoStream(
      index: 0, codec: "h264", width: 64, height: 36, pixelFormat: "yuv420p",
      frameRate: Ratio(25), fieldOrder: "progressive"),
    audio: [
      AudioStream(
        index: 1, codec: "flac", channels: 2, sampleRate: 48_000, language: "eng", isDefault: true),
      AudioStream(index: 2, codec: "flac", channels: 2, sampleRate: 48_000, language: "ger"),
    ])

  @Test("comes out as it went in, to the bit, on every track; a run without sound is silent")
  func exact() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/two.mkv"
    let made = try await runFFmpeg([
      "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=2", "-f", "lavfi",
      "-i", "anoisesrc=r=48000:a=0.4:d=2:s=1", "-f", "lavfi", "-i", "sine=f=880:r=48000:d=2",
      "-map", "0", "-map", "1", "-map", "2", "-c:v", "libx264", "-preset", "ultrafast",
      "-pix_fmt", "yuv420p", "-c:a", "flac", "-sample_fmt", "s16", "-ac", "2", "-y", path,
    ])
    #expect(made.errors == "")
    var run = RunRequest(
      path: path, probe: probe, length: .seconds(2),
      decision: CopyDecision(video: .encode, audio: .encode), profile: profile)
    let offered = [AudioRendition(name: "", language: "de", rules: [AudioRule(language: "de")])]
    run.furtherSounds = probe.furtherSounds(offered, profile: profile)
    let file = try await output(run, in: folder)
    for track in 0..<2 {
      let aired = try await samples(of: file, track)
      let source = try await samples(of: path, track)
      // It comes and goes within 8 ms.
      let middle = 2 * 400..<2 * 95_600
      #expect(aired.count >= 2 * 96_000)
      let faults = zip(aired[middle], source[middle]).count { $0 != $1 }
      #expect(faults == 0, "track \(track)")
    }
    run.decision.audio = .silence
    let silent = try await samples(of: try await output(run, in: folder), 0)
    #expect(silent.count >= 2 * 96_000 && silent.count { $0 != 0 } == 0)
  }

  private func output(_ run: RunRequest, in folder: TestFolder) async throws -> String {
    let result = try await runFFmpeg(arguments(for: run))
    #expect(result.status == 0, "\(result.errors)")
    let file = folder.path + "/run.ts"
    try result.output.write(to: URL(fileURLWithPath: file))
    return file
  }

  private func samples(of file: String, _ track: Int) async throws -> [Int16] {
    let result = try await runFFmpeg([
      "-nostdin", "-v", "error", "-i", file, "-map", "0:a:\(track)", "-f", "s16le", "pipe:1",
    ])
    #expect(result.errors == "")
    return result.output.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
  }
}
