import Library
import Playout
import TestSupport
import Testing

@Suite("Subtitles of segments")
struct SubtitleSegmentTests {
  private func run(
    _ cues: [(Int64, Int64, String)], base: Int64 = 0, offset: Span = .zero, from: Int64 = 0,
    until: Int64 = .max
  ) -> SubtitleRun {
    SubtitleRun(
      cues: SubtitleCues(
        cues.map { SubtitleCue(start: .milliseconds($0), end: .milliseconds($1), text: $2) }),
      base: base, offset: offset, from: from, until: until)
  }

  @Test("the header says which time stamp the segment begins with, in 33 bits")
  func header() {
    let start: Int64 = 161_000_000_000_045
    let text = SubtitleSegment.text(from: start, to: start + 180_000, of: [])
    #expect(
      text == "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:\(start % (1 << 33))\n")
  }

  @Test("a cue that goes on is cut at the border, and goes on in the next segment")
  func borders() {
    let words = run([(1500, 4500, "<i>on</i>")], base: 900_000)
    let texts = (0..<3).map {
      SubtitleSegment.text(from: 900_000 + $0 * 180_000, to: 1_080_000 + $0 * 180_000, of: [words])
    }
    #expect(texts[0].hasSuffix("\n\n00:00:01.500 --> 00:00:02.000\n<i>on</i>\n"))
    #expect(texts[1].hasSuffix("\n\n00:00:00.000 --> 00:00:02.000\n<i>on</i>\n"))
    #expect(texts[2].hasSuffix("\n\n00:00:00.000 --> 00:00:00.500\n<i>on</i>\n"))
  }

  @Test("a segment across two items has the words of both, each within its item")
  func twoItems() {
    let first = run([(0, 9000, "first")], base: 0, from: 0, until: 90_000)
    let second = run([(60_000, 61_000, "second")], base: 90_000, offset: .minutes(1), from: 90_000)
    let text = SubtitleSegment.text(from: 0, to: 180_000, of: [first, second])
    #expect(text.contains("00:00:00.000 --> 00:00:01.000\nfirst"))
    #expect(text.contains("00:00:01.000 --> 00:00:02.000\nsecond"))
  }

  @Test("all segments together show every word exactly for its time", arguments: 1...20)
  func covers(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let base = Int64.random(in: 0...1_000_000, using: &generator)
    let offset = Span.milliseconds(Int64.random(in: 0...5000, using: &generator))
    let found = (0..<30).map { index -> (Int64, Int64, String) in
      let start = Int64.random(in: 0...30_000, using: &generator)
      return (start, start + Int64.random(in: 1...9000, using: &generator), "w\(index)")
    }
    let end = base + 25 * 90_000
    let words = run(found, base: base, offset: offset, from: base, until: end)
    var shown: [String: [(Int64, Int64)]] = [:]
    var at = base - 50_000
    while at < end + 90_000 {
      let length = Int64.random(in: 30_000...250_000, using: &generator)
      let text = SubtitleSegment.text(from: at, to: at + length, of: [words])
      for cue in SubtitleCues(written: text).cues {
        shown[cue.text, default: []].append(
          (at + cue.start.milliseconds * 90, at + cue.end.milliseconds * 90))
      }
      at += length
    }
    for (start, stop, text) in found {
      let shift = base - offset.milliseconds * 90
      let wanted = (max(base, start * 90 + shift), min(end, stop * 90 + shift))
      let pieces = shown[text] ?? []
      guard wanted.1 - wanted.0 > 180 else { continue }
      let first = try #require(pieces.first, "\(text) is missing")
      let last = try #require(pieces.last)
      #expect(abs(first.0 - wanted.0) <= 90 && abs(last.1 - wanted.1) <= 90, "\(text)")
      for (one, next) in zip(pieces, pieces.dropFirst()) {
        #expect(abs(next.0 - one.1) <= 90, "\(text) is shown without a gap, and not twice")
      }
    }
  }

  @Test("a segment stays small, whatever a file holds")
  func bounded() {
    let words = run((0..<5000).map { (0, 3_600_000, "word \($0)") })
    let text = SubtitleSegment.text(from: 90_000, to: 270_000, of: [words])
    #expect(text.ranges(of: "-->").count == 200)
    let odd = run([(0, 1000, "x")], base: .max / 4, from: .max / 4)
    #expect(!SubtitleSegment.text(from: 0, to: 90_000, of: [odd]).contains("-->"))
  }
}
