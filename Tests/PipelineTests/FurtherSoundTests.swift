import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("Sound tracks beside the main one", .serialized, .timeLimit(.minutes(1)))
struct FurtherSoundTests {
  private let profile = TranscodeProfile(
    name: "small", width: 128, height: 72, frameRate: 25, videoBitrate: 200_000,
    preset: "ultrafast", audioBitrate: 96_000, allowsCopy: true)

  private let probe = MediaProbe(
    container: "matroska,webm", duration: .seconds(2),
    video: VideoStream(
      index: 0, codec: "h264", width: 64, height: 36, pixelFormat: "yuv420p",
      frameRate: Ratio(25), fieldOrder: "progressive"),
    audio: [
      AudioStream(
        index: 1, codec: "aac", profile: "LC", channels: 2, sampleRate: 48_000, language: "eng",
        isDefault: true),
      AudioStream(
        index: 2, codec: "aac", profile: "LC", channels: 2, sampleRate: 48_000, language: "ger"),
      AudioStream(index: 3, codec: "ac3", channels: 6, sampleRate: 48_000, language: "fra"),
    ])

  private let offered = ["de", "es", "fr", "en"].map { language in
    AudioRendition(name: language, language: language, rules: [AudioRule(language: language)])
  }

  @Test("What a file lacks, or plays anyway, is left out; what fits is copied")
  func picking() {
    let found = probe.furtherSounds(offered, profile: profile)
    #expect(found.map(\.lane) == [1, 3])
    #expect(found.map(\.stream.index) == [2, 3])
    #expect(found.map(\.source) == [.copy, .encode])
    var encoding = profile
    encoding.allowsCopy = false
    #expect(probe.furtherSounds(offered, profile: encoding).map(\.source) == [.encode, .encode])
    #expect(
      MediaProbe(container: "mp3", duration: .zero).furtherSounds(offered, profile: profile) == [])
  }

  @Test("A run brings each by its name, as loud and as long as the main one")
  func run() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/three.mkv"
    let made = try await runFFmpeg([
      "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=2", "-f", "lavfi",
      "-i", "sine=f=440:r=48000:d=2", "-f", "lavfi", "-i", "sine=f=880:r=48000:d=2", "-f", "lavfi",
      "-i", "sine=f=1320:r=48000:d=2", "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-c:v",
      "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-c:a:2", "ac3",
      "-ac:a:0", "2", "-ac:a:1", "2", "-ac:a:2", "6", "-y", path,
    ])
    #expect(made.errors == "")
    for video in [PictureSource.copy, .encode] {
      for main in [SoundSource.copy, .encode] {
        var request = RunRequest(
          path: path, probe: probe, length: .seconds(2),
          decision: CopyDecision(video: video, audio: main), profile: profile)
        request.furtherSounds = probe.furtherSounds(offered, profile: profile)
        let run = try await runFFmpeg(arguments(for: request))
        #expect(run.errors == "")
        let file = folder.path + "/run.ts"
        try run.output.write(to: URL(fileURLWithPath: file))
        let tracks = try await runFFmpeg(
          [
            "-v", "error", "-select_streams", "a", "-show_entries",
            "stream=id,codec_name,channels,sample_rate", "-of", "csv=p=0", file,
          ], program: "ffprobe")
        let lines = Set(String(decoding: tracks.output, as: UTF8.self).split(separator: "\n"))
        #expect(lines == ["aac,48000,2,0x101", "aac,48000,2,0x181", "aac,48000,2,0x183"])
        for (index, hertz) in [440, 880, 1320].enumerated() {
          #expect(try await level(of: file, track: index, hertz) > -30)
          #expect(try await level(of: file, track: index, hertz == 440 ? 880 : 440) < -50)
        }
      }
    }
  }

  /// How loud a tone is in a track, in dB.
  private func level(of file: String, track: Int, _ hertz: Int) async throws -> Double {
    let band = "bandpass=f=\(hertz):w=40:t=h"
    let result = try await runFFmpeg([
      "-hide_banner", "-nostdin", "-i", file, "-map", "0:a:\(track)", "-af",
      "pan=mono|c0=c0,\(band),\(band),volumedetect", "-f", "null", "-",
    ])
    let line = result.errors.split(separator: "\n").first { $0.contains("mean_volume") }
    let words = line?.split(separator: " ") ?? []
    let value = words.drop { $0 != "mean_volume:" }.dropFirst().first.flatMap { Double($0) }
    return try #require(value)
  }
}
