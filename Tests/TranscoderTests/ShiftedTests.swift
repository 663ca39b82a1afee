import Control
import Foundation
import Library
import Packaging
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("A channel's past on air", .serialized, .timeLimit(.minutes(2)))
struct ShiftedTests {
  @Test("runs by its own clock beside the live channel, from the programme's first picture on")
  func beside() throws {
    try Studio.run { studio in
      try studio.make("a.mp4", seconds: 10)
      studio.plan(
        ["a.mp4", "a.mp4", "a.mp4", "missing.mp4", "a.mp4"], seconds: 10, ago: .seconds(21))
      try offerChoice(studio)
      // The first programme began 21 seconds ago, which is no whole step.
      let shift = Reception(Samples.channel.id, shift: .seconds(21)).shift
      #expect(try studio.tune() == .done)
      #expect(try studio.tune(shift: shift) == .done)
      let notices = try studio.watch(shift: shift) {
        $0.reduce(Span.zero) { $0 + $1.duration } > .seconds(12)
      }
      #expect(notices.first?.start == studio.items[0].start)
      let report = TransportStreamChecker(try studio.bytes(of: notices, shift: shift))
      #expect(report.complaints == [])
      try expectChoice(studio, shift)
      // A transcoder that is killed now finds both when it is started again.
      let left = LeftOver.channels(in: studio.live, now: .wallClock)
      #expect(
        Set(left) == [Reception(Samples.channel.id), Reception(Samples.channel.id, shift: shift)])
      let status = studio.transcoder.status
      #expect(status.map(\.shift) == [nil, shift])
      #expect(status.last?.itemStart ?? .wallClock < .wallClock - .seconds(10))
      let since = try #require(status.last?.since)
      #expect(abs((since - .wallClock).milliseconds) < 60_000)
      #expect(abs((try #require(status.last).lead).milliseconds) < 45_000)
    }
  }

  /// Renditions, with a word in the third second of each file.
  private func offerChoice(_ studio: Studio) throws {
    let words = studio.folder.appending(path: "a.vtt").path
    let cue = SubtitleCue(start: .seconds(3), end: .seconds(4), text: "Here")
    try Data(SubtitleCues([cue]).webVTT.utf8).write(to: URL(filePath: words))
    studio.alter { $0.subtitles = [PlanSubtitle(rendition: 0, path: words)] }
    studio.offer(Samples.offerChoice)
  }

  /// The past has what the channel has, and each word where it was said.
  private func expectChoice(_ studio: Studio, _ shift: Span) throws {
    let shelf = Shelf("\(studio.live)/\(Reception(Samples.channel.id, shift: shift))")
    #expect(shelf.lists.count == 5)
    #expect(shelf.odd == [])
    #expect(shelf.missing == [])
    let told = try #require(shelf.lists["s1.m3u8"]).files.prefix(4).map { name in
      try String(contentsOfFile: "\(shelf.folder)/\(name)", encoding: .utf8).contains("Here")
    }
    // Segments of one, one, two and two seconds: the third second is the first half of the third.
    #expect(told == [false, false, false, true] || told == [false, false, true, false], "\(told)")
  }

  @Test("is stopped with the channel, and counts against the limit")
  func limits() throws {
    try Studio.run(limit: 2) { studio in
      try studio.make("a.mp4", seconds: 30)
      studio.plan(["a.mp4", "a.mp4"], seconds: 30, ago: .seconds(20))
      #expect(try studio.tune() == .done)
      #expect(try studio.tune(shift: .seconds(10)) == .done)
      #expect(try studio.tune(shift: .seconds(11)) == .done, "that is the same position")
      guard case .failed(let failure) = try studio.tune(shift: .seconds(14)) else {
        Issue.record("three streams were on air")
        return
      }
      #expect(failure.code == .limit)
      studio.transcoder.stop(Samples.channel.id)
      try studio.waitForSilence()
    }
  }

  @Test("ends at once when its last viewer goes elsewhere, and leaves its counters only")
  func leaving() throws {
    try Studio.run { studio in
      try studio.make("a.mp4", seconds: 30)
      studio.plan(["a.mp4", "a.mp4"], seconds: 30, ago: .seconds(20))
      let reception = Reception(Samples.channel.id, shift: .seconds(12))
      #expect(try studio.tune(shift: .seconds(12)) == .done)
      for name in ["a", "b"] {
        let request = SeenRequest(
          reception: reception, viewer: Samples.viewer(Character(name)), bytes: 1)
        studio.transcoder.see(request)
      }
      studio.transcoder.leave(reception, session: Samples.viewer("a").session)
      #expect(studio.transcoder.status.first?.sessions.count == 1)
      #expect(!studio.transcoder.isSilent)
      studio.transcoder.leave(reception, session: Samples.viewer("b").session)
      try studio.waitForSilence()
      let folder = "\(studio.live)/\(reception)"
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state.json"])
    }
  }

  @Test("a request without a shift is one for the live channel")
  func oldRequests() throws {
    let lines = [
      #"{"tune":{"channel":"abcdefgh","wait":true}}"#:
        ControlRequest.tune(channel: Reception(Samples.channel.id), wait: true),
      #"{"tune":{"channel":"abcdefgh-60","wait":false}}"#:
        .tune(channel: Reception(Samples.channel.id, shift: .seconds(60)), wait: false),
      #"{"stop":{"channel":"abcdefgh"}}"#: .stop(channel: Samples.channel.id),
    ]
    for (line, request) in lines {
      #expect(try ControlLine.decodeRequest(Array(line.utf8)) == request)
    }
    #expect(throws: ControlFailure.self) {
      try ControlLine.decodeRequest(Array(#"{"tune":{"channel":"abcdefgh-3","wait":true}}"#.utf8))
    }
  }

  @Test("a live channel stays when a viewer says that it leaves")
  func liveStays() throws {
    try Studio.run { studio in
      try studio.make("a.mp4", seconds: 30)
      studio.plan(["a.mp4"], seconds: 30)
      #expect(try studio.tune() == .done)
      let live = Reception(Samples.channel.id)
      studio.transcoder.see(
        SeenRequest(reception: live, viewer: Samples.viewer("a"), bytes: 1))
      studio.transcoder.leave(live, session: Samples.viewer("a").session)
      try studio.eventually { studio.transcoder.status.first?.sessions.isEmpty == true }
      #expect(try studio.tune() == .done)
    }
  }

  @Test("old counters of shifted channels are swept away, young ones and live ones stay")
  func sweep() throws {
    let live = FileManager.default.temporaryDirectory
      .appending(path: "sweep-\(UInt32.random(in: .min ... .max))").path
    defer { try? FileManager.default.removeItem(atPath: live) }
    let now = Moment(seconds: 1_790_000_000)
    let ages: [(String, Span)] = [
      ("abcdefgh", .days(2)), ("abcdefgh-3600", .hours(2)), ("abcdefgh-7200", .minutes(30)),
      ("bbbbbbbb-2", .hours(2)),
    ]
    for (name, age) in ages {
      let reception = try #require(Reception(name))
      let folder = SegmentFolder(path: live + "/" + name)
      try folder.prepare()
      try folder.writeState(
        AirState(
          stream: StreamState(), window: SegmentWindow(), target: 2,
          written: now - reception.shift - age))
    }
    LeftOver.sweep(live, now: now) { $0.description == "bbbbbbbb-2" }
    let left = try FileManager.default.contentsOfDirectory(atPath: live)
    #expect(Set(left) == ["abcdefgh", "abcdefgh-7200", "bbbbbbbb-2"])
    #expect(LeftOver.channels(in: live, now: now) == [])
  }
}
