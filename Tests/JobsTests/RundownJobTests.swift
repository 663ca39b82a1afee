import Library
import Playout
import Schedule
import Store
import Synchronization
import Testing

@testable import Jobs

@Suite("Building timelines by rules", .timeLimit(.minutes(1)))
struct RundownJobTests {
  private let bench: Bench
  private let id: ChannelID

  init() throws {
    bench = try Bench()
    id = try bench.channel()
    let folder = try bench.store.insertFolder(path: "/films")
    var batch = ScanBatch()
    batch.found = (1...9).map { number in
      FoundMedia(
        path: "/films/\(number).mkv", stamp: MediaStamp(size: 1, modified: bench.now),
        kind: .movie, title: "Film \(number)", duration: .minutes(50),
        probe: MediaProbe(
          container: "matroska", duration: .minutes(50),
          chapters: [
            Chapter(start: .zero, end: .minutes(20)),
            Chapter(start: .minutes(20), end: .minutes(50)),
          ]))
    }
    batch.found += (1...3).map { number in
      FoundMedia(
        path: "/films/ad\(number).mkv", stamp: MediaStamp(size: 1, modified: bench.now),
        kind: .other, title: "Ad \(number)", duration: .minutes(1),
        probe: MediaProbe(container: "matroska", duration: .minutes(1)))
    }
    try bench.store.upsertScan(batch, in: folder.id)
  }

  private func content(_ prefix: String) throws -> RuleContent {
    let media = try bench.store.scheduleItems(of: .library).filter { $0.title.hasPrefix(prefix) }
      .map(\.id)
    let made = try bench.store.insertCollection(name: prefix, media: media)
    return RuleContent(kind: .collection, id: made.id.rawValue)
  }

  private func rules(_ change: (inout RuleSet) -> Void = { _ in }) throws -> RuleSet {
    var rules = RuleSet(
      timeZone: "Europe/Berlin",
      base: Programming(
        style: .slots,
        slots: (0..<12).map { index in
          Slot(
            name: "Slot \(index)", content: films, order: .custom,
            start: index < 5 ? "0\(index * 2):00" : "\(index * 2):00")
        }),
      fillers: [
        FillerRow(place: .gap, content: ads, coolDown: .minutes(5)),
        FillerRow(place: .mid, content: ads, breaks: BreakRule(chapters: true)),
      ])
    change(&rules)
    return rules
  }

  private var films: RuleContent { get { RuleContent(kind: .collection, id: 1) } }
  private var ads: RuleContent { RuleContent(kind: .collection, id: 2) }

  private func programme(by rules: RuleSet) throws {
    var channel = try #require(try bench.store.channel(id))
    try channel.programme(by: rules)
    try bench.store.update(channel)
    try build()
  }

  private func build() throws {
    let job = try bench.store.enqueue(kind: .timeline, subject: id.rawValue)
    #expect(try bench.runner.drain())
    #expect(try bench.store.job(job.id)?.state == .done)
  }

  private func all() throws -> [TimelineEntry] {
    try bench.store.timeline(of: id, from: bench.now - .days(9), to: bench.now + .days(30))
  }

  @Test("goes on hour by hour as if built at once, and an edit leaves what is on air alone")
  func extends() throws {
    #expect(try content("Film") == films && content("Ad") == ads)
    try programme(by: rules())
    let first = try all()
    #expect(zip(first, first.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(first.contains { $0.role == .mid } && first.contains { $0.inPoint == .minutes(20) })
    #expect(first.contains { $0.role == .gap } && first.contains { $0.role == .flex })
    for _ in 0..<9 {
      bench.advance(.minutes(431))
      try build()
    }
    let later = try all()
    let common = later.filter { $0.start < first[first.count - 1].start }
    #expect(common.count >= first.count - 1)
    #expect(zip(common, first).allSatisfy { $0.start == $1.start && $0.media == $1.media })
    #expect(common.map(\.id).prefix(first.count - 1) == first.map(\.id).dropLast())
    #expect(zip(later, later.dropFirst()).allSatisfy { $0.end == $1.start })

    // Another order from the next programme on.
    let kept = later.filter { $0.start <= bench.now }
    try programme(
      by: rules { $0.base.slots = [Slot(content: films, order: .shuffle, start: "00:00")] })
    let edited = try all()
    #expect(Array(edited.prefix(kept.count)) == kept)
    #expect(zip(edited, edited.dropFirst()).allSatisfy { $0.end == $1.start })
    let far = edited.filter { $0.start > bench.now + .hours(3) && $0.role == .programme }
    #expect(Set(far.map(\.content)) == ["collection:1/shuffle"])
  }

