import Control
import Dossiers
import Foundation
import Library
import Packaging
import Playout
import Synchronization
import TestSupport
import Testing

@testable import Transcoder

@Suite("A channel whose disk is full", .serialized, .timeLimit(.minutes(2)))
struct StorageTests {
  /// Reads each segment when it is told of, as the relay does.
  private final class Viewer: Sendable {
    struct Seen {
      var sequences: [Int64] = []
      var bytes: [UInt8] = []
      var missing: [String] = []
    }
    let seen = Mutex(Seen())

    func take(_ reply: ControlReply, in folder: String) {
      guard case .segment(let notice) = reply else { return }
      let bytes = FileManager.default.contents(atPath: folder + "/" + notice.file)
      seen.withLock { seen in
        seen.sequences.append(notice.sequence)
        seen.bytes += bytes ?? Data()
        if bytes == nil { seen.missing.append(notice.file) }
      }
    }
  }

  @Test(
    "waits where nothing gives way, goes on when there is room, and loses nothing",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a disk"))
  func fullDisk() throws {
    let disk = try SmallDisk(megabytes: 12)
    defer { disk.clear() }
    let live = disk.path + "/live"
    try Studio.run(live: live, workAhead: .seconds(6)) { studio in
      try studio.make("a.mp4", seconds: 10)
      studio.plan(Array(repeating: "a.mp4", count: 9), seconds: 10)
      studio.offer(Samples.offerChoice)
      let viewer = Viewer()
      let reception = Reception(Samples.channel.id)
      studio.transcoder.watch(reception, viewer: Samples.viewer("w", mode: .ts)) {
        viewer.take($0, in: live + "/abcdefgh")
      }
      let count = { viewer.seen.withLock { $0.sequences.count } }
      let problem = { studio.transcoder.status.first?.storageProblem }
      try studio.eventually { count() > 4 }
      // Whatever it gives up is taken at once.
      disk.keepFull()
      try studio.eventually { problem() != nil && (studio.transcoder.status[0].lead) < .seconds(4) }
      expectWhole(live)
      let held = count()
      disk.clear()
      try studio.eventually { count() > held + 2 && problem() == nil }
      expectWhole(live)
      let seen = viewer.seen.withLock { $0 }
      #expect(seen.missing == [])
      #expect(zip(seen.sequences, seen.sequences.dropFirst()).allSatisfy { $1 == $0 + 1 })
      #expect(TransportStreamChecker(seen.bytes).complaints == [])
      #expect(studio.failures.map(\.cause) == ["diskFull"])
      #expect(studio.failures.first?.why.contains(live) == true)
    }
  }

  @Test(
    "does not begin, and says why",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a disk"))
  func coldStart() throws {
    let disk = try SmallDisk(megabytes: 4)
    defer { disk.clear() }
    let live = disk.path + "/live"
    try Studio.run(live: live) { studio in
      try studio.make("a.mp4", seconds: 6)
      studio.plan(["a.mp4"], seconds: 6)
      try FileManager.default.createDirectory(
        atPath: live + "/abcdefgh", withIntermediateDirectories: true)
      disk.keepFull()
      guard case .failed(let failure) = try studio.tune() else {
        Issue.record("a channel began without room")
        return
      }
      #expect(failure.code == .noRoom)
      #expect(failure.detail.contains(live))
      disk.clear()
      try studio.waitForSilence()
      studio.plan(["a.mp4"], seconds: 6)
      #expect(try studio.tune() == .done)
    }
  }

  /// Nothing that any playlist lists is missing, and no part is there without its segment.
  private func expectWhole(_ live: String) {
    let shelf = Shelf(live + "/abcdefgh")
    #expect(shelf.lists.count == 5)
    #expect(shelf.missing == [])
    #expect(shelf.lists.values.reduce(0) { $0 + $1.gaps } == 0)
  }
}
