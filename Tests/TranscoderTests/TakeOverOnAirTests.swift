import Control
import Dossiers
import Foundation
import Harness
import Library
import Packaging
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("Take-overs on air", .serialized, .timeLimit(.minutes(2)))
struct TakeOverOnAirTests {
  /// An address that refuses every connection.
  private var nobody: String { "http://127.0.0.1:\(FreePort.tcp())/" }

  @Test("a channel goes on with its programme where no source can be had, and when it is over")
  func withoutSource() throws {
    try Studio.run { studio in
      try Clips.make("blue", seconds: 60, at: studio.folder.appending(path: "a.mp4"))
      studio.plan(["a.mp4"], seconds: 60)
      studio.show(Screen(picture: .black, sound: .silent))
      let start = Moment.wallClock + .seconds(2)
      studio.takeOver(from: start, sources: [nobody, nobody])
      #expect(try studio.tune() == .done)
      try studio.eventually {
        let status = studio.transcoder.status.first
        return status?.title == "Match" && status?.failures ?? 0 >= 2 && status?.method == "copy"
      }
      #expect(studio.failures.allSatisfy { $0.title == "Match" })
      let bytes = try studio.made(until: start + .seconds(5))
      #expect(TransportStreamChecker(bytes).complaints == [])
      let order = try Decoder.colours(of: bytes).map { Decoder.name(of: $0.rgb) }
        .reduce(into: [String?]()) { order, name in
          if order.last != .some(name) { order.append(name) }
        }
      #expect(order.first == "blue" && order.last == "blue", "\(order)")
      // The screen is seen while one source gives way to the next, if at all.
      #expect(order.count <= 3, "\(order)")
      studio.takeOver(from: start, to: .wallClock, sources: [nobody, nobody])
      studio.transcoder.refresh(Samples.channel.id)
      try studio.eventually { studio.transcoder.status.first?.title == "a.mp4" }
    }
  }

  @Test("who tunes in meanwhile sees a screen until the source is there, or the programme")
  func tunedMeanwhile() throws {
    try Studio.run { studio in
      try Clips.make("blue", seconds: 30, at: studio.folder.appending(path: "a.mp4"))
      studio.plan(["a.mp4"], seconds: 30, ago: .seconds(5))
      studio.show(Screen(picture: .black, sound: .silent))
      studio.takeOver(from: .wallClock - .seconds(4), sources: [nobody])
      #expect(try studio.tune() == .done)
      let notices = try studio.watch {
        ($0.last?.start ?? .wallClock) > .wallClock && $0.count > 3
      }
      let bytes = try studio.bytes(of: notices)
      #expect(TransportStreamChecker(bytes).complaints == [])
      try studio.eventually { studio.transcoder.status.first?.method == "copy" }
      // Who watches the past sees what is kept: the programme.
      #expect(try studio.tune(shift: .seconds(4)) == .done)
      try studio.eventually {
        studio.transcoder.status.first { $0.shift != nil }?.title == "a.mp4"
      }
    }
  }
}
