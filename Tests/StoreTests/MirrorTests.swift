import Library
import Playout
import Schedule
import TestSupport
import Testing

@testable import Store

@Suite("Mirrors")
struct MirrorTests {
  private let test: TestStore
  private let source: ChannelID
  private var store: Store { test.store }

  init() throws {
    test = try TestStore()
    try test.films(["A", "B", "C"])
    source = try test.channel("1").channel.id
    try store.replaceTimeline(
      of: source, from: today - .hours(10),
      with: entries((0..<40).map { MediaID(rawValue: $0 % 3 + 1) }, from: today - .hours(10)))
  }

  @discardableResult
  private func mirror(
    _ number: String, id: String, of source: ChannelID, late offset: Span = .hours(3)
  ) throws -> ChannelID {
    var made = try programmed(number, id: id)
    made.channel.kind = .mirror
    made.channel.mirror = MirrorSource(channel: source, offset: offset)
    try store.insert(made)
    return made.channel.id
  }

  @Test("show what their source showed, later, wherever it is read")
  func shifted() throws {
    let offset = Span.minutes(150)
    let mirror = try mirror("2", id: "bbbbbbbb", of: source, late: offset)
    for hours in stride(from: Int64(-7), to: 20, by: 3) {
      let from = today + .hours(hours) + .minutes(7)
      let shown = try store.timeline(of: mirror, from: from, to: from + .hours(2))
      let original = try store.timeline(
        of: source, from: from - offset, to: from + .hours(2) - offset)
      #expect(!shown.isEmpty && shown.allSatisfy { $0.channel == mirror })
      #expect(shown.map(\.start) == original.map { $0.start + offset })
      #expect(shown.map(\.end) == original.map { $0.end + offset })
      #expect(shown.map(\.media) == original.map(\.media))
      let plan = try #require(try store.plan(for: mirror, from: from, hours: 2))
      #expect(plan.channel.id == mirror)
      #expect(plan.items.map(\.start) == shown.map(\.start))
      let guide = try store.guide(from: from, to: from + .hours(2))
      #expect(
        guide.filter { $0.channel == mirror }.map(\.programme.start) == shown.map(\.start))
      let onAir = try #require(try store.onAir(at: from).first { $0.channel.id == mirror })
      #expect(onAir.now?.start == shown.first?.start)
      #expect(onAir.next?.start == shown.dropFirst().first?.start)
    }
    let first = try store.earliestMoment(of: mirror, since: today - .days(7))
    #expect(first == today - .hours(10) + offset)
    #expect(try store.lastEntry(of: mirror) == nil, "it stores nothing of its own")
  }

  @Test("keep their source from being removed or becoming anything else")
  func keepSource() throws {
    let mirror = try mirror("2.5", id: "bbbbbbbb", of: source)
    let refusal = #expect(throws: StoreError.self) { try store.deleteChannel(source) }
    #expect(refusal?.code == .conflict)
    #expect(refusal?.detail.contains("2.5 Channel 2.5") == true)
    var changed = try #require(try store.channel(source))
    changed.channel.kind = .onDemand
    #expect(throws: StoreError.self) { try store.update(changed) }
    try store.deleteChannel(mirror)
    try store.update(changed)
    try store.deleteChannel(source)
  }

  @Test("show no mirror, no paused channel, no stranger and not themselves")
  func wrongSources() throws {
    let mirror = try mirror("2", id: "bbbbbbbb", of: source)
    var demand = try programmed("3", id: "cccccccc")
    demand.channel.kind = .onDemand
    try store.insert(demand)
    let strangers = [
      mirror, demand.channel.id, try #require(ChannelID(rawValue: "dddddddd")),
      try #require(ChannelID(rawValue: "eeeeeeee")),
    ]
    for stranger in strangers {
      let refusal = #expect(throws: StoreError.self) {
        try self.mirror("4", id: "dddddddd", of: stranger)
      }
      #expect(refusal?.field == "source")
    }
    #expect(try store.channels().count == 3)
  }

  @Test("keep as much of the source's past as they need for their own")
  func pruning() throws {
    try mirror("2", id: "bbbbbbbb", of: source, late: .hours(4))
    try store.pruneTimelines(olderThan: .hours(2), now: today)
    let first = try store.earliestMoment(of: source, since: today - .days(7))
    #expect(first == today - .hours(6))
  }

  @Test("forget the timeline that they had as another kind")
  func conversion() throws {
    let other = try test.channel("9", id: "cccccccc")
    let id = other.channel.id
    try store.replaceTimeline(
      of: id, from: today, with: entries([MediaID(rawValue: 1)], from: today))
    var changed = other
    changed.channel.kind = .mirror
    changed.channel.mirror = MirrorSource(channel: source, offset: .zero)
    try store.update(changed)
    #expect(try store.lastEntry(of: id) == nil)
    #expect(try store.channel(id) == changed)
    #expect(try store.mirrors(of: source) == [id])
  }
}
