import Library
import Schedule
import TestSupport
import Testing

/// The promises of the upkeep for all styles: extending is rebuilding, and what is on air stays.
@Suite("A channel of any style over days")
struct StyleStabilityTests {
  private func applied(_ diff: TimelineDiff?, to entries: [ScheduledItem]) -> [ScheduledItem] {
    guard let diff else { return entries }
    return entries.filter { $0.start < diff.removeFrom } + diff.insert
  }

  private func drawn(_ seed: UInt64, _ style: Programming.Style) throws -> RandomCase {
    try RandomCase(seed: seed) { random in
      var rules = random.rules()
      rules.base = random.programming(style)
      return rules
    }
  }

  @Test(
    "is extended hour by hour as if it were built at once", arguments: Programming.Style.allCases)
  func extends(style: Programming.Style) throws {
    for seed in 700..<707 as Range<UInt64> {
      let drawn = try drawn(seed, style)
      let upkeep = TimelineUpkeep(
        drawn.rundown, library: drawn.library, zone: drawn.zone, premiere: drawn.start)
      var entries = applied(upkeep.diff(existing: [], now: drawn.start), to: [])
      var state: EngineState?
      guard !entries.isEmpty else { continue }
      var random = RandomRules(seed: seed)
      var now = drawn.start
      for _ in 0..<3 {
        now = now + .minutes(Int64(random.number(10...900)))
        let found = upkeep.finding(
          after: state, existing: entries.filter { $0.start >= state?.at ?? .init(seconds: 0) },
          now: now)
        entries = applied(found.diff, to: entries)
        state = found.state
      }
      var engine = drawn.engine()
      let whole = engine.run(until: drawn.start + .days(9))
      let last = min(whole.last?.start ?? now, entries.last?.start ?? now)
      #expect(
        entries.filter { $0.start < last } == whole.filter { $0.start < last },
        "seed \(seed) \(style)")
    }
  }

  @Test(
    "keeps what is on air when its rules become those of another style",
    arguments: Programming.Style.allCases)
  func edits(style: Programming.Style) throws {
    for seed in 800..<807 as Range<UInt64> {
      let old = try drawn(seed, style)
      let new = try drawn(seed, Programming.Style.allCases[Int(seed) % 6])
      let first = TimelineUpkeep(
        old.rundown, library: old.library, zone: old.zone, premiere: old.start)
      let entries = applied(first.diff(existing: [], now: old.start), to: [])
      let now = old.start + .hours(7)
      let second = TimelineUpkeep(
        new.rundown, library: old.library, zone: new.zone, premiere: old.start)
      let edited = applied(second.diff(existing: entries, now: now), to: entries)
      let kept = entries.filter { $0.end <= now }
      #expect(Array(edited.prefix(kept.count)) == kept, "seed \(seed) \(style)")
      #expect(zip(edited, edited.dropFirst()).allSatisfy { $0.end == $1.start }, "seed \(seed)")
      let again = second.diff(existing: edited, now: now)
      #expect(again == nil, "seed \(seed) \(style)")
    }
  }

  @Test("starts classic items at their times, or says why not", arguments: 0..<8)
  func keepsClassicStarts(block: UInt64) throws {
    for seed in (0..<50).map({ block * 50 + $0 + 6000 }) {
      let drawn = try RandomCase(seed: seed) { random in
        var rules = RuleSet(base: random.programming(.classic))
        rules.timeZone = random.pick(RandomRules.zones)
        return rules
      }
      var engine = drawn.engine()
      let entries = engine.run(until: drawn.end)
      let told = Set(engine.warnings.map(\.path))
      var turn: Int?
      for entry in entries where !entry.path.hasSuffix("/wait") {
        defer { turn = entry.turn }
        guard entry.turn != turn, entry.start > drawn.start,
          let index = Int(entry.path.dropFirst(5))
        else { continue }
        let slot = drawn.rules.base.slots[index]
        guard let start = slot.start, slot.wait != .flexible, !told.contains(entry.path) else {
          continue
        }
        let wall = entry.start.milliseconds + drawn.zone.offset(at: entry.start).milliseconds
        let time = ((wall % 86_400_000) + 86_400_000) % 86_400_000
        let parts = start.split(separator: ":").compactMap { Int64($0) }
        let due = (parts[0] * 60 + parts[1]) * 60_000
        let late = (time - due + 86_400_000) % 86_400_000
        let isShifted = drawn.zone.changes.contains {
          abs(($0.moment - entry.start).milliseconds) < 90_000_000
        }
        #expect(
          late <= (slot.lateness ?? .zero).milliseconds || isShifted, "seed \(seed) \(entry)")
      }
    }
  }

  @Test("starts blocks at their times, or says why not", arguments: 0..<8)
  func keepsBlockStarts(block: UInt64) throws {
    for seed in (0..<50).map({ block * 50 + $0 + 7000 }) {
      let drawn = try RandomCase(seed: seed) { random in
        var plan = random.plan()
        for index in plan.blocks.indices { plan.blocks[index].overrun = nil }
        var rules = RuleSet(base: Programming(plan: plan))
        rules.timeZone = random.pick(RandomRules.zones)
        return rules
      }
      // Nothing runs over: so something starts at each start of a block, unless two are at once.
      var engine = drawn.engine()
      let entries = engine.run(until: drawn.end)
      let starts = Set(entries.map(\.start))
      let isLate = engine.warnings.contains { [.overrun, .late, .skipped].contains($0.kind) }
      guard !isLate else { continue }
      guard let plan = drawn.rules.base.plan, (plan.calendar ?? []).isEmpty else { continue }
      let times = (plan.templates.first { $0.id == plan.template } ?? plan.templates[0]).times
      let days = drawn.start.milliseconds / 86_400_000
      for day in (days + 1)..<(days + 3) {
        for time in times {
          let parts = time.start.split(separator: ":").compactMap { Int64($0) }
          let wall = day * 86_400_000 + (parts[0] * 60 + parts[1]) * 60_000
          let near = Moment(milliseconds: wall)
          let moment = near - drawn.zone.offset(at: near)
          guard drawn.zone.offset(at: moment) == drawn.zone.offset(at: near),
            !drawn.zone.changes.contains(where: {
              abs(($0.moment - moment).milliseconds) < 90_000_000
            })
          else { continue }
          #expect(
            starts.contains(moment) || moment >= drawn.end || moment < drawn.start,
            """
            seed \(seed) \(time) \(String(describing: entries.last { $0.start < moment })) \
            \(engine.warnings.map(\.kind))
            """)
        }
      }
    }
  }
}