  @Test("has a guide of programmes, and says when the channel is off air")
  func guide() throws {
    #expect(try content("Film") == films && content("Ad") == ads)
    try programme(
      by: rules { $0.sleep = [SleepHours(start: "03:00", end: "06:00")] })
    let rows = try bench.store.guide(from: bench.now, to: bench.now + .days(2)).map(\.programme)
    #expect(rows.contains { $0.title == "Off air" })
    #expect(!rows.contains { $0.title.hasPrefix("Ad ") })
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.end == $1.start })
    let plan = try #require(try bench.store.plan(for: id, from: bench.now, hours: 6))
    #expect(plan.items.contains { $0.title.hasPrefix("Ad ") })
  }

  @Test("keeps what can't be done as the rules say, and forgets it when it can")
  func keepsWarnings() throws {
    #expect(try content("Film") == films && content("Ad") == ads)
    try programme(
      by: rules {
        $0.fillers = nil
        $0.base.slots[3].content = RuleContent(kind: .collection, id: 99)
        $0.base.slots[3].name = "Gone"
      })
    let found = try bench.store.warnings(of: id)
    let gone = try #require(found.first { $0.path == "base/3" })
    #expect(gone.kind == .empty && gone.detail.contains("'Gone'") && gone.at >= bench.now)
    #expect(try bench.store.warningCounts() == [id: found.count])
    let told = bench.events.withLock { $0.count { $0.json.contains("warnings") } }
    #expect(told > 0)
    #expect(!(try all()).isEmpty)
    // An hour without a change is no news.
    bench.advance(.hours(1))
    try build()
    #expect(try bench.store.warnings(of: id).map(\.path) == found.map(\.path))
    try programme(by: rules { $0.fillers = nil })
    #expect(try bench.store.warnings(of: id) == [])
  }

  @Test("warns of files whose length is not known, and plays the others")
  func warnsOfLengthless() throws {
    var batch = ScanBatch()
    batch.found = [
      FoundMedia(
        path: "/films/odd.mkv", stamp: MediaStamp(size: 1, modified: bench.now), kind: .movie,
        title: "Odd", duration: .zero, probe: MediaProbe(container: "matroska", duration: .zero))
    ]
    let folder = try #require(try bench.store.folders().first?.id)
    try bench.store.upsertScan(batch, in: folder)
    try programme(
      by: RuleSet(
        base: Programming(
          style: .continuous,
          slots: [Slot(name: "All", content: RuleContent(kind: .library), order: .shuffle)])))
    let found = try bench.store.warnings(of: id)
    #expect(found.map(\.kind) == [.lengthless])
    #expect(found.first?.detail.hasPrefix("1 of what 'All'") == true)
    #expect(!(try all()).isEmpty)
  }

  @Test("warns of channels that came to show each other in a circle, and ends all the same")
  func warnsOfCircles() throws {
    let other = try bench.channel("hgfedcba", number: "8")
    func showing(_ target: ChannelID) -> RuleSet {
      var slot = Slot(action: .redirect, start: "00:00")
      slot.channel = target.rawValue
      return RuleSet(base: Programming(style: .slots, slots: [slot]))
    }
    for (channel, target) in [(id, other), (other, id)] {
      var stored = try #require(try bench.store.channel(channel))
      try stored.programme(by: showing(target))
      try bench.store.update(stored)
    }
    try build()
    let found = try #require(try bench.store.warnings(of: id).first)
    #expect(found.kind == .circle && found.detail.contains("→ 8"))
    #expect(try bench.store.guide(from: bench.now, to: bench.now + .days(1)).count >= 0)
    #expect(try bench.store.plan(for: id, from: bench.now, hours: 6)?.items.isEmpty == true)
  }
}
