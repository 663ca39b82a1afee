import Library
import Playout
import Schedule
import TestSupport
import Testing

@testable import Store

@Suite("Take-overs in the store")
struct TakeOverQueriesTests {
  private let test: TestStore
  private let id: ChannelID
  private var store: Store { test.store }

  init() throws {
    test = try TestStore()
    try test.films(["A", "B", "C"])
    id = try test.channel("1").channel.id
    try store.replaceTimeline(
      of: id, from: today - .hours(2),
      with: entries((0..<12).map { MediaID(rawValue: $0 % 3 + 1) }, from: today - .hours(2)))
  }

  private func takeOver(_ start: Int64, _ end: Int64?, _ title: String = "Match") -> TakeOver {
    TakeOver(
      id: 0, start: today + .minutes(start), end: end.map { today + .minutes($0) }, title: title,
      sources: [
        LiveSource(url: "srt://me:secret@a.lan:9000"), LiveSource(url: "http://b/", userAgent: "X"),
      ])
  }

  private func mirror(_ number: String, id name: String, late offset: Span) throws -> ChannelID {
    var made = try programmed(number, id: name)
    made.channel.kind = .mirror
    made.channel.mirror = MirrorSource(channel: id, offset: offset)
    try store.insert(made)
    return made.channel.id
  }

  private func titles(_ channel: ChannelID, from: Int64 = 0, to: Int64 = 180) throws -> [String] {
    try store.guide(from: today + .minutes(from), to: today + .minutes(to))
      .filter { $0.channel == channel }
      .map { "\($0.programme.title) \(($0.programme.start - today).milliseconds / 60_000)" }
  }

  @Test("stand in guide and plan alike, and move no entry of the timeline")
  func layer() throws {
    let before = try store.timeline(of: id, from: today, to: today + .hours(5))
    let made = try store.insert(takeOver(30, 90), on: id)
    #expect(made.id > 0)
    #expect(try titles(id) == ["C 0", "Match 30", "A 90", "B 120"])
    #expect(try store.timeline(of: id, from: today, to: today + .hours(5)) == before)
    let plan = try #require(try store.plan(for: id, from: today, hours: 1))
    #expect(plan.takeOvers == [made])
    #expect(
      plan.items.map(\.start) == [today, today + .hours(1)].filter { $0 < today + .hours(1) })
    #expect(try store.plan(for: id, from: made.latestEnd, hours: 1)?.takeOvers == [])
  }

  @Test("tell what is on and what follows", arguments: [-10, 10, 40, 89, 100])
  func nowAndNext(minute: Int64) throws {
    try _ = store.insert(takeOver(30, 90), on: id)
    let moment = today + .minutes(minute)
    let row = try #require(try store.onAir(at: moment).first)
    let guide = try store.guide(from: moment, to: moment + .hours(4)).map(\.programme)
    #expect(row.now == guide[0])
    #expect(row.next == guide[1])
  }

  @Test("of a source are shown by a mirror at the same time, and not by a late one")
  func mirrors() throws {
    let twin = try mirror("2", id: "bbbbbbbb", late: .zero)
    let late = try mirror("3", id: "cccccccc", late: .minutes(10))
    try _ = store.insert(takeOver(30, 90), on: id)
    #expect(try titles(twin) == titles(id))
    #expect(try store.plan(for: twin, from: today, hours: 1)?.takeOvers.count == 1)
    #expect(try !titles(late).contains { $0.hasPrefix("Match") })
    #expect(try store.plan(for: late, from: today, hours: 1)?.takeOvers == [])
    for channel in [twin, late] {
      let refusal = #expect(throws: StoreError.self) {
        try store.insert(takeOver(100, 110), on: channel)
      }
      #expect(refusal?.code == .conflict && refusal?.detail.contains("mirror") == true)
    }
  }

  @Test("never overlap, and are bounded in number")
  func conflicts() throws {
    try _ = store.insert(takeOver(30, 90), on: id)
    for (start, end, field) in [(40, 50, "start"), (10, 31, "end"), (0, nil, "end")]
      as [(Int64, Int64?, String)]
    {
      let refusal = #expect(throws: StoreError.self) {
        try store.insert(takeOver(start, end), on: id)
      }
      #expect(refusal?.code == .conflict && refusal?.field == field)
    }
    for place in 1..<Int64(TakeOver.most) {
      try _ = store.insert(takeOver(100 + place, 101 + place), on: id)
    }
    let refusal = #expect(throws: StoreError.self) {
      try store.insert(takeOver(900, 901), on: id)
    }
    #expect(refusal?.code == .conflict && refusal?.field == nil)
  }

  @Test("end where they are ended, are removed before they began, and are over once")
  func ending() throws {
    let made = try store.insert(takeOver(-10, nil), on: id)
    #expect(try store.hasOpenTakeOvers(at: today))
    try store.endTakeOver(made.id, of: id, at: today + .seconds(6))
    #expect(try !store.hasOpenTakeOvers(at: today))
    #expect(try store.takeOvers(of: id, from: today).first?.end == today + .seconds(6))
    let later = try store.insert(takeOver(30, 90), on: id)
    try store.endTakeOver(later.id, of: id, at: today + .seconds(6))
    #expect(try store.takeOvers(of: id, from: today).map(\.id) == [made.id])
    let past = try store.insert(takeOver(-60, -30), on: id)
    #expect(throws: StoreError.self) { try store.endTakeOver(past.id, of: id, at: today) }
    let strange = try test.channel("9", id: "cccccccc").channel.id
    #expect(throws: StoreError.self) { try store.endTakeOver(made.id, of: strange, at: today) }
  }

  @Test("go with their channel, with another kind, and with age")
  func forgetting() throws {
    try _ = store.insert(takeOver(-60, -30), on: id)
    try _ = store.insert(takeOver(-20, nil), on: id)
    try store.pruneTimelines(olderThan: .minutes(20), now: today)
    #expect(try store.takeOvers(of: id, from: today - .hours(2)).count == 1)
    var changed = try #require(try store.channel(id))
    changed.channel.kind = .live
    changed.sources = [LiveSource(url: "http://a/")]
    try store.update(changed)
    #expect(try store.takeOvers(of: id, from: today - .hours(2)).isEmpty)
    let refusal = #expect(throws: StoreError.self) { try store.insert(takeOver(1, 2), on: id) }
    #expect(refusal?.detail.contains("live channel") == true)
  }
}
