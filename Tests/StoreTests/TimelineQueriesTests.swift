import Foundation
import GRDB
import Library
import Playout
import Schedule
import Testing

@testable import Store

@Suite("Timelines in the store")
struct TimelineQueriesTests {
  private let test: TestStore
  private let channel: ChannelID
  private let media: [MediaID]
  private var store: Store { test.store }

  /// Five hours from `today` on, one film each.
  init() throws {
    test = try TestStore()
    try test.films(["A", "B", "C", "D", "E"])
    channel = try test.channel("7").channel.id
    media = try test.store.media(query: MediaQuery()).items.map(\.id)
    try test.store.replaceTimeline(of: channel, from: today, with: entries(media, from: today))
  }

  @Test("are read from what is on air to what starts before the end")
  func window() throws {
    let found = try store.timeline(
      of: channel, from: today + .minutes(90), to: today + .hours(3))
    #expect(found.map(\.start) == [today + .hours(1), today + .hours(2)])
    #expect(found.map(\.media) == [media[1], media[2]])
  }

  @Test("end an entry where the next one starts")
  func edges() throws {
    let found = try store.timeline(of: channel, from: today + .hours(1), to: today + .hours(2))
    #expect(found.map(\.media) == [media[1]])
    #expect(
      try store.timeline(of: channel, from: today + .hours(9), to: today + .hours(10)).isEmpty)
    #expect(try store.timeline(of: channel, from: today - .hours(2), to: today).isEmpty)
  }

  @Test("begin at the first moment from which on they show something")
  func earliest() throws {
    func earliest(since moment: Moment) throws -> Moment? {
      try store.earliestMoment(of: channel, since: moment)
    }
    #expect(try earliest(since: today - .days(7)) == today)
    #expect(try earliest(since: today + .minutes(90)) == today + .minutes(90))
    #expect(try earliest(since: today + .hours(5)) == nil)
    // The third film is taken out: a moment in the hole counts from its end on.
    let rest = try store.timeline(of: channel, from: today + .hours(3), to: today + .hours(5))
    try store.replaceTimeline(
      of: channel, from: today + .hours(2),
      with: rest.map { ScheduledItem(start: $0.start, end: $0.end, media: $0.media, cycle: 0) })
    #expect(try earliest(since: today + .minutes(150)) == today + .hours(3))
  }

  @Test("make a plan with everything that playing needs")
  func plan() throws {
    let plan = try #require(try store.plan(for: channel, from: today + .minutes(30), hours: 2))
    #expect(plan.channel.number.description == "7")
    #expect(plan.profile == TranscodeProfile.builtIn[0])
    #expect(plan.items.map(\.title) == ["A", "B", "C"])
    #expect(plan.items[0].path == "/media/A.mkv")
    #expect(plan.items[0].probe.video?.width == 1280)
    #expect(plan.item(at: plan.from)?.title == "A")
  }

  @Test("tell the plan which holes are black, through mirrors and other channels as well")
  func darkness() throws {
    func hole(_ hour: Int64, _ content: String = "", target: ChannelID? = nil) -> ScheduledItem {
      ScheduledItem(
        start: today + .hours(hour), end: today + .hours(hour + 1), media: MediaID(rawValue: 0),
        cycle: 0, role: target == nil ? .flex : .redirect, content: content,
        target: target?.rawValue)
    }
    try store.replaceTimeline(
      of: channel, from: today,
      with: [hole(0, ScheduledItem.black), hole(1), hole(2, ScheduledItem.black)])
    func dark(_ id: ChannelID, from minutes: Int64) throws -> [[Int64]] {
      try #require(try store.plan(for: id, from: today + .minutes(minutes), hours: 4))
        .darkness.map { [$0.start, $0.end].map { ($0 - today).milliseconds / 60_000 } }
    }
    #expect(try dark(channel, from: 30) == [[0, 60], [120, 180]])
    var mirror = try programmed("8", id: "bbbbbbbb")
    mirror.channel.kind = .mirror
    mirror.channel.mirror = MirrorSource(channel: channel, offset: .minutes(30))
    try store.insert(mirror)
    #expect(try dark(mirror.channel.id, from: 0) == [[30, 90], [150, 210]])
    let guest = try programmed("9", id: "cccccccc")
    try store.insert(guest)
    try store.replaceTimeline(
      of: guest.channel.id, from: today + .hours(2), with: [hole(2, target: channel)])
    #expect(try dark(guest.channel.id, from: 0) == [[120, 180]])
    let plan = try #require(try store.plan(for: channel, from: today, hours: 4))
    #expect(plan.items.isEmpty)
    let kept = try JSONDecoder().decode(Plan.self, from: JSONEncoder().encode(plan))
    #expect(kept == plan)
  }

  @Test("make no plan for an unknown or a disabled channel")
  func noPlan() throws {
    let stranger = try #require(ChannelID(rawValue: "zzzzzzzz"))
    #expect(try store.plan(for: stranger, from: today, hours: 1) == nil)
    var disabled = try #require(try store.channel(channel))
    disabled.channel.isEnabled = false
    try store.update(disabled)
    #expect(try store.plan(for: channel, from: today, hours: 1) == nil)
    #expect(try store.guide(from: today, to: today + .hours(1)).isEmpty)
  }

  @Test("still name media that vanished, and survive media that were deleted")
  func missingMedia() throws {
    try store.markMissing(in: try #require(try store.folders().first).id, except: [])
    #expect(try store.plan(for: channel, from: today, hours: 2)?.items.first?.title == "A")
    try store.write { try $0.execute(sql: "DELETE FROM media WHERE title = 'A'") }
    let plan = try #require(try store.plan(for: channel, from: today, hours: 2))
    #expect(plan.items.map(\.title) == ["Not available", "B"])
    #expect(plan.items[0].path == "")
    let guide = try store.guide(from: today, to: today + .hours(2))
    #expect(guide.map(\.programme.title) == ["Not available", "B"])
  }

  @Test("survive a probe that can't be read")
  func brokenProbe() throws {
    try store.write { try $0.execute(sql: "UPDATE media SET probe = '{' WHERE title = 'A'") }
    let plan = try #require(try store.plan(for: channel, from: today, hours: 1))
    #expect(plan.items.first?.probe.video == nil)
  }

  @Test("are replaced from a moment on and nowhere else")
  func replace() throws {
    let before = try store.timeline(of: channel, from: today, to: today + .hours(2))
    try store.apply(
      TimelineDiff(
        removeFrom: today + .hours(2),
        insert: entries([media[4]], from: today + .hours(2))), to: channel)
    let after = try store.timeline(of: channel, from: today, to: today + .hours(9))
    #expect(Array(after.prefix(2)) == before)
    #expect(after.map(\.media) == [media[0], media[1], media[4]])
    #expect(try store.lastEntry(of: channel)?.media == media[4])
  }

  @Test("refuse entries that overlap what stays, and change nothing then")
  func refusesOverlap() throws {
    let error = #expect(throws: StoreError.self) {
      try store.replaceTimeline(
        of: channel, from: today + .hours(2),
        with: entries([media[0]], from: today + .minutes(90)))
    }
    #expect(error?.code == .conflict)
    #expect(try store.timeline(of: channel, from: today, to: today + .hours(9)).count == 5)
  }

  @Test("give upkeep what begins from a moment on")
  func tail() throws {
    func tail(_ moment: Moment) throws -> [MediaID] {
      try store.timelineTail(of: channel, from: moment).map(\.media)
    }
    #expect(try tail(today + .hours(2)) == Array(media[2...]))
    #expect(try tail(today + .minutes(121)) == Array(media[3...]))
    #expect(try tail(today) == media)
    #expect(try tail(today - .hours(1)) == media)
  }

  @Test("lose their past but never their two last entries")
  func prune() throws {
    #expect(try store.pruneTimelines(olderThan: .zero, now: today + .minutes(150)) == 2)
    #expect(try store.timeline(of: channel, from: today, to: today + .hours(9)).count == 3)
    #expect(try store.pruneTimelines(olderThan: .zero, now: today + .days(30)) == 1)
    #expect(try store.timelineTail(of: channel, from: today).count == 2)
  }

  @Test("go with their channel")
  func cascade() throws {
    try store.deleteChannel(channel)
    #expect(try store.lastEntry(of: channel) == nil)
  }

  @Test("make the guide of all channels, by number and time")
  func guide() throws {
    let second = try test.channel("3", id: "bbbbbbbb").channel.id
    try store.replaceTimeline(of: second, from: today, with: entries([media[2]], from: today))
    let rows = try store.guide(from: today + .minutes(30), to: today + .minutes(90))
    #expect(rows.map(\.channel) == [second, channel, channel])
    #expect(rows.map(\.programme.title) == ["C", "A", "B"])
  }

  @Test("tell what is on air and what follows, holes included")
  func onAir() throws {
    try test.channel("3", id: "bbbbbbbb")
    let rows = try store.onAir(at: today + .minutes(61))
    #expect(rows.map(\.channel.number.description) == ["3", "7"])
    #expect(rows[0].now == nil && rows[0].next == nil)
    #expect(rows[1].now?.title == "B" && rows[1].next?.title == "C")
    let early = try store.onAir(at: today - .minutes(1))
    #expect(early[1].now == nil && early[1].next?.title == "A")
    let last = try store.onAir(at: today + .minutes(299))
    #expect(last[1].now?.title == "E" && last[1].next == nil)
  }
}
