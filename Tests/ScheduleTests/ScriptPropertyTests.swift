import Library
import Schedule
import TestSupport
import Testing

@Suite("Any script over any library")
struct ScriptPropertyTests {
  private static let seeds: [UInt64] = Array(0..<8)

  private func cases(_ block: UInt64) -> [UInt64] { (0..<50).map { 9000 + block * 50 + $0 } }

  @Test("fills its time without overlap and without hole, and the same each time", arguments: seeds)
  func isSeamless(block: UInt64) throws {
    for seed in cases(block) {
      let drawn = try RandomCase(seed: seed) { $0.scripted() }
      var engine = drawn.engine()
      let entries = engine.run(until: drawn.end)
      #expect(entries.first?.start == drawn.start, "seed \(seed)")
      #expect(
        zip(entries, entries.dropFirst()).allSatisfy { $0.end == $1.start }, "seed \(seed)")
      #expect(entries.allSatisfy { $0.start < $0.end }, "seed \(seed)")
      let begins = zip(entries, entries.dropFirst()).filter { $0.group != $1.group }.map(\.1.group)
      #expect(Set(begins).count == begins.count, "seed \(seed): a group is in one piece")
      #expect(entries.last.map { $0.end >= drawn.end } == true, "seed \(seed)")
      var again = drawn.engine()
      #expect(again.run(until: drawn.end) == entries, "seed \(seed)")
      #expect(again.warnings == engine.warnings, "seed \(seed)")
    }
  }

  @Test("goes on from the beginning of any programme as if it had never stopped", arguments: seeds)
  func extends(block: UInt64) throws {
    for seed in cases(block + 100) {
      let drawn = try RandomCase(seed: seed, days: 2) { $0.scripted() }
      var engine = drawn.engine()
      let whole = engine.run(until: drawn.end)
      let items = EntryItems(drawn.rundown, drawn.library)
      var state = EngineState(at: drawn.start)
      var groups = Set<Moment>()
      var random = RandomRules(seed: seed)
      var checks = 0
      for (index, entry) in whole.enumerated() {
        let isBegin = groups.insert(entry.group).inserted
        if isBegin, checks < 6, random.chance(12) {
          checks += 1
          var resumed = drawn.engine(state)
          let rest = resumed.run(until: drawn.end)
          let same = zip(rest, whole[index...]).prefix { $0 == $1 }.count
          let all = same == whole.count - index && rest.count == same
          #expect(
            all,
            """
            seed \(seed), entry \(index): \(whole[index + min(same, whole.count - index - 1)]) \
            but \(rest.dropFirst(same).first.map { "\($0)" } ?? "nothing")
            """)
        }
        state.note(entry, item: items.item(of: entry))
      }
      #expect(state == engine.state, "seed \(seed)")
    }
  }

  @Test("plays items whole unless a step cuts them", arguments: seeds)
  func keepsLengths(block: UInt64) throws {
    for seed in cases(block + 200) {
      let drawn = try RandomCase(seed: seed) { random in
        var rules = random.scripted(trims: false)
        // Breaks would part them.
        (rules.fillers, rules.decos) = (nil, nil)
        return rules
      }
      let items = Dictionary(
        drawn.library.contents.values.joined().map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      var engine = drawn.engine()
      for entry in engine.run(until: drawn.end)
      where entry.role == .programme && entry.path.hasPrefix("base/s") {
        #expect(
          items[entry.media]?.duration == entry.end - entry.start, "seed \(seed) \(entry)")
      }
    }
  }

  @Test("a build has its steps run once, within its time and nowhere else", arguments: seeds)
  func builds(block: UInt64) throws {
    for seed in cases(block + 300) {
      let drawn = try RandomCase(seed: seed) { random in
        var rules = random.rules()
        let from = Moment(seconds: random.pick(RandomRules.days) * 86_400)
        rules.builds = [
          ScriptBuild(
            name: "Built", from: from, to: from + .hours(Int64(random.number(1...30))),
            script: random.script())
        ]
        return rules
      }
      guard let build = drawn.rules.builds?.first else { continue }
      var engine = drawn.engine()
      let entries = engine.run(until: drawn.end)
      #expect(
        zip(entries, entries.dropFirst()).allSatisfy { $0.end == $1.start }, "seed \(seed)")
      let built = entries.filter { $0.path.hasPrefix("build") }
      #expect(built.allSatisfy { $0.start >= build.from && $0.start < build.to }, "seed \(seed)")
      let turns = built.map(\.turn)
      #expect(turns == turns.sorted(), "seed \(seed)")
      #expect(built.allSatisfy { !$0.path.hasSuffix("/stuck") }, "seed \(seed)")
    }
  }
}
