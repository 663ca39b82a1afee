import Foundation
import Library
import Packaging
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("Subtitles beside segments")
struct SubtitleDeskTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func words(_ name: String, _ cues: [(Int64, Int64, String)]) throws -> PlanSubtitle {
    let text = SubtitleCues(
      cues.map { SubtitleCue(start: .milliseconds($0), end: .milliseconds($1), text: $2) }
    ).webVTT
    try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
    return PlanSubtitle(rendition: 0, path: folder.file(name))
  }

  private func segment(_ sequence: Int64) -> ListedSegment {
    ListedSegment(
      sequence: sequence, start: StreamTime(milliseconds: sequence * 2000), duration: 180_000)
  }

  private func text(_ part: SegmentPart) -> String { String(decoding: part.bytes, as: UTF8.self) }

  private func cue(_ item: PlanItem, offset: Span = .zero) -> Cue {
    Cue(
      content: .item(item, offset: offset), join: StreamTime(milliseconds: item.start.milliseconds),
      end: StreamTime(milliseconds: item.end.milliseconds))
  }

  @Test("every segment has a file for each rendition, with the words of what is shown")
  func words() throws {
    var desk = SubtitleDesk()
    var item = Samples.item(1, from: 1000, to: 5000)
    item.subtitles = [try words("a.vtt", [(60_500, 61_500, "on time")])]
    desk.begin(
      cue(item, offset: .minutes(1)), base: StreamTime(milliseconds: 1000),
      at: StreamTime(milliseconds: 1000))
    let screen = Cue(
      content: .screen(.oneMoment), join: StreamTime(milliseconds: 2200),
      end: StreamTime(milliseconds: 9000))
    desk.begin(screen, base: screen.join, at: screen.join)
    let parts = desk.parts(of: segment(0), plan: plan([], 2))
    #expect(parts.map(\.suffix) == ["s1.vtt", "s2.vtt"])
    #expect(text(parts[0]).contains("00:00:01.500 --> 00:00:02.000\non time"))
    #expect(!text(parts[1]).contains("-->"))
    let next = desk.parts(of: segment(1), plan: nil)
    #expect(text(next[0]).contains("00:00:00.000 --> 00:00:00.200\non time"), "cut by the screen")
    #expect(!text(desk.parts(of: segment(2), plan: plan([], 1))[0]).contains("-->"))
  }

  private func plan(_ items: [PlanItem], _ count: Int = 1) -> Plan {
    var plan = Samples.plan(items)
    plan.channel.subtitles = (0..<count).map { SubtitleRendition(name: "\($0)", rules: []) }
    return plan
  }

  @Test("a copy that begins with an earlier key frame has its words with its pictures")
  func aligned() throws {
    var desk = SubtitleDesk()
    var item = Samples.item(1, from: 0, to: 9000)
    item.subtitles = [try words("d.vtt", [(60_500, 61_500, "early")])]
    desk.begin(
      cue(item, offset: .minutes(1)), base: StreamTime(ticks: 0), at: StreamTime(ticks: 0))
    desk.align(shift: 45_000 - 900_000)
    let part = desk.parts(of: segment(0), plan: plan([]))[0]
    #expect(text(part).contains("00:00:01.000 --> 00:00:02.000\nearly"))
  }

  @Test("words that come while their item is on air are shown from then on")
  func late() throws {
    var desk = SubtitleDesk()
    var item = Samples.item(1, from: 0, to: 9000)
    desk.begin(cue(item), base: StreamTime(ticks: 0), at: StreamTime(ticks: 0))
    #expect(!text(desk.parts(of: segment(0), plan: plan([item]))[0]).contains("-->"))
    item.subtitles = [try words("b.vtt", [(0, 8000, "late")])]
    #expect(text(desk.parts(of: segment(1), plan: plan([item]))[0]).contains("late"))
    unlink(folder.file("b.vtt"))
    #expect(text(desk.parts(of: segment(2), plan: plan([item]))[0]).contains("late"))
  }

  @Test("a run that is begun again takes the place of the one before; no file is no words")
  func again() throws {
    var desk = SubtitleDesk()
    var item = Samples.item(1, from: 0, to: 9000)
    item.subtitles = [try words("c.vtt", [(0, 8000, "old")])]
    desk.begin(cue(item), base: StreamTime(ticks: 0), at: StreamTime(ticks: 0))
    var other = Samples.item(2, from: 0, to: 9000)
    other.subtitles = [PlanSubtitle(rendition: 0, path: folder.file("gone.vtt"))]
    desk.begin(cue(other), base: StreamTime(ticks: 0), at: StreamTime(ticks: 0))
    #expect(!text(desk.parts(of: segment(0), plan: plan([], 1))[0]).contains("-->"))
    // Who reads a track that is not wanted any more reads on, without words.
    let kept = desk.parts(of: segment(1), plan: plan([], 0))
    #expect(kept.map(\.suffix) == ["s1.vtt"] && !text(kept[0]).contains("-->"))
  }
}
