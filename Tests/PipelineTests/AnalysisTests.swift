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
      found.loudness == Loudness(stream: 1, integrated: -25.8, range: 0, truePeak: -24.2))
  }

  @Test("finds dips at black alone where there is no sound")
  func mute() throws {
    let found = try words("analysis-mute").analysis(of: Clip.silentPicture.probe)
    #expect(found.dips.map(\.at) == [20_300, 62_500, 100_100].map(Span.init(milliseconds:)))
    #expect(found.dips.map(\.length) == [600, 1000, 200].map(Span.init(milliseconds:)))
    #expect(found.loudness == nil)
  }

  @Test("finds no dips in a song, but its loudness")
  func song() throws {
    let found = try words("analysis-song").analysis(of: Clip.soundOnly.probe)
    #expect(found.dips.isEmpty)
    #expect(found.loudness?.integrated == -26.2 && found.loudness?.truePeak == -24.7)
  }

  @Test("calls silence not soft but nothing")
  func silence() throws {
    let words = try words("analysis-silent")
    #expect(words.silence == [AnalysisWords.Stretch(0, 6.03733)])
    #expect(words.integrated == nil && words.truePeak == nil)
    #expect(words.analysis(of: film) == MediaAnalysis())
  }

  @Test("finds among a damaged file's complaints what there is to be found")
  func damaged() throws {
    let found = try words("analysis-damaged").analysis(of: film)
    #expect(found.loudness == Loudness(stream: 1, integrated: -25.8, range: 0.1, truePeak: -14.6))
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
