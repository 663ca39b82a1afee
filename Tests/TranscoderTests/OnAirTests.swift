import Control
import Foundation
import Glibc
import Library
import Logging
import Packaging
import Playout
import Synchronization
import TestSupport
import Testing

@testable import Transcoder

@Suite("A channel on air with a real ffmpeg", .serialized, .timeLimit(.minutes(2)))
struct OnAirTests {
  @Test("items that are one group of pictures each begin a channel as well")
  func longGroups() throws {
    try Studio.run { studio in
      try studio.make("a.mp4", seconds: 5, codec: ["-c:v", "libx264", "-g", "1000"])
      studio.plan(["a.mp4", "a.mp4", "a.mp4"], seconds: 5)
      #expect(try studio.tune() == .done)
      #expect(studio.transcoder.status.first?.failures == 0)
    }
  }

  @Test("a tune is answered once a segment can be fetched, and items follow one another")
  func tune() throws {
    try Studio.run { studio in
      try studio.make("a.mp4", seconds: 4)
      try studio.make("b.mp4", seconds: 4, codec: ["-c:v", "mpeg4"])
      studio.plan(["a.mp4", "b.mp4", "a.mp4", "b.mp4"], seconds: 4)
      let tuned = try studio.tune()
      #expect(tuned == .done)
      #expect(studio.playlist.contains("#EXT-X-TARGETDURATION:"))
      let notices = try studio.watch(until: {
        $0.reduce(Span.zero) { $0 + $1.duration } > .seconds(11)
      })
      #expect(zip(notices, notices.dropFirst()).allSatisfy { $1.sequence == $0.sequence + 1 })
      let report = TransportStreamChecker(try studio.bytes(of: notices))
      #expect(report.complaints == [])
    }
  }

  @Test("what can't be played gives way to a slate, and the next item starts in time")
  func brokenItem() throws {
    try Studio.run { studio in
      try studio.make("a.mp4", seconds: 4)
      try Data("not a film".utf8).write(to: studio.folder.appending(path: "b.mp4"))
      studio.plan(["a.mp4", "b.mp4", "a.mp4", "missing.mp4", "a.mp4"], seconds: 4)
      let tuned = try studio.tune()
      #expect(tuned == .done)
      let notices = try studio.watch(
        until: { $0.reduce(Span.zero) { $0 + $1.duration } > .seconds(15) })
      let report = TransportStreamChecker(try studio.bytes(of: notices))
      #expect(report.complaints == [])
      let status = try #require(studio.transcoder.status.first)
      #expect(status.failures > 0)
      #expect(status.lastFailure?.isEmpty == false)
    }
  }

  @Test("an unknown channel is refused, and leaves no folder")
  func unknown() throws {
    try Studio.run { studio in
      guard case .failed(let failure) = try studio.tune(Samples.id("zzzzzzzz")) else {
        Issue.record("an unknown channel was tuned")
        return
      }
      #expect(failure.code == .unknownChannel)
      #expect(try FileManager.default.contentsOfDirectory(atPath: studio.live) == [])
    }
  }

  @Test("a missing ffmpeg is named")
  func noProgram() throws {
    try Studio.run(ffmpeg: "/nonexistent/ffmpeg") { studio in
      studio.plan(["a.mp4"], seconds: 4)
      guard case .failed(let failure) = try studio.tune() else {
        Issue.record("tuned without ffmpeg")
        return
      }
      #expect(failure.code == .startFailed)
      #expect(failure.detail.contains("ffmpeg"))
    }
  }

  @Test("a channel without viewers ends and removes its segments")
  func idle() throws {
    try Studio.run(idle: .seconds(1)) { studio in
      try studio.make("a.mp4", seconds: 20)
      studio.plan(["a.mp4"], seconds: 20)
      let tuned = try studio.tune()
      #expect(tuned == .done)
      try studio.waitForSilence()
      let left = try FileManager.default.contentsOfDirectory(atPath: studio.live + "/abcdefgh")
      #expect(Set(left) == ["state.json", "plan.json"])
    }
  }

  @Test("after the channel ended, numbers and clock go on")
  func secondTune() throws {
    try Studio.run(idle: .seconds(1)) { studio in
      try studio.make("a.mp4", seconds: 30)
      studio.plan(["a.mp4"], seconds: 30)
      let tuned = try studio.tune()
      #expect(tuned == .done)
      let first = try studio.watch(until: { $0.count >= 2 })
      try studio.waitForSilence()
      let again = try studio.tune()
      #expect(again == .done)
      let second = try studio.watch(until: { !$0.isEmpty })
      #expect(try #require(second.first).sequence > (try #require(first.last).sequence))
      // Known by its file's own clock, the new picture is the present one, whatever was listed before.
      let lateness = try #require(second.first).start - .wallClock
      #expect(abs(lateness.milliseconds) < 5000)
      #expect(studio.playlist.contains("#EXT-X-DISCONTINUITY\n"))
    }
  }

  @Test("a channel goes on where a killed transcoder left it")
  func resumption() throws {
    try Studio.run(workAhead: .seconds(8)) { studio in
      try studio.make("a.mp4", seconds: 40)
      studio.plan(["a.mp4"], seconds: 40)
      let tuned = try studio.tune()
      #expect(tuned == .done)
      let before = try studio.watch(until: { $0.count >= 4 })
      // What a kill leaves: the files as they are at this instant.
      let copy = studio.folder.appending(path: "killed")
      try FileManager.default.copyItem(atPath: studio.live, toPath: copy.path)
      try Studio.run(live: copy.path, items: studio.items, workAhead: .seconds(8)) { heir in
        #expect(
          LeftOver.channels(in: copy.path, now: .wallClock).map(\.description) == ["abcdefgh"])
        #expect(try heir.tune() == .done)
        let after = try heir.watch(until: {
          $0.last.map { $0.sequence > before[3].sequence + 8 } == true
        })
        let report = TransportStreamChecker(try heir.bytes(of: after))
        #expect(report.complaints == [])
        #expect(!heir.playlist.contains("#EXT-X-DISCONTINUITY\n"))
      }
    }
  }

  @Test("zapping in and out a hundred times leaves no session and no descriptor")
  func zapping() throws {
    try Studio.run { studio in
      try studio.make("a.mp4", seconds: 40)
      studio.plan(["a.mp4"], seconds: 40)
      let tuned = try studio.tune()
      #expect(tuned == .done)
      for index in 0..<100 {
        let session =
          "zap" + String(repeating: "a", count: 9)
          + String(format: "%04d", index)
          .map { String(UnicodeScalar(UInt8(ascii: "a") + (UInt8($0.asciiValue ?? 48) - 48))) }
          .joined()
        let viewer = Viewer(session: session, mode: .ts, address: "", client: "")
        studio.transcoder.watch(Reception(Samples.channel.id), viewer: viewer) { _ in }
        studio.transcoder.unwatch(Reception(Samples.channel.id), session: session)
      }
      try studio.eventually { studio.transcoder.status.first?.sessions.isEmpty == true }
    }
  }
}
