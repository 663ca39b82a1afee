import Foundation
import Library
import Pipeline
import Testing

@Suite("Looking through a whole file", .timeLimit(.minutes(2)))
struct AnalysisTests {
  private func golden(_ probe: MediaProbe, _ path: String) -> String {
    (analysisArguments(path: path, probe: probe) ?? []).map(escaped).joined(separator: "\n") + "\n"
  }

  @Test(
    "takes the arguments of the golden files",
    arguments: [
      ("analysis-film", Clip.surround, "a \"b\"\n%d.mkv"),
      ("analysis-mute", .silentPicture, "-y.mp4"),
      ("analysis-song", .coverInside, "song.mp3"),
    ])
  func arguments(name: String, clip: Clip, file: String) throws {
    try compare(golden(clip.probe, "/media/" + file), withGolden: name)
  }

  @Test("takes no time for a file without picture and sound")
  func nothing() {
    let empty = MediaProbe(container: "x", duration: .zero)
    #expect(analysisArguments(path: "/a", probe: empty) == nil)
  }

  private func words(_ name: String) throws -> AnalysisWords {
    let file = try #require(
      Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Fixtures"))
    return AnalysisWords(try String(contentsOf: file, encoding: .utf8))
  }

  private var film: MediaProbe { Clip.surround.probe }

  @Test("finds dips where black and silence coincide, and only there")
  func dips() throws {
    let found = try words("analysis-film").analysis(of: film)
    #expect(
      found.dips == [
        Dip(at: .milliseconds(62_529), length: .milliseconds(984)),
        Dip(at: .milliseconds(100_121), length: .milliseconds(200)),
      ])
    #expect(
      found.loudness == [Loudness(stream: 1, integrated: -25.8, range: 0, truePeak: -24.2)])
  }

  @Test("finds dips at black alone where there is no sound")
  func mute() throws {
    let found = try words("analysis-mute").analysis(of: Clip.silentPicture.probe)
    #expect(found.dips.map(\.at) == [20_300, 62_500, 100_100].map(Span.init(milliseconds:)))
    #expect(found.dips.map(\.length) == [600, 1000, 200].map(Span.init(milliseconds:)))
    #expect(found.loudness.isEmpty)
  }

  @Test("finds no dips in a song, but its loudness")
  func song() throws {
    let found = try words("analysis-song").analysis(of: Clip.soundOnly.probe)
    #expect(found.dips.isEmpty)
    #expect(
      found.loudness == [Loudness(stream: 0, integrated: -26.2, range: 0, truePeak: -24.7)])
  }

  @Test("tells each track's loudness apart, without those that are silent")
  func tracks() {
    var probe = film
    probe.audio = (1...4).map {
      AudioStream(index: $0, codec: "aac", channels: 2, sampleRate: 48_000)
    }
    func summary(_ name: String, _ level: String) -> String {
      "[ebur128@\(name) @ 0x1] Summary:\n  Integrated loudness:\n    I: \(level) LUFS\n"
        + "    LRA: 2.0 LU\n  True peak:\n    Peak: -3.0 dBFS\n"
    }
    let words = AnalysisWords(
      "    I: -5.0 LUFS\n" + summary("track3", "-30.5") + summary("track1", "-20.0")
        + summary("track4", "-70.0") + summary("trackx", "-9.0") + summary("track77", "-8.0"))
    let found = words.analysis(of: probe).loudness
    #expect(found.map(\.stream) == [1, 3])
    #expect(found.map(\.integrated) == [-20, -30.5])
  }

  @Test("hears nine tracks of a file at most, the default among them")
  func bounded() throws {
    var probe = film
    probe.audio = (1...64).map {
      AudioStream(
        index: $0, codec: "aac", channels: 2, sampleRate: 48_000, isDefault: $0 == 40)
    }
    #expect(probe.measuredAudio.map(\.index) == [40, 1, 2, 3, 4, 5, 6, 7, 8])
    let words = try #require(analysisArguments(path: "/a", probe: probe))
    #expect(words.count { $0.contains("ebur128") } == 9)
    let quiet = words.filter { $0.contains("silencedetect") }
    #expect(quiet.count == 1 && quiet[0].contains("ebur128@track40="))
  }

  @Test("calls silence not soft but nothing")
  func silence() throws {
    let words = try words("analysis-silent")
    #expect(words.silence == [AnalysisWords.Stretch(0, 6.03733)])
    #expect(words.meters[1]?.integrated == nil)
    #expect(words.analysis(of: film) == MediaAnalysis())
  }

  @Test("finds among a damaged file's complaints what there is to be found")
  func damaged() throws {
    let found = try words("analysis-damaged").analysis(of: film)
    #expect(
      found.loudness == [Loudness(stream: 1, integrated: -25.8, range: 0.1, truePeak: -14.6)])
  }

  @Test("reads words that are cut off or nonsense without harm, and a silence up to the end")
  func oddWords() {
    let text = """
      [silencedetect @ 0x1] silence_start: -0.02
      [blackdetect @ 0x2] black_start:0 black_end:2 black_duration:2
      [blackdetect @ 0x2] black_start:9 black_end:3 black_duration:-6
      [blackdetect @ 0x2] black_start:nan black_end:inf
      [silencedetect @ 0x1] silence_end: | silence
      [blackdetect @ 0x2] black_start:
          I:         nan LUFS
          Peak:
      """
    let words = AnalysisWords(text)
    #expect(words.black == [AnalysisWords.Stretch(0, 2)])
    #expect(
      words.analysis(of: film).dips == [Dip(at: .seconds(1), length: .seconds(2))])
    #expect(AnalysisWords("") == AnalysisWords("frame= 1 fps=2"))
  }
}
