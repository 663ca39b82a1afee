import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("Bringing sound to a loudness", .serialized, .timeLimit(.minutes(2)))
struct LevellingTests {
  private static func levelling(
    _ integrated: Double, peak: Double, stream: Int = 1, to level: Double = -23,
    encodes: Bool = false
  ) -> Levelling {
    Levelling(
      measured: Loudness(stream: stream, integrated: integrated, range: 5, truePeak: peak),
      target: LoudnessTarget(level: level, encodesCopies: encodes))
  }

  private func request(
    _ clip: Clip, _ levelling: Levelling?, path: String = "/media/a"
  ) -> RunRequest {
    let profile = TranscodeProfile.builtIn[0]
    var request = RunRequest(
      path: path, probe: clip.probe, frames: 30,
      decision: copyDecision(for: clip.probe, profile: profile, targetDuration: 3)
        .levelled(by: levelling), profile: profile)
    request.levelling = levelling
    return request
  }

  private func vector(_ request: RunRequest) -> String {
    Pipeline.arguments(for: request).map(escaped).joined(separator: "\n") + "\n"
  }

  @Test(
    "is one gain in the arguments of the golden files",
    arguments: [
      ("loudness-softer", levelling(-14.04, peak: -0.3)),
      ("loudness-louder", levelling(-31, peak: -12)),
    ])
  func golden(name: String, levelling: Levelling) throws {
    try compare(vector(request(.surround, levelling)), withGolden: name)
  }

  @Test("leaves the arguments alone where nothing was measured, or another track, or it is right")
  func untouched() {
    let plain = vector(request(.surround, nil))
    for levelling in [
      Self.levelling(-14, peak: 0, stream: 7), Self.levelling(-23.02, peak: -9),
    ] { #expect(vector(request(.surround, levelling)) == plain) }
    var afresh = request(.surround, Self.levelling(-14, peak: 0))
    afresh.forgetsScan = true
    #expect(!vector(afresh).contains("volume="))
  }

  @Test("leaves copied sound as it is and says so, unless the station keeps its level at all costs")
  func copies() {
    let loud = Self.levelling(-14, peak: 0)
    let left = request(.fitting, loud)
    #expect(left.decision.audio == .copy && left.decision.blockers.isEmpty)
    #expect(left.decision.soundRemark(loud) == "sound left 9.0 dB too loud as it is copied")
    #expect(vector(left) == vector(request(.fitting, nil)))

    let kept = Self.levelling(-14, peak: 0, encodes: true)
    let encoded = request(.fitting, kept)
    #expect(encoded.decision.video == .copy && encoded.decision.audio == .encode)
    #expect(encoded.decision.blockers == [.loudness(-9)])
    #expect(encoded.decision.blockers.map(\.description) == ["the sound is 9.0 dB too loud"])
    #expect(encoded.decision.soundRemark(kept) == "sound -9.0 dB")
    #expect(vector(encoded).contains("volume=-9.0dB"))

    let near = Self.levelling(-22.2, peak: -3, encodes: true)
    #expect(request(.fitting, near).decision.audio == .copy, "within what is hardly heard")
  }

  /// A noise or a tone through the analysis and then through a run, with the real ffmpeg.
  @Test(
    "ends within half a LU of the target, whatever it was",
    arguments: [
      ("anoisesrc=r=48000:c=pink:a=0.9:d=6", 2), ("anoisesrc=r=48000:c=brown:a=0.1:d=6", 2),
      ("sine=997:r=44100:d=6,volume=15dB", 2), ("sine=997:r=48000:d=6,volume=-22dB", 1),
      ("anoisesrc=r=48000:c=brown:a=0.9:d=6", 6),
    ])
  func real(source: String, channels: Int) async throws {
    let folder = try TestFolder()
    let path = folder.path + "/sound.mkv"
    let made = try await runFFmpeg([
      "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=6", "-f", "lavfi", "-i", source,
      "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "flac", "-ac", "\(channels)", path,
    ])
    #expect(made.status == 0, "\(made.errors)")
    var probe = Clip.surround.probe
    probe.duration = .seconds(6)
    probe.audio[0].channels = channels
    let measured = try #require(try await measure(path, probe).loudness)
    #expect(abs(measured.integrated + 23) > 2, "it has to be changed at all")

    var run = request(
      .surround,
      Levelling(measured: measured, target: LoudnessTarget(level: -23)), path: path)
    run.probe = probe
    run.frames = 180
    run.decision = CopyDecision(video: .encode, audio: .encode)
    let aired = try await runFFmpeg(Pipeline.arguments(for: run))
    #expect(aired.status == 0, "\(aired.errors)")
    let stream = folder.path + "/aired.ts"
    try aired.output.write(to: URL(fileURLWithPath: stream))
    var airedProbe = Clip.transportStream.probe
    airedProbe.duration = .seconds(6)
    let heard = try #require(try await measure(stream, airedProbe).loudness)
    #expect(abs(heard.integrated + 23) <= 0.5, "\(measured.integrated) became \(heard.integrated)")
    #expect(heard.truePeak <= 0)
  }

  private func measure(_ path: String, _ probe: MediaProbe) async throws -> MediaAnalysis {
    let words = try #require(analysisArguments(path: path, probe: probe))
    let result = try await runFFmpeg(words)
    #expect(result.status == 0, "\(result.errors)")
    return AnalysisWords(result.errors).analysis(of: probe)
  }
}
