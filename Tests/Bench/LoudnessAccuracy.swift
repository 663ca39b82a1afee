import Foundation
import Harness
import Library
import Pipeline
import Playout
import Sources

/// How near to the station's loudness sounds of many kinds come out: looked through, levelled,
/// encoded and measured anew.
enum LoudnessAccuracy {
  private struct Sound: Specimen {
    var name: String
    var source = "anoisesrc=c=pink:r=48000:a=0.2:s=7"
    var filters = "volume=1"
    var coding = SoundCoding(codec: "aac")
    var ending = "mkv"
    var seconds = 6.0

    func make(at file: URL) throws {
      try Clips.ffmpeg(
        [
          "-f", "lavfi", "-i", "color=gray:s=320x180:r=25", "-f", "lavfi", "-i", source, "-t",
          "\(seconds)", "-af", "\(filters),\(coding.shape)", "-c:v", "libx264", "-preset",
          "ultrafast", "-pix_fmt", "yuv420p",
        ] + coding.arguments + ["-y", file.path])
    }
  }

  private struct Found: Finding {
    /// How far it is off what is wanted; nil for silence.
    var off: Double?
    var words: String
    var isMet: Bool { (off ?? 0) <= 0.5 }
  }

  private static let target = LoudnessTarget(level: -23)

  static func run(_ tell: ([Row]) -> Void) throws {
    let (found, missed) = Specimens.measure(all, by: measure)
    tell([
      Row(
        what:
          "loudness of \(all.count) kinds of sound against what is wanted: most that one is off",
        ours: found.compactMap(\.off).max() ?? 0, bare: nil, unit: "LU", aim: "0.5 LU at most"),
      Row(
        what: "the same: kinds that missed", ours: Double(missed), bare: nil, unit: "", aim: "0"),
    ])
  }

  private static func measure(_ sound: Sound, _ file: URL, _ probe: MediaProbe) throws -> Found {
    var levelling: Levelling?
    let found = try Scanned.words(analysisArguments(path: file.path, probe: probe) ?? [])
    if let loudness = AnalysisWords(found).analysis(of: probe).loudness.first {
      levelling = Levelling(measured: loudness, target: target)
    }
    var run = Played.request(
      file, probe, Played.profile(), length: Span(seconds: sound.seconds))
    run.levellings = [levelling].compactMap(\.self)
    let out = file.path + ".out.ts"
    try Played.run(run, to: URL(filePath: out))
    let heard = AnalysisWords(
      try Scanned.words([
        "-v", "info", "-i", out, "-map", "0:a", "-af",
        "ebur128@track0=peak=true:framelog=verbose", "-f", "null", "-",
      ])
    ).meters[0]?.integrated
    guard let levelling else {
      return Found(
        off: heard == nil ? nil : .infinity, words: "silence \(heard == nil ? "kept" : "LOST")")
    }
    // Peaks and very soft sounds bound the gain: then that is what is wanted.
    let wanted = levelling.measured.integrated + levelling.gain
    let error = abs((heard ?? -70) - wanted)
    let line = String(
      format: "%.1f LUFS, gain %.1f dB, wanted %.1f, heard %.1f, off by %.2f LU",
      levelling.measured.integrated, levelling.gain, wanted, heard ?? -70, error)
    return Found(off: error, words: line)
  }

  private static let all: [Sound] = codecs + layouts + rates + levels + odd

  private static let codecs = SoundCoding.all.map { Sound(name: $0.name, coding: $0) }

  private static let layouts = [1, 2, 3, 4, 6, 8].map {
    Sound(name: "layout of \($0)", coding: SoundCoding(codec: "pcm_s16le", channels: $0))
  }

  private static let rates = [8000, 16_000, 22_050, 32_000, 44_100, 88_200, 192_000].map {
    Sound(name: "rate \($0)", coding: SoundCoding(codec: "pcm_s16le", rate: $0))
  }

  private static let levels = [-40, -30, -20, -10, 0, 6].map {
    Sound(
      name: "level \($0)", filters: "volume=\($0)dB", coding: SoundCoding(codec: "pcm_s24le"))
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
      coding: SoundCoding(codec: "pcm_s16le")),
    Sound(name: "in MP4", ending: "mp4"), Sound(name: "in a transport stream", ending: "ts"),
  ]
}
