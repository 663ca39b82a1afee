import Library
import Schedule
import TestSupport
import Testing

@Suite("A year")
struct YearTests {
  @Test("of fifty mixed channels is laid week by week, seamless and within bounds")
  func isSeamless() throws {
    for seed in 0..<50 as Range<UInt64> {
      let drawn = try RandomCase(seed: seed + 9000, days: 365) { random in
        var rules = random.rules()
        rules.base = random.programming(
          Programming.Style.allCases[Int(seed) % Programming.Style.allCases.count])
        (rules.fillers, rules.decos) = (nil, nil)
        for index in rules.base.slots.indices { rules.base.slots[index].fillers = nil }
        for block in rules.base.plan?.blocks.indices ?? 0..<0 {
          for item in rules.base.plan?.blocks[block].items.indices ?? 0..<0 {
            rules.base.plan?.blocks[block].items[item].fillers = nil
          }
        }
        return rules
      }
      // Long programmes: it is the year that counts here, not the number of entries.
      var library = drawn.library
      for content in library.contents.keys {
        library.contents[content] = library.contents[content]?.map { item in
          var item = item
          item.duration = item.duration + .minutes(70)
          return item
        }
      }
      var state = EngineState(at: drawn.start)
      var last = drawn.start
      var programmes = 0
      while last < drawn.end {
        var engine = Engine(drawn.rundown, library: library, zone: drawn.zone, state: state)
        let week = engine.run(until: min(last + .days(7), drawn.end))
        #expect(week.first?.start == last, "seed \(seed)")
        #expect(zip(week, week.dropFirst()).allSatisfy { $0.end == $1.start }, "seed \(seed)")
        programmes += week.count { $0.role == .programme }
        last = try #require(week.last?.end)
        state = engine.state
      }
      let known = drawn.rundown.selectors.contains { !(library.contents[$0] ?? []).isEmpty }
      #expect(programmes > 0 || !known || seed > 0, "seed \(seed)")
    }
  }
}
