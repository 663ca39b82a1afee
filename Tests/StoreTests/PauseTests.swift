import GRDB
import Library
import Playout
import Schedule
import TestSupport
import Testing

@testable import Store

@Suite("On-demand channels")
struct PauseTests {
  private let test: TestStore
  private let id: ChannelID
  private var store: Store { test.store }

  init() throws {
    test = try TestStore()
    try test.films(["A", "B", "C"])
    var made = try programmed("1")
    made.channel.kind = .onDemand
    made.channel.premiere = today - .days(3)
    try test.store.insert(made)
    id = made.channel.id
  }

  /// Items of random lengths from three days ago to two weeks ahead, some after a hole.
  private func lay(
    _ generator: inout SeededGenerator, longest: Int64 = 7_200_000
  ) throws -> [TimelineEntry] {
    var moment = today - .days(3)
    var items: [ScheduledItem] = []
    while moment < today + .days(14) {
      let length = Span(milliseconds: .random(in: 2_000...longest, using: &generator))
      items.append(
        ScheduledItem(
          start: moment, end: moment + length,
          media: MediaID(rawValue: .random(in: 1...3, using: &generator)), cycle: items.count))
      moment = moment + length
      if Int.random(in: 0..<40, using: &generator) == 0 { moment = moment + .minutes(5) }
    }
    try store.replaceTimeline(of: id, from: today - .days(9), with: items)
    return try stored()
  }

  private func stored() throws -> [TimelineEntry] {
    var channel = try #require(try store.channel(id)).channel
    channel.pausedAt = nil
    return try store.read { db in
      try Airing(of: channel, now: today).read(
        TimelineSQL.window, from: today - .days(9), to: today + .days(90), in: db,
        TimelineEntry.init(row:))
    }
  }

  /// What would be shown if somebody tuned at a moment.
  private func shown(ifTunedAt moment: Moment) throws -> [TimelineEntry] {
    let channel = try #require(try store.channel(id)).channel
    return try store.read { db in
      try Airing(of: channel, now: moment).read(
        TimelineSQL.window, from: today - .days(9), to: today + .days(90), in: db,
        TimelineEntry.init(row:))
    }
  }

  @Test(
    "go on where they stopped: nothing past moves, nothing overlaps, nothing is lost",
    arguments: UInt64(0)..<24)
  func invariants(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var before = try lay(&generator)
    var now = today - .days(2)
    // Left and tuned again and again, also within one programme.
    for _ in 0..<6 {
      let pause = now + Span(milliseconds: .random(in: 0...9_000_000, using: &generator))
      #expect(try store.pause(id, at: pause) == true)
      #expect(try store.pause(id, at: pause + .minutes(1)) == false, "it stands still already")
      let left = try #require(try store.channel(id)?.channel.pausedAt)
      #expect(abs((left - pause).milliseconds) < 1000)
      now = left + Span(milliseconds: .random(in: 1...12_000_000, using: &generator))
      let expected = try shown(ifTunedAt: now)
      #expect(try store.resume(id, at: now) == true)
      #expect(try store.resume(id, at: now + .seconds(3)) == false, "a second viewer")
      #expect(try store.resume(id, at: now + .hours(1), since: left) == false, "told late")
      let after = try stored()
      #expect(after.map(Slice.init) == expected.map(Slice.init))
      try expectMoved(before, after, from: left, to: now)
      before = after
    }
  }

  private struct Slice: Equatable {
    var start: Moment, end: Moment, media: MediaID, inPoint: Span, cycle: Int
    init(_ entry: TimelineEntry) {
      (start, end, media) = (entry.start, entry.end, entry.media)
      (inPoint, cycle) = (entry.inPoint, entry.cycle)
    }
  }

  private func expectMoved(
    _ before: [TimelineEntry], _ after: [TimelineEntry], from pause: Moment, to now: Moment
  ) throws {
    let delay = now - pause
    #expect(
      after.filter { $0.end <= pause && before.contains($0) } == before.filter { $0.end <= pause })
    #expect(zip(after, after.dropFirst()).allSatisfy { $0.end <= $1.start })
    #expect(!after.contains { $0.start < now && $0.end > pause }, "nothing is shown meanwhile")
    // Every later picture comes later by the same time: holes stay holes, no picture is lost.
    let rest = before.filter { $0.end > pause }
    let moved = after.filter { $0.start >= now }
    #expect(moved.count == rest.count)
    for (old, new) in zip(rest, moved) {
      let late = max(.zero, pause - old.start)
      #expect(new.start == max(old.start, pause) + delay && new.end == old.end + delay)
      #expect(new.media == old.media && new.inPoint == old.inPoint + late)
    }
  }

  @Test("take a pause that nobody could report from what the transcoder kept")
  func unreported() throws {
    var generator = SeededGenerator(seed: 7)
    let before = try lay(&generator)
    #expect(try store.resume(id, at: today, since: today - .hours(1)) == true)
    try expectMoved(
      before, try stored(), from: try #require(try stored().last { $0.end < today }).end, to: today)
    let after = try stored()
    #expect(try store.resume(id, at: today + .hours(1), since: today - .minutes(1)) == false)
    #expect(try stored() == after)
  }

  @Test("count a pause next to a programme's border as one at it")
  func borders() throws {
    try store.replaceTimeline(
      of: id, from: today - .days(1),
      with: entries([MediaID(rawValue: 1), MediaID(rawValue: 2)], from: today - .hours(2)))
    try store.pause(id, at: today - .hours(1) + .milliseconds(900))
    #expect(try store.channel(id)?.channel.pausedAt == today - .hours(1))
    try store.resume(id, at: today)
    #expect(try stored().map(\.start) == [today - .hours(2), today])
    try store.pause(id, at: today)
    #expect(try stored().count == 2)
  }

  @Test("are of no concern to channels of other kinds, or to clocks that went back")
  func others() throws {
    let plain = try test.channel("2", id: "bbbbbbbb").channel.id
    #expect(try store.pause(plain, at: today) == false)
    #expect(try store.resume(plain, at: today, since: today - .hours(1)) == false)
    var generator = SeededGenerator(seed: 1)
    let before = try lay(&generator)
    try store.pause(id, at: today - .hours(1))
    #expect(try store.resume(id, at: today - .days(1)) == false)
    #expect(try stored() == before)
    #expect(try store.channel(id)?.channel.pausedAt == nil)
  }

  @Test("keep their past and their horizon by their own clock, and go on as continuous ones")
  func longPause() throws {
    var generator = SeededGenerator(seed: 2)
    let before = try lay(&generator)
    try store.pause(id, at: today - .days(2))
    try store.pruneTimelines(olderThan: .days(1), now: today + .days(40))
    #expect(try stored() == before, "what was left is still to come")
    var channel = try #require(try store.channel(id))
    channel.channel.kind = .continuous
    try store.update(channel)
    #expect(try store.channel(id)?.channel.pausedAt == nil)
    #expect(try stored().contains { $0.start == today && $0.inPoint > .zero })
  }

  @Test("go on quickly even with ten thousand entries to move")
  func many() throws {
    let items = (0..<10_000).map { index in
      let start = today - .hours(1) + .seconds(Int64(index) * 120)
      return ScheduledItem(
        start: start, end: start + .seconds(120), media: MediaID(rawValue: 1), cycle: index)
    }
    try store.replaceTimeline(of: id, from: today - .days(1), with: items)
    try store.pause(id, at: today - .seconds(30))
    #expect(try store.resume(id, at: today) == true)
    #expect(try stored().count == 10_001)
  }
}
