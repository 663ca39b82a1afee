import Library
import Playout
import Schedule
import Store
import Testing

@Suite("Rule sets and what they play")
struct RundownQueriesTests {
  private let test: TestStore
  private let store: Store
  private let channel: ChannelID
  private var media: [MediaID]

  init() throws {
    test = try TestStore()
    store = test.store
    try test.films(["Alien", "Brazil", "Cube", "Ad"])
    channel = try test.channel("2").channel.id
    media = try store.scheduleItems(of: .library).sorted { $0.title < $1.title }.map(\.id)
    media.append(media.removeFirst())
  }

  /// An entry that begins so many minutes from now and lasts so many.
  private func entry(
    _ start: Int64, _ length: Int64, _ role: EntryRole = .programme, media: Int? = nil,
    group: Int64? = nil, inPoint: Int64 = 0, target: String? = nil
  ) -> ScheduledItem {
    ScheduledItem(
      start: today + .minutes(start), end: today + .minutes(start + length),
      media: media.map { self.media[$0] } ?? MediaID(rawValue: 0), cycle: 0,
      inPoint: .minutes(inPoint), role: role, path: "base/0",
      group: today + .minutes(group ?? start), isHidden: role != .programme, target: target)
  }

  private func store(_ entries: [ScheduledItem], on channel: ChannelID? = nil) throws {
    try store.replaceTimeline(of: channel ?? self.channel, from: today, with: entries)
  }

  @Test("are kept whole, and where a channel stands with them")
  func keeps() throws {
    var slot = Slot(content: RuleContent(kind: .library), order: .rotation, start: "20:15")
    slot.lateness = .minutes(5)
    let rules = RuleSet(
      timeZone: "Europe/Berlin", base: Programming(style: .slots, slots: [slot]))
    var found = try #require(try store.channel(channel))
    try found.programme(by: rules)
    try store.update(found)
    let kept = try #require(try store.channel(channel))
    #expect(try kept.programming() == rules)
    #expect(kept == found)
    var state = EngineState(at: today)
    let items = try store.scheduleItems(of: .library)
    for item in items {
      state.note(
        ScheduledItem(
          start: state.at, end: state.at + item.duration, media: item.id, cycle: 0,
          content: "library/rotation", path: "base/0"), item: item)
    }
    try store.apply(nil, standing: state, to: channel)
    #expect(try store.standing(of: channel) == state)
    state.cursors = [:]
    try store.apply(nil, standing: state, to: channel)
    #expect(try store.standing(of: channel)?.cursors.isEmpty == true)
    try found.programme(by: RuleSet(ContinuousRules(content: .library, order: .custom, seed: 0)))
    #expect(found.ruleSet == nil && found.rules.order == .custom)
  }

  @Test("keep what they play from being removed")
  func refusesRemoval() throws {
    let list = try store.insertCollection(name: "Ads", media: [media[3]])
    var found = try #require(try store.channel(channel))
    var rules = RuleSet(found.rules)
    rules.fillers = [
      FillerRow(place: .gap, content: RuleContent(kind: .collection, id: list.id.rawValue))
    ]
    try found.programme(by: rules)
    try store.update(found)
    #expect(throws: StoreError.self) { try store.deleteCollection(list.id) }
    try found.programme(by: RuleSet(found.rules))
    try store.update(found)
    try store.deleteCollection(list.id)
  }

  @Test("are whole programmes in the guide, without fillers, and honest about gaps")
  func foldsGuide() throws {
    try store([
      entry(0, 2, .pre, media: 3), entry(2, 20, media: 0, group: 0),
      entry(22, 3, .mid, media: 3, group: 0), entry(25, 40, media: 0, group: 0, inPoint: 20),
      entry(65, 5, .gap, media: 3), entry(70, 5, .flex), entry(75, 60, media: 1),
      entry(135, 45, .offAir), entry(180, 60, media: 2), entry(240, 30, .gap, media: 3),
    ])
    let guide = try store.guide(from: today, to: today + .hours(9)).map(\.programme)
    #expect(guide.map(\.title) == ["Alien", "Brazil", "Off air", "Cube", "Between programmes"])
    #expect(guide.map { ($0.start - today).milliseconds / 60_000 } == [0, 75, 135, 180, 240])
    #expect(zip(guide, guide.dropFirst()).allSatisfy { $0.end == $1.start })
    let onAir = try #require(try store.onAir(at: today + .minutes(23)).first)
    #expect(onAir.now?.title == "Alien" && onAir.next?.title == "Brazil")
  }

  @Test("give the transcoder files only: the screen is what is left")
  func plans() throws {
    try store([
      entry(0, 20, media: 0), entry(20, 5, .flex), entry(25, 5, .gap, media: 3),
      entry(30, 40, media: 0, group: 0, inPoint: 20),
    ])
    let plan = try #require(try store.plan(for: channel, from: today, hours: 3))
    #expect(plan.items.map { ($0.start - today).milliseconds / 60_000 } == [0, 25, 30])
    #expect(plan.items.map(\.inPoint) == [.zero, .zero, .minutes(20)])
    #expect(plan.items.allSatisfy { !$0.path.isEmpty })
  }

  @Test("show another channel, entered where it is, and nothing where they go in a circle")
  func redirects() throws {
    let other = try test.channel("3", id: "bbbbbbbb").channel.id
    try store(
      [
        entry(0, 50, media: 1), entry(50, 60, media: 2),
        entry(110, 30, .redirect, target: channel.rawValue),
      ],
      on: other)
    try store([
      entry(0, 30, media: 0), entry(30, 60, .redirect, target: other.rawValue),
      entry(90, 30, media: 0), entry(120, 10, .redirect, target: other.rawValue),
      entry(130, 30, media: 0),
    ])
    let plan = try #require(try store.plan(for: channel, from: today, hours: 5))
    #expect(plan.items.map { ($0.start - today).milliseconds / 60_000 } == [0, 30, 50, 90, 130])
    #expect(plan.items.map(\.inPoint) == [.zero, .minutes(30), .zero, .zero, .zero])
    #expect(zip(plan.items, plan.items.dropFirst()).allSatisfy { $0.end <= $1.start })
    let guide = try store.guide(from: today, to: today + .hours(2)).filter { $0.channel == channel }
    #expect(guide.map(\.programme.title).prefix(3) == ["Alien", "Brazil", "Cube"])
  }
}
