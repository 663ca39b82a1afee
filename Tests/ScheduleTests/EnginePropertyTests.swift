import Library
import Schedule
import TestSupport
import Testing

@Suite("Any rule set over any library")
struct EnginePropertyTests {
  private static let seeds: [UInt64] = Array(0..<8)

  /// Fifty cases each, so that the list of arguments stays short.
  private func cases(_ block: UInt64) -> [UInt64] { (0..<50).map { block * 50 + $0 } }

  @Test("fills its time without overlap and without hole, and the same each time", arguments: seeds)
  func isSeamless(block: UInt64) throws {
    for seed in cases(block) {
      let drawn = try RandomCase(seed: seed)
      var engine = drawn.engine()
      let entries = engine.run(until: drawn.end)
      #expect(entries.first?.start == drawn.start, "seed \(seed)")
      #expect(
        zip(entries, entries.dropFirst()).allSatisfy { $0.end == $1.start }, "seed \(seed)")
      let odd = entries.first { $0.start >= $0.end || $0.start >= drawn.end + .hours(48) }
      #expect(odd == nil, "seed \(seed), until \(drawn.end)")
      #expect(entries.last.map { $0.end >= drawn.end } == true, "seed \(seed)")
      var again = drawn.engine()
      #expect(again.run(until: drawn.end) == entries, "seed \(seed)")
      #expect(again.warnings == engine.warnings, "seed \(seed)")
    }
  }

  @Test("goes on from the end of any programme as if it had never stopped", arguments: seeds)
  func extends(block: UInt64) throws {
    for seed in cases(block + 1000) {
      let drawn = try RandomCase(seed: seed, days: 2)
      var engine = drawn.engine()
      let whole = engine.run(until: drawn.end)
      let items = EntryItems(drawn.rundown, drawn.library)
      var state = EngineState(at: drawn.start)
      var groups = Set<Moment>()
      var random = RandomRules(seed: seed)
      var checks = 0
      for (index, entry) in whole.enumerated() {
        let isBegin = groups.insert(entry.group).inserted
        if isBegin, checks < 4, random.chance(8) {
          checks += 1
          var resumed = drawn.engine(state)
          let rest = resumed.run(until: drawn.end)
          let same = zip(rest, whole[index...]).prefix { $0 == $1 }.count
          #expect(
            same == whole.count - index && rest.count == same,
            "seed \(seed), entry \(index): \(whole[index + min(same, whole.count - index - 1)])")
        }
        state.note(entry, item: items.item(of: entry))
      }
      #expect(state == engine.state, "seed \(seed)")
    }
  }

  @Test("plays items whole, in one piece or in parts that follow on", arguments: seeds)
  func keepsLengths(block: UInt64) throws {
    for seed in cases(block + 2000) {
      let drawn = try RandomCase(seed: seed) { random in
        random.endings = [.stop, .extend, .shift]
        return random.rules()
      }
      let items = Dictionary(
        drawn.library.contents.values.joined().map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      var engine = drawn.engine()
      var played: [Moment: Span] = [:]
      var media: [Moment: MediaID] = [:]
      for entry in engine.run(until: drawn.end) where entry.role == .programme {
        #expect(entry.inPoint == played[entry.group] ?? .zero, "seed \(seed)")
        #expect(media[entry.group] ?? entry.media == entry.media, "seed \(seed)")
        media[entry.group] = entry.media
        played[entry.group, default: .zero] =
          played[entry.group, default: .zero] + (entry.end - entry.start)
      }
      for (group, length) in played {
        #expect(media[group].flatMap { items[$0]?.duration } == length, "seed \(seed)")
      }
    }
  }

  @Test("lets fillers and their lists rest as long as the rules say", arguments: seeds)
  func keepsCoolDowns(block: UInt64) throws {
    for seed in cases(block + 3000) {
      let drawn = try RandomCase(seed: seed) { random in
        var rules = random.rules()
        // One row a place, so that an entry tells its row.
        for index in rules.base.slots.indices { rules.base.slots[index].fillers = nil }
        (rules.layers, rules.decos) = (nil, nil)
        for index in rules.base.plan?.blocks.indices ?? 0..<0 {
          for item in rules.base.plan?.blocks[index].items.indices ?? 0..<0 {
            rules.base.plan?.blocks[index].items[item].fillers = nil
          }
        }
        let places = FillerRow.Place.allCases.filter { $0 != .mid && $0 != .fallback }
        rules.fillers = places.enumerated().map { index, place in
          FillerRow(
            place: place, content: RuleContent(kind: .collection, id: Int64(4 + index % 2)),
            coolDown: .minutes(Int64(random.number(1...300))),
            listCoolDown: random.chance(30) ? .minutes(Int64(random.number(1...30))) : nil)
        }
        return rules
      }
      let rows = Dictionary(
        (drawn.rules.fillers ?? []).map { ($0.place.rawValue, $0) }, uniquingKeysWith: { $1 })
      var engine = drawn.engine()
      var last: [MediaID: Moment] = [:]
      var lists: [String: Moment] = [:]
      for entry in engine.run(until: drawn.end) where entry.role.isFiller {
        let row = rows[entry.role.rawValue]
        if let before = last[entry.media] {
          #expect(before + (row?.coolDown ?? .zero) <= entry.start, "seed \(seed)")
        }
        if let before = lists[entry.content] {
          #expect(before + (row?.listCoolDown ?? .zero) <= entry.start, "seed \(seed)")
        }
        last[entry.media] = entry.end
        lists[entry.content] = entry.end
      }
    }
  }

  @Test("starts each slot at its time, or says why not", arguments: seeds)
  func keepsStarts(block: UInt64) throws {
    for seed in cases(block + 4000) {
      let drawn = try RandomCase(seed: seed) { random in
        random.endings = [.stop, .extend, .cut]
        var rules = RuleSet(base: random.programming(.slots), fillers: nil)
        rules.timeZone = random.pick(RandomRules.zones)
        for index in rules.base.slots.indices {
          rules.base.slots[index].days = nil
          if rules.base.slots[index].padding == .next { rules.base.slots[index].padding = nil }
        }
        return rules
      }
      var engine = drawn.engine()
      let entries = engine.run(until: drawn.end)
      let told = Set(engine.warnings.map(\.path))
      let starts = Set(
        entries.filter { Int64($0.turn) * 1000 == $0.start.milliseconds }.map(\.start))
      for entry in entries where !starts.isEmpty {
        let due = Moment(seconds: Int64(entry.turn))
        #expect(
          starts.contains(due) || told.contains(entry.path) || due < drawn.start,
          "seed \(seed) \(entry)")
      }
    }
  }

  @Test("lets drawn slots rest, and repeats them no more than they may", arguments: seeds)
  func keepsBalance(block: UInt64) throws {
    for seed in cases(block + 5000) {
      let drawn = try RandomCase(seed: seed) { random in
        RuleSet(base: random.programming(.balance))
      }
      let slots = drawn.rules.base.slots
      var engine = drawn.engine()
      var ends: [String: Moment] = [:]
      var turn = -1
      for entry in engine.run(until: drawn.end) {
        defer { (turn, ends[entry.path]) = (entry.turn, entry.end) }
        guard entry.turn != turn, let index = Int(entry.path.dropFirst(5)),
          let end = ends[entry.path]
        else { continue }
        #expect(end + (slots[index].coolDown ?? .zero) <= entry.start, "seed \(seed) \(entry)")
      }
    }
  }
}
