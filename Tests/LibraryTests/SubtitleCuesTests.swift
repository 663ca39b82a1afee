import Library
import Testing

@Suite("Cues of subtitles")
struct SubtitleCuesTests {
  private func told(_ text: String, _ codec: String = "subrip") -> [String] {
    SubtitleCues(reading: text, codec: codec).cues.map {
      "\($0.start.milliseconds)-\($0.end.milliseconds) \($0.text)"
    }
  }

  @Test("SubRip is read, however carelessly it was written")
  func subRip() {
    let text = """

      1
      00:00:01,000 --> 00:00:02,500
      One
      more line

      2
      00:00:03,5 --> 00:00:04.250 X1:100 X2:200
      <i>Two</b> & <font color="red">three</font> {\\an8}<3

      3
      00:00:06,000 --> 00:00:05,000
      Backwards
      4
      01:00:00,000 --> 01:00:00,000
      Nothing

      -00:00:05,000 --> 00:00:00,500
      Early
      5
      00:00:02,000 --> 00:00:03,000

      Behind an empty line
      99:59:59,999 --> what
      """
    #expect(
      told(text) == [
        "0-500 Early", "1000-2500 One\nmore line",
        "2000-3000 Behind an empty line\n99:59:59,999 --&gt; what",
        "3500-4250 <i>Two &amp; three &lt;3</i>",
      ])
  }

  @Test("WebVTT is read without its notes, voices and settings")
  func webVTT() {
    let text = """
      WEBVTT - title
      X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000

      STYLE
      ::cue { color: red }

      NOTE nothing

      intro
      00:01.000 --> 00:02.000 align:start position:10%
      <v Fred>Hi &amp; <c.loud>bye</c> <00:01.500>now

      00:00:03.000 --> 00:00:04.000
      a --> b
      """
    #expect(
      told(text, "webvtt") == ["1000-2000 Hi &amp; bye now", "3000-4000 a --&gt; b"])
  }

  @Test("ASS is read without its styles, drawings and repetitions")
  func ass() {
    let text = """
      [Script Info]
      Title: x
      [Events]
      Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
      Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,not this
      Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8\\i1}One{\\i0}, two\\Nthree
      Dialogue: 0,0:00:03.00,0:00:04.00,Sign,,0,0,0,,{\\p1}m 0 0 l 10 10{\\p0}
      Dialogue: 0,0:00:05.00,0:00:05.04,Sign,,0,0,0,,{\\pos(1,2)}Exit
      Dialogue: 0,0:00:05.04,0:00:05.08,Sign,,0,0,0,,{\\pos(1,3)}Exit
      Dialogue: 1,0:00:05.08,0:00:06.00,Sign,,0,0,0,,Exit
      Dialogue: broken
      Dialogue: 0,0:00:07.00,0:00:08.00,Default,,0,0,0,,
      """
    #expect(told(text, "ass") == ["1000-2500 <i>One</i>, two\nthree", "5000-6000 Exit"])
  }

  @Test("noise has no cues, or harmless ones")
  func noise() {
    var generator = SeededNoise(seed: 7)
    for codec in ["subrip", "ass", "webvtt"] {
      for _ in 0..<60 {
        let pieces = (0..<40).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }
        for cue in SubtitleCues(reading: pieces.joined(), codec: codec).cues {
          #expect(cue.start >= .zero && cue.start < cue.end)
          #expect(!cue.text.isEmpty && !cue.text.contains("-->") && !cue.text.contains("\n\n"))
          #expect(cue.text.matches(of: /<(?!\/?[ibu]>)/).isEmpty, "\(cue.text)")
          for name in ["i", "b", "u"] {
            #expect(
              cue.text.ranges(of: "<\(name)>").count == cue.text.ranges(of: "</\(name)>").count)
          }
        }
      }
    }
  }

  private static let pieces = [
    "\n", "\n\n", "1", "00:00:01,000 --> 00:00:02,000", "-->", " --> ", "<i>", "</i>", "<b", ">",
    "</b>", "<u>x", "{\\i1}", "{\\i0}", "{", "}", "&", "&amp;", "&lt;", "[Events]\n",
    "Format: Text",
    "Dialogue: 0,0:00:01.00,0:00:02.00,,,,,,,", "words", ",", "99:99:99,999", "\u{0}", "é", "<v x>",
  ]

  @Test("a million cues, and cues of hours, are kept within bounds")
  func bounds() {
    let many = (0..<200_000).map {
      SubtitleCue(start: .milliseconds(Int64($0)), end: .hours(2), text: "\($0)")
    }
    let cues = SubtitleCues(many.reversed())
    #expect(cues.cues.count == SubtitleCues.most)
    #expect(cues.cues(from: .hours(1), to: .hours(1) + .seconds(2)).count == SubtitleCues.most)
    #expect(cues.cues(from: .hours(2), to: .hours(3)).isEmpty)
    let long = SubtitleCues([
      SubtitleCue(start: .zero, end: .hours(200), text: "never"),
      SubtitleCue(start: .zero, end: .hours(9), text: String(repeating: "x", count: 3 << 20)),
    ])
    #expect(long.cues.isEmpty)
  }

  @Test("what is written is read as it was")
  func roundTrip() {
    let cues = SubtitleCues([
      SubtitleCue(start: .milliseconds(61_001), end: .hours(11), text: "<i>a &lt; b</i>\nc"),
      SubtitleCue(start: .zero, end: .milliseconds(1), text: "1984"),
    ])
    #expect(SubtitleCues(written: cues.webVTT) == cues)
    #expect(SubtitleCues(reading: cues.webVTT, codec: "webvtt") == cues)
    // For drawing, joiners keep what follows from meaning anything.
    let drawn = cues.subRip.replacing("\u{2060}", with: "")
    #expect(drawn != cues.subRip && SubtitleCues(reading: drawn, codec: "subrip") == cues)
  }

  private static let encodings: [([UInt8], String)] = [
    (Array("Grüße €".utf8), "Grüße €"), ([0xEF, 0xBB, 0xBF] + Array("é".utf8), "é"),
    ([0xFF, 0xFE, 0xE9, 0x00, 0xAC, 0x20, 0x0A], "é€"),
    ([0xFE, 0xFF, 0x00, 0xE9, 0x20, 0xAC], "é€"),
    ([0x47, 0x72, 0xFC, 0xDF, 0x65, 0x20, 0x80, 0x93], "Grüße €“"), ([], ""), ([0xFF, 0xFE], ""),
    ([0x61, 0x0D, 0x0A, 0x62, 0x0D, 0x63, 0x00, 0x07, 0x64], "a\nb\ncd"),
  ]

  @Test("every usual encoding is understood", arguments: encodings.indices)
  func encoding(index: Int) {
    let (bytes, text) = Self.encodings[index]
    #expect(SubtitleText.decoded(bytes) == text)
  }
}

private struct SeededNoise: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
