import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("Sound that is mixed and made as loud as it is to be", .serialized, .timeLimit(.minutes(2)))
struct SoundTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// A file of one colour with sound of a shape, and its probe.
  private func clip(
    _ name: String, graph: String, codec: [String], channels: Int, seconds: Int
  ) async throws -> (path: String, probe: MediaProbe) {
    let path = "\(folder.path)/\(name).mkv"
    let made = try await runFFmpeg(
      [
        "-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=red:s=64x36:r=25",
        "-filter_complex", graph + "[a]", "-map", "0:v", "-map", "[a]", "-t", "\(seconds)",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
      ] + codec + ["-y", path])
    guard made.status == 0 else { throw ClipError(clip: .fitting, text: made.errors) }
    let probe = MediaProbe(
      container: "matroska,webm", duration: .seconds(Int64(seconds)),
      video: VideoStream(
        index: 0, codec: "h264", width: 64, height: 36, pixelFormat: "yuv420p",
        frameRate: Ratio(25), fieldOrder: "progressive"),
      audio: [AudioStream(index: 1, codec: "ac3", channels: channels, sampleRate: 48_000)])
    return (path, probe)
  }

  private var profile: TranscodeProfile {
    TranscodeProfile(
      name: "small", width: 128, height: 128, frameRate: 25, videoBitrate: 200_000,
      preset: "ultrafast", audioBitrate: 192_000, allowsCopy: false)
  }

  private func play(
    _ clip: (path: String, probe: MediaProbe), seconds: Int64, _ profile: TranscodeProfile
  ) async throws -> String {
    let run = RunRequest(
      path: clip.path, probe: clip.probe, length: .seconds(seconds),
      decision: CopyDecision(video: .encode, audio: .encode), profile: profile)
    let made = try await runFFmpeg(arguments(for: run))
    #expect(made.errors == "")
    let file = folder.path + "/made.ts"
    try made.output.write(to: URL(fileURLWithPath: file))
    return file
  }

  /// How loud a band of the left or right channel is, in dB.
  private func level(of file: String, at hertz: Int, channel: Int) async throws -> Double {
    let result = try await runFFmpeg([
      "-hide_banner", "-nostdin", "-i", file, "-map", "0:a", "-af",
      "pan=mono|c0=c\(channel),bandpass=f=\(hertz):w=40:t=h,bandpass=f=\(hertz):w=40:t=h,"
        + "volumedetect", "-f", "null", "-",
    ])
    let line = result.errors.split(separator: "\n").first { $0.contains("mean_volume") }
    let words = line?.split(separator: " ") ?? []
    let value = words.drop { $0 != "mean_volume:" }.dropFirst().first.flatMap { Double($0) }
    return try #require(value)
  }

  /// Left 300 Hz, right 500, centre 900, low 60, behind 1500 and 2300.
  private func surround(_ layout: String, _ tones: [Int]) -> String {
    let sources = tones.enumerated().map { "sine=\($1):r=48000[s\($0)]" }.joined(separator: ";")
    let inputs = tones.indices.map { "[s\($0)]" }.joined()
    let names =
      switch layout {
      case "quad": ["FL", "FR", "BL", "BR"]
      case "5.1(side)": ["FL", "FR", "FC", "LFE", "SL", "SR"]
      default: ["FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"]
      }
    let map = tones.indices.map { "\($0).0-\(names[$0])" }.joined(separator: "|")
    return "\(sources);\(inputs)join=inputs=\(tones.count):channel_layout=\(layout):map=\(map)"
  }

  @Test(
    "surround becomes stereo with the dialogue in front",
    arguments: [
      ("5.1", [300, 500, 900, 60, 1500, 2300]), ("5.1(side)", [300, 500, 900, 60, 1500, 2300]),
      ("7.1", [300, 500, 900, 60, 1500, 2300, 3100, 4100]), ("quad", [300, 500, 1500, 2300]),
    ])
  func downmix(layout: String, tones: [Int]) async throws {
    let source = try await clip(
      "mix", graph: surround(layout, tones), codec: ["-c:a", "flac"], channels: tones.count,
      seconds: 3)
    let file = try await play(source, seconds: 2, profile)
    let left = try await level(of: file, at: 300, channel: 0)
    let right = try await level(of: file, at: 500, channel: 1)
    #expect(abs(left - right) < 1, "both sides are alike")
    #expect(try await level(of: file, at: 500, channel: 0) < left - 20, "sides stay apart")
    let behind = try await level(of: file, at: 1500, channel: 0)
    #expect(behind < left - 2 && behind > left - 5)
    guard tones.contains(900) else { return }
    let dialogue = try await level(of: file, at: 900, channel: 0)
    #expect(abs(dialogue - left - 3.1) < 1, "the centre is louder than the sides")
    #expect(abs(try await level(of: file, at: 900, channel: 1) - dialogue) < 0.5)
  }

  @Test("sound reaches the loudness of the profile, however loud it was", arguments: [-40, -6])
  func loudness(decibels: Int) async throws {
    let source = try await clip(
      "loud", graph: "anoisesrc=color=pink:r=48000:amplitude=1:seed=3,volume=\(decibels)dB",
      codec: ["-c:a", "ac3", "-ac", "2"], channels: 2, seconds: 13)
    var wish = profile
    wish.loudness = -23
    let file = try await play(source, seconds: 12, wish)
    let measured = try await runFFmpeg([
      "-hide_banner", "-nostdin", "-ss", "3", "-i", file, "-map", "0:a", "-af", "ebur128", "-f",
      "null", "-",
    ])
    let last = measured.errors.components(separatedBy: "Integrated loudness:").last ?? ""
    let words = last.split { $0 == " " || $0 == "\n" }
    let value = try #require(words.drop { $0 != "I:" }.dropFirst().first.flatMap { Double($0) })
    #expect(abs(value + 23) < 1, "\(value) LUFS")
    let stream = try await TransportStream(
      of: try Data(contentsOf: URL(filePath: file)), in: folder.path)
    #expect(stream.sampleRate == "48000" && stream.channels == 2)
    #expect(abs(try #require(stream.sounds.first?.time) - (10 - 1024.0 / 48_000)) < 0.03)
    #expect(try #require(stream.sounds.last?.time) >= 21.95)
    #expect(stream.pictures.count == 300)
  }
}
