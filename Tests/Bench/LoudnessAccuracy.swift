import Foundation
import Harness
import Library
import Pipeline
import Playout
import Sources

/// How near to the station's loudness sounds of many kinds come out: looked through, levelled,
/// encoded and measured anew.
enum LoudnessAccuracy {
  private struct Sound {
    var name: String
    var source = "anoisesrc=c=pink:r=48000:a=0.2:s=7"
    var filters = "volume=1"
    var coding = ["-c:a", "aac", "-b:a", "192k"]
    var rate = 48_000
    var channels = 2
    var ending = "mkv"
    var seconds = 6.0
  }

  private static let target = LoudnessTarget(level: -23)

  static func run() throws -> [Row] {
    let folder = TemporaryFolder.make("sounds")
    defer { try? FileManager.default.removeItem(at: folder) }
    for sound in all { try make(sound, in: folder) }
    let probes = try Scanned.probes(in: folder)
    var off: [Double] = []
    for sound in all {
      let file = folder.appending(path: "\(sound.name).\(sound.ending)")
      guard let probe = probes[file.lastPathComponent] else {
        print("    \(sound.name): not scanned")
        off.append(.infinity)
        continue
      }
      off += try measure(sound, file, probe).map { [$0] } ?? []
    }
    return [
      Row(
        what:
          "loudness of \(off.count) kinds of sound against what is wanted: most that one is off",
        ours: off.max() ?? 0, bare: nil, unit: "LU", aim: "0.5 LU at most")
    ]
  }

  /// By how much a sound is off what its gain was to bring it to; nil for silence, which stays so.
  private static func measure(_ sound: Sound, _ file: URL, _ probe: MediaProbe) throws -> Double? {
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    var levelling: Levelling?
    let found = try Scanned.words(analysisArguments(path: file.path, probe: probe) ?? [])
    if let loudness = AnalysisWords(found).analysis(of: probe).loudness.first {
      levelling = Levelling(measured: loudness, target: target)
    }
    let profile = TranscodeProfile(
      name: "sound", width: 320, height: 180, frameRate: 25, videoBitrate: 300_000,
      preset: "ultrafast", audioBitrate: 192_000, allowsCopy: false)
    var run = PipelineBench.request(
      file, probe, profile, length: .milliseconds(Int64(sound.seconds * 1000)))
    run.levellings = [levelling].compactMap(\.self)
    let out = file.path + ".out.ts"
    try Clips.ffmpeg(Array(arguments(for: run).dropLast()) + ["-y", out])
    let heard = AnalysisWords(
      try Scanned.words([
        "-v", "info", "-i", out, "-map", "0:a", "-af",
        "ebur128@track0=peak=true:framelog=verbose", "-f", "null", "-",
      ])
    ).meters[0]?.integrated
    guard let levelling else {
      let isSilent = heard == nil
      print(
        "    \(sound.name) (\(attributes[.size] ?? 0) bytes): silence \(isSilent ? "kept" : "LOST")"
      )
      return isSilent ? nil : .infinity
    }
    // Peaks and very soft sounds bound the gain: then that is what is wanted.
    let wanted = levelling.measured.integrated + levelling.gain
    let error = abs((heard ?? -70) - wanted)
    let line = String(
      format: "%.1f LUFS, gain %.1f dB, wanted %.1f, heard %.1f, off by %.2f LU",
      levelling.measured.integrated, levelling.gain, wanted, heard ?? -70, error)
    print("    \(sound.name): \(line)")
    return error
  }

  private static func make(_ sound: Sound, in folder: URL) throws {
    let layouts = [1: "mono", 2: "stereo", 3: "2.1", 4: "quad", 6: "5.1", 8: "7.1"]
    let layout = layouts[sound.channels] ?? "stereo"
    try Clips.ffmpeg(
      [
        "-f", "lavfi", "-i", "color=gray:s=320x180:r=25", "-f", "lavfi", "-i", sound.source, "-t",
        "\(sound.seconds)", "-af",
        "\(sound.filters),aformat=sample_rates=\(sound.rate):channel_layouts=\(layout)", "-c:v",
        "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
      ] + sound.coding + [
        "-strict", "-2", "-y", folder.appending(path: "\(sound.name).\(sound.ending)").path,
      ])
  }

  private static let all: [Sound] = codecs + layouts + rates + levels + odd

  private static let codecs = [
    ("aac", 2, 48_000), ("ac3", 2, 48_000), ("ac3", 6, 48_000), ("eac3", 2, 48_000),
    ("eac3", 6, 48_000), ("libmp3lame", 2, 44_100), ("mp2", 2, 48_000), ("flac", 2, 96_000),
    ("libopus", 2, 48_000), ("libopus", 6, 48_000), ("libvorbis", 2, 44_100),
    ("pcm_s16le", 2, 48_000), ("pcm_s24le", 6, 48_000), ("pcm_f32le", 2, 48_000),
    ("alac", 2, 44_100), ("dca", 6, 48_000), ("truehd", 2, 48_000),
  ].map { codec, channels, rate in
    Sound(
      name: "\(codec) \(channels) channels", coding: ["-c:a", codec], rate: rate,
      channels: channels)
  }

  private static let layouts = [1, 2, 3, 4, 6, 8].map {
    Sound(name: "layout of \($0)", coding: ["-c:a", "pcm_s16le"], channels: $0)
  }

  private static let rates = [8000, 16_000, 22_050, 32_000, 44_100, 88_200, 192_000].map {
    Sound(name: "rate \($0)", coding: ["-c:a", "pcm_s16le"], rate: $0)
  }

  private static let levels = [-40, -30, -20, -10, 0, 6].map {
    Sound(name: "level \($0)", filters: "volume=\($0)dB", coding: ["-c:a", "pcm_s24le"])
  }

  private static let odd = [
    Sound(name: "silence", source: "anullsrc=r=48000"),
    Sound(name: "one second", seconds: 1),
    Sound(name: "two seconds", seconds: 2),
    Sound(name: "half silence", filters: "volume=enable='gt(t,3)':volume=0"),
    Sound(name: "a tone", source: "sine=997:r=48000"),
    Sound(name: "a low tone", source: "sine=60:r=48000"),
    Sound(name: "white noise", source: "anoisesrc=c=white:r=48000:a=0.1:s=7"),
    Sound(
      name: "loud and soft", filters: "volume=enable='lt(mod(t,2),1)':volume=-18dB",
      coding: ["-c:a", "pcm_s16le"]),
    Sound(name: "in MP4", ending: "mp4"), Sound(name: "in a transport stream", ending: "ts"),
  ]
}
