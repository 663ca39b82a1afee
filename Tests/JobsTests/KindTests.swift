import Foundation
import Library
import Playout
import Schedule
import Store
import Synchronization
import Testing

@testable import Jobs

@Suite("Jobs of on-demand channels and mirrors", .timeLimit(.minutes(1)))
struct KindTests {
  private let bench: Bench

  init() throws {
    bench = try Bench()
    let folder = try bench.store.insertFolder(path: "/films")
    var batch = ScanBatch()
    batch.found = (1...7).map { number in
      FoundMedia(
        path: "/films/\(number).mkv", stamp: MediaStamp(size: 1, modified: bench.now),
        kind: .movie, title: "Film \(number)", duration: .minutes(50),
        probe: MediaProbe(container: "matroska", duration: .minutes(50)))
    }
    try bench.store.upsertScan(batch, in: folder.id)
  }

  private func build() throws {
    try bench.store.enqueue(kind: .timeline)
    #expect(try bench.runner.drain())
  }

  private func change(_ id: ChannelID, _ change: (inout ProgrammedChannel) -> Void) throws {
    var channel = try #require(try bench.store.channel(id))
    change(&channel)
    try bench.store.update(channel)
  }

  private func all(of id: ChannelID) throws -> [TimelineEntry] {
    try bench.store.timeline(of: id, from: bench.now - .days(30), to: bench.now + .days(90))
  }

  @Test("a mirror has its source's guide an hour later, and is told of the source's changes")
  func mirror() throws {
    let source = try bench.channel()
    let mirror = try bench.channel("bbbbbbbb", number: "2")
    try change(mirror) {
      $0.channel.kind = .mirror
      $0.channel.mirror = MirrorSource(channel: source, offset: .hours(1))
    }
    try build()
    #expect(Set(bench.refreshed.withLock { $0 }) == [source, mirror])
    #expect(try all(of: mirror).map(\.start) == all(of: source).map { $0.start + .hours(1) })
    let guide = try String(contentsOfFile: bench.guide + "/xmltv.xml", encoding: .utf8)
    func starts(_ id: ChannelID) -> [Date] {
      let format = DateFormatter()
      format.dateFormat = "yyyyMMddHHmmss Z"
      return guide.matches(of: /start="([^"]+)" stop="[^"]+" channel="c([a-z2-7]{8})/)
        .filter { $0.output.2 == id.rawValue }.compactMap { format.date(from: String($0.output.1)) }
    }
    let live = starts(source).prefix(50)
    #expect(live.count == 50)
    #expect(Array(starts(mirror).prefix(50)) == live.map { $0 + 3600 })
    // Its own timeline is nobody's concern, however long it is.
    bench.refreshed.withLock { $0 = [] }
    try build()
    #expect(bench.refreshed.withLock { $0 }.isEmpty)
  }

  @Test("a channel that was left and tuned again goes on with the very same programmes")
  func onDemand() throws {
    let id = try bench.channel()
    try change(id) { $0.channel.kind = .onDemand }
    try bench.store.resume(id, at: bench.now)
    try build()
    let before = try all(of: id)
    // Twice within one programme: the seam of a round must not be forgotten.
    let left = bench.now
    for minutes in [10, 25] as [Int64] {
      try bench.store.resume(id, at: left + .minutes(minutes * 3), since: left + .minutes(minutes))
      bench.advance(.minutes(minutes * 3))
      try build()
    }
    let after = try all(of: id)
    let titles = before.map(\.media)
    let whole = ScheduledItem.whole(after)
    #expect(Array(whole.map(\.media).prefix(titles.count)) == titles)
    #expect(after.filter { $0.inPoint > .zero }.count >= 1)
    #expect(zip(after, after.dropFirst()).allSatisfy { $0.end <= $1.start })
  }

  @Test(
    "a paused channel is not built further, is pruned by its own clock, and its guide is renewed")
  func paused() throws {
    let id = try bench.channel()
    try build()
    try change(id) {
      $0.channel.kind = .onDemand
      $0.channel.pausedAt = bench.now
    }
    let before = try bench.store.lastEntry(of: id)
    bench.advance(.days(20))
    try bench.store.enqueue(kind: .prune)
    try build()
    #expect(try bench.store.lastEntry(of: id) == before)
    #expect(try bench.store.jobs().prefix(1).map(\.kind) == [.guide])
  }
}
