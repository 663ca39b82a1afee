import Library
import Schedule
import Testing

@Suite("Graphics of entries")
struct LookTests {
  private static let logo = GraphicID(rawValue: 1)
  private static let banner = GraphicID(rawValue: 2)
  private static let other = GraphicID(rawValue: 3)

  private func looks(_ rules: RuleSet, hours: Int64 = 3) throws -> [String] {
    try Rehearsal(rules, [1: [30]], hours: hours).entries.map { $0.look.word ?? "own" }
  }

  @Test("looks lie above each other, and are told in few letters")
  func looks() {
    let (logo, banner) = (Self.logo, Self.banner)
    let added = Look(keepsChannel: true, graphics: [banner])
    #expect(Look.channel.wearing(added) == added)
    #expect(Look.none.wearing(added) == Look(keepsChannel: false, graphics: [banner]))
    #expect(added.wearing(.none) == .none)
    #expect(added.wearing(added) == added)
    #expect(added.graphics(of: [logo, banner]) == [logo, banner])
    #expect(Look.none.graphics(of: [logo]) == [])
    for look in [Look.channel, .none, added, Look(keepsChannel: false, graphics: [banner, logo])] {
      #expect(Look(word: look.word) == look)
    }
    #expect([Look.channel.word, Look.none.word, added.word] == [nil, "=", "+2"])
    #expect(Look(word: "x9") == .channel && Look(word: "=7,y,8").graphics.count == 2)
  }

  @Test("decos replace, add or take away graphics in their hours, and leave fillers alone")
  func decos() throws {
    let mode = DecoLook.Mode.self
    let expected: [(DecoLook, String)] = [
      (DecoLook(mode: mode.add, graphics: [Self.banner]), "+2"),
      (DecoLook(mode: mode.replace, graphics: [Self.banner, Self.logo]), "=2,1"),
      (DecoLook(mode: mode.none), "="),
    ]
    for (look, word) in expected {
      var rules = RuleSet(
        base: Programming(style: .sequence, slots: [listed(1, count: 1)]),
        fillers: [FillerRow(place: .post, content: RuleContent(kind: .collection, id: 1))])
      let plain = try Rehearsal(rules, [1: [30]], hours: 3)
      rules.decos = [Deco(name: "One", start: "13:00", end: "14:00", look: look)]
      let made = try Rehearsal(rules, [1: [30]], hours: 3)
      #expect(made.minutes == plain.minutes)
      #expect(
        made.entries.map { $0.look.word ?? "own" } == ["own", "own", word, word, "own", "own"])
    }
  }

  @Test("steps of a script switch graphics above a deco's, and stay switched on in later rounds")
  func scripts() throws {
    func script(_ steps: [(inout ScriptStep) -> Void]) -> RuleSet {
      RuleSet(
        base: Programming(
          style: .script,
          script: Script(
            contents: [ScriptContent(name: "x", content: RuleContent(kind: .collection, id: 1))],
            steps: steps.map { make in
              var step = ScriptStep()
              make(&step)
              return step
            })))
    }
    let play: (inout ScriptStep) -> Void = { ($0.count, $0.content) = (1, "x") }
    let (logo, banner, other) = (Self.logo, Self.banner, Self.other)
    var rules = script([
      play, { $0.graphics = .graphic(banner) }, play, { $0.watermark = .graphic(other) }, play,
      { $0.watermark = .off }, play, { $0.watermark = .on }, play, { $0.graphics = .off }, play,
      { $0.graphics = .on }, play,
    ])
    #expect(
      try looks(rules, hours: 4)
        == ["own", "+2", "=3,2", "=2", "+2", "=", "own", "own"])
    rules.decos = [Deco(name: "All", look: DecoLook(mode: .add, graphics: [logo]))]
    #expect(
      try looks(rules, hours: 4)
        == ["+1", "+1,2", "=3,2", "=2", "+1,2", "=", "+1", "+1"])
    let lasting = script([play, { $0.graphics = .graphic(banner) }, play])
    #expect(try looks(lasting) == ["own", "+2", "+2", "+2", "+2", "+2"])
  }

  @Test("an edit of a look leaves what is on air and the past as they were")
  func edits() throws {
    let library = Rehearsal.library([1: [30, 20]])
    var rules = RuleSet(base: Programming(style: .sequence, slots: [listed(1, count: 1)]))
    func finding(_ existing: [ScheduledItem], now: Moment) throws -> TimelineDiff? {
      TimelineUpkeep(try rules.rundown(seed: 3), library: library, premiere: Rehearsal.noon)
        .finding(existing: existing, now: now).diff
    }
    let laid = try #require(try finding([], now: Rehearsal.noon)).insert
    let now = Rehearsal.noon + .minutes(70)
    rules.decos = [Deco(name: "All", look: DecoLook(mode: .none))]
    let diff = try #require(try finding(laid, now: now))
    let kept = laid.filter { $0.start < diff.removeFrom }
    #expect(kept.last.map { $0.start <= now && now < $0.end } == true)
    #expect(kept.allSatisfy { $0.look == .channel })
    #expect(diff.insert.allSatisfy { $0.look == .none })
    // Nothing but the look has changed.
    let plain = diff.insert.map { item in
      var item = item
      item.look = .channel
      return item
    }
    #expect(Array(plain.prefix(500)) == Array(laid.dropFirst(kept.count).prefix(500)))
    #expect(try finding(kept + diff.insert, now: now) == nil)
  }

  @Test("what is laid piece by piece shows the same as what is laid at once", arguments: 0..<4)
  func pieces(seed: UInt64) throws {
    let made = try RandomCase(seed: seed, days: 2) { random in
      var rules = random.rules()
      rules.base = Programming(style: .script, script: random.script(trims: false))
      rules.decos = random.decos()
      return rules
    }
    var whole = made.engine()
    let entries = whole.run(until: made.end)
    var state = EngineState(at: made.start)
    var pieces: [ScheduledItem] = []
    while state.at < made.end {
      var next = made.engine(state)
      pieces += next.run(until: min(made.end, state.at + .hours(5)))
      state = next.state
    }
    #expect(pieces == entries)
  }

  @Test("what can't be followed is refused at its field")
  func refuses() {
    func field(_ look: DecoLook) -> String? {
      var rules = RuleSet(base: Programming(style: .continuous, slots: [listed(1)]))
      rules.decos = [Deco(name: "x", look: look)]
      do {
        _ = try rules.rundown(seed: 1)
        return nil
      } catch { return error.field }
    }
    #expect(field(DecoLook(mode: .add)) == "decos.0.look.graphics")
    #expect(field(DecoLook(mode: .none, graphics: [Self.logo])) == "decos.0.look.graphics")
    let many = (1...9).map { GraphicID(rawValue: $0) }
    #expect(field(DecoLook(mode: .replace, graphics: many)) == "decos.0.look.graphics")
    #expect(field(DecoLook(mode: .replace, graphics: [Self.logo])) == nil)
  }
}
