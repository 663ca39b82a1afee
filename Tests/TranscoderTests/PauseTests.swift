import Control
import Foundation
import Library
import Packaging
import Playout
import Synchronization
import Testing

@testable import Transcoder

@Suite("On-demand channels on air", .serialized, .timeLimit(.minutes(2)))
struct PauseTests {
  /// What the transcoder told of an on-demand channel.
  private enum Told: Equatable {
    case paused(Moment)
    case resumed(Moment, since: Moment?)
  }

  @Test(
    "the moment at which its last viewer left is told, once, and it goes on before its plan is read"
  )
  func report() throws {
    let told = Mutex<[Told]>([])
    try Studio.run(
      idle: .seconds(20), kind: .onDemand,
      facilities: { facilities in
        facilities.paused = { _, at in told.withLock { $0.append(.paused(at)) } }
        facilities.resumed = { _, at, since in
          told.withLock { $0.append(.resumed(at, since: since)) }
        }
      },
      { studio in
        try studio.make("a.mp4", seconds: 30)
        studio.plan(["a.mp4", "a.mp4"], seconds: 30)
        let tuned = Moment.wallClock
        _ = try studio.watch { $0.count >= 3 }
        let left = Moment.wallClock
        try studio.waitForSilence()
        let first = told.withLock { $0 }
        guard case .paused(let at) = first.last else {
          Issue.record("nothing was told: \(first)")
          return
        }
        #expect(first.count == 1, "a channel that never paused has nothing to go on with")
        #expect(at >= tuned && at <= left + .milliseconds(500))
        let state = try SegmentFolder(path: studio.live + "/abcdefgh").readState(AirState.self)
        #expect(state?.paused == at, "for when nobody heard it")
        #expect(try studio.tune() == .done)
        guard case .resumed(let again, let since) = told.withLock({ $0.last }) else {
          Issue.record("it did not go on: \(told.withLock { $0 })")
          return
        }
        #expect(since == at && again > at)
        // Others who tune meanwhile find it on air.
        #expect(try studio.tune() == .done)
        #expect(told.withLock { $0 }.count == 2)
        // Its past runs by everybody's clock, and is nobody's pause.
        #expect(try studio.tune(shift: .seconds(2)) == .done)
        #expect(told.withLock { $0 }.count == 2)
      })
  }

  @Test("whoever tuned is given time to come, however long the first picture took")
  func slowTune() throws {
    let pauses = Mutex(0)
    try Studio.run(
      ffmpeg: Studio.slowProgram(seconds: 3, for: "*"), kind: .onDemand,
      facilities: { facilities in facilities.paused = { _, _ in pauses.withLock { $0 += 1 } } },
      { studio in
        try studio.make("a.mp4", seconds: 30)
        studio.plan(["a.mp4"], seconds: 30)
        #expect(try studio.tune() == .done)
        let listed = studio.transcoder.status.first?.segments ?? 0
        try studio.eventually {
          pauses.withLock { $0 } > 0 || studio.transcoder.status.first?.segments ?? 0 > listed + 1
        }
        #expect(pauses.withLock { $0 } == 0)
      })
  }

  @Test("a channel that a killed transcoder left is taken from when its state was last kept")
  func killed() throws {
    let told = Mutex<[Told]>([])
    try Studio.run(
      kind: .onDemand,
      facilities: { facilities in
        facilities.resumed = { _, at, since in
          told.withLock { $0.append(.resumed(at, since: since)) }
        }
      },
      { studio in
        try studio.make("a.mp4", seconds: 30)
        studio.plan(["a.mp4", "a.mp4"], seconds: 30)
        let written = Moment.wallClock - .hours(1)
        let folder = SegmentFolder(path: studio.live + "/abcdefgh")
        try folder.prepare()
        try folder.writeState(
          AirState(
            stream: StreamState(), window: SegmentWindow(), target: 2, written: written))
        #expect(try studio.tune() == .done)
        guard case .resumed(_, let since) = told.withLock({ $0.first }) else {
          Issue.record("it did not go on")
          return
        }
        #expect(since == written)
      })
  }

  @Test("a continuous channel tells nothing")
  func continuous() throws {
    let told = Mutex(0)
    try Studio.run(
      idle: .seconds(1),
      facilities: { facilities in
        facilities.paused = { _, _ in told.withLock { $0 += 1 } }
        facilities.resumed = { _, _, _ in told.withLock { $0 += 1 } }
      },
      { studio in
        try studio.make("a.mp4", seconds: 20)
        studio.plan(["a.mp4"], seconds: 20)
        #expect(try studio.tune() == .done)
        try studio.waitForSilence()
        #expect(told.withLock { $0 } == 0)
      })
  }
}
