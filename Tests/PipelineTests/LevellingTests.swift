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
    request.levellings = [levelling].compactMap(\.self)
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
    let measured = try #require(try await measure(path, probe).loudness.first)
    #expect(abs(measured.integrated + 23) > 2, "it has to be changed at all")

    var run = request(
      .surround, Levelling(measured: measured, target: LoudnessTarget(level: -23)), path: path)
    run.probe = probe
    run.frames = 180
    run.decision = CopyDecision(video: .encode, audio: .encode)
    let aired = try await runFFmpeg(Pipeline.arguments(for: run))
    #expect(aired.status == 0, "\(aired.errors)")
    let stream = folder.path + "/aired.ts"
    try aired.output.write(to: URL(fileURLWithPath: stream))
    var airedProbe = Clip.transportStream.probe
    airedProbe.duration = .seconds(6)
    let heard = try #require(try await measure(stream, airedProbe).loudness.first)
    #expect(abs(heard.integrated + 23) <= 0.5, "\(measured.integrated) became \(heard.integrated)")
    #expect(heard.truePeak <= 0)
  }

  @Test("brings each of several tracks there by its own gain, all measured in one pass")
  func tracks() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/three.mkv"
    let source = "anoisesrc=r=48000:c=pink:d=4:s=1:a="
    let made = try await runFFmpeg(
      ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=4"]
        + ["0.8", "0.05", "0.3"].flatMap { ["-f", "lavfi", "-i", source + $0] }
        + ["-map", "0", "-map", "1", "-map", "2", "-map", "3", "-c:v", "libx264", "-preset"]
        + ["ultrafast", "-c:a", "flac", "-ac", "2", "-ac:a:2", "6", path])
    #expect(made.status == 0, "\(made.errors)")
    var probe = Clip.surround.probe
    probe.duration = .seconds(4)
    probe.audio = [("eng", 2), ("deu", 2), ("fra", 6)].enumerated().map { index, track in
      AudioStream(
        index: index + 1, codec: "flac", channels: track.1, sampleRate: 48_000, language: track.0)
    }
    let measured = try await measure(path, probe).loudness
    #expect(measured.map(\.stream) == [1, 2, 3])
    #expect(Set(measured.map(\.integrated)).count == 3, "\(measured)")

    var run = request(.surround, nil, path: path)
    run.probe = probe
    run.frames = 120
    run.decision = CopyDecision(video: .encode, audio: .encode)
    run.levellings = measured.map { Levelling(measured: $0, target: LoudnessTarget(level: -23)) }
    let offered = ["de", "fr"].map { language in
      AudioRendition(name: language, language: language, rules: [AudioRule(language: language)])
    }
    run.furtherSounds = probe.furtherSounds(
      offered, profile: run.profile, levellings: run.levellings)
    let aired = try await runFFmpeg(Pipeline.arguments(for: run))
    #expect(aired.status == 0, "\(aired.errors)")
    let stream = folder.path + "/aired.ts"
    try aired.output.write(to: URL(fileURLWithPath: stream))
    for index in probe.audio.indices { probe.audio[index].channels = 2 }
    probe.container = "mpegts"
    for sound in try await measure(stream, probe).loudness {
      #expect(abs(sound.integrated + 23) <= 0.5, "track \(sound.stream): \(sound.integrated)")
    }
  }

  @Test("has a further track encoded for its own level where the station keeps it at all costs")
  func furtherCopies() {
    var probe = Clip.fitting.probe
    let main = probe.audio[0]
    var other = main
    (other.index, other.language) = (7, "deu")
    probe.audio.append(other)
    let offered = [AudioRendition(name: "", language: "de", rules: [AudioRule(language: "de")])]
    func sources(_ levellings: [Levelling]) -> [SoundSource] {
      probe.furtherSounds(
        offered, profile: TranscodeProfile.builtIn[0], levellings: levellings
      ).map(\.source)
    }
    #expect(sources([]) == [.copy])
    #expect(sources([Self.levelling(-14, peak: 0, stream: 7)]) == [.copy])
    #expect(sources([Self.levelling(-14, peak: 0, stream: main.index, encodes: true)]) == [.copy])
    #expect(sources([Self.levelling(-14, peak: 0, stream: 7, encodes: true)]) == [.encode])
  }

  private func measure(_ path: String, _ probe: MediaProbe) async throws -> MediaAnalysis {
    let words = try #require(analysisArguments(path: path, probe: probe))
    let result = try await runFFmpeg(words)
    #expect(result.status == 0, "\(result.errors)")
    return AnalysisWords(result.errors).analysis(of: probe)
  }
}
