import Library
import Schedule
import TestSupport
import Testing

/// A library of contents whose items all have one length: collection 1 of 30, 2 of 50, 3 of 7
/// minutes, 4 of one-minute fillers.
private func shelf() -> LibrarySnapshot {
  var contents: [ContentSelector: [ScheduleItem]] = [:]
  for (id, minutes, count) in [(1, 30, 4), (2, 50, 3), (3, 7, 6), (4, 1, 3)] {
    contents[.collection(CollectionID(rawValue: Int64(id)))] = (1...count).map { episode in
      ScheduleItem(
        id: MediaID(rawValue: Int64(id * 100 + episode)), duration: .minutes(Int64(minutes)),
        title: "Item \(episode)", show: ShowID(rawValue: Int64(id)), showTitle: "Show \(id)",
        season: episode > 2 ? 2 : 1, episode: episode, position: episode)
    }
  }
  return LibrarySnapshot(contents: contents)
}

/// A midnight.
private let midnight = Moment(seconds: 20_600 * 86_400)

private func step(_ make: (inout ScriptStep) -> Void) -> ScriptStep {
  var step = ScriptStep()
  make(&step)
  return step
}

private func rules(
  _ steps: [ScriptStep], sequences: [ScriptSequence]? = nil, order: PlayOrder = .episode
) -> RuleSet {
  let contents = [("half", 1), ("long", 2), ("short", 3), ("ads", 4), ("none", 9)].map {
    ScriptContent(
      name: $0, content: RuleContent(kind: .collection, id: Int64($1)), order: order)
  }
  return RuleSet(
    base: Programming(
      style: .script, script: Script(contents: contents, sequences: sequences, steps: steps)))
}

/// What rules play from midnight on.
private func run(
  _ rules: RuleSet, hours: Int64 = 6, seed: UInt64 = 1
) throws -> (entries: [ScheduledItem], warnings: [ScheduleWarning]) {
  var engine = Engine(
    try rules.rundown(seed: seed), library: shelf(), zone: .utc, state: EngineState(at: midnight))
  return (engine.run(until: midnight + .hours(hours)), engine.warnings)
}

/// The numbers of what is played; 0 for what is no file.
private func media(_ entries: [ScheduledItem]) -> [Int64] { entries.map(\.media.rawValue) }

/// The minutes since midnight at which entries start.
private func minutes(_ entries: [ScheduledItem]) -> [Int64] {
  entries.map { ($0.start - midnight).milliseconds / 60_000 }
}

@Suite("Scripts")
struct ScriptTests {
  @Test("play all, some, and go on where they stopped in the next round")
  func counts() throws {
    let played = try run(rules([.all("long"), .count(1, of: "half")]), hours: 8)
    #expect(media(played.entries).prefix(8) == [201, 202, 203, 101, 201, 202, 203, 102])
    #expect(played.warnings.isEmpty)
  }

  @Test("stop before the end of a duration, overrun it, cut, pass over or go off air")
  func durations() throws {
    func ends(_ change: (inout ScriptStep) -> Void) throws -> [ScheduledItem] {
      var timed = ScriptStep()
      (timed.duration, timed.content) = (.minutes(70), "half")
      change(&timed)
      return Array(try run(rules([timed, .count(1, of: "long")])).entries.prefix(4))
    }
    #expect(media(try ends { _ in }) == [101, 102, 201, 103])
    #expect(minutes(try ends { $0.stopBeforeEnd = false }) == [0, 30, 60, 90])
    let cut = try ends { $0.trim = true }
    #expect(media(cut) == [101, 102, 103, 201])
    #expect(minutes(cut) == [0, 30, 60, 70])
    let off = try ends { $0.offlineTail = true }
    #expect(off.map(\.role) == [.programme, .programme, .offAir, .programme])
    #expect(minutes(off) == [0, 30, 60, 70])
    let filled = try ends { $0.fallback = "long" }
    #expect(filled.map(\.role) == [.programme, .programme, .fallback, .programme])
    #expect(minutes(filled) == [0, 30, 60, 70])
    let passed = try ends {
      ($0.duration, $0.content, $0.discardAttempts) = (.minutes(55), "long", 2)
    }
    #expect(minutes(passed).prefix(2) == [0, 50])
  }

  @Test("pad to the next full time with a content and fill what is left")
  func pads() throws {
    let played = try run(
      rules([.count(1, of: "long"), step { ($0.padToNext, $0.content) = (30, "short") }]))
    #expect(minutes(played.entries).prefix(4) == [0, 50, 57, 60])
    #expect(media(played.entries).prefix(4) == [201, 301, 0, 202])
  }

  @Test("wait for a time of day, and do nothing when it is past")
  func waits() throws {
    let steps: [ScriptStep] = [
      .count(1, of: "half"), step { $0.waitUntil = "01:00" },
      step { ($0.padUntil, $0.content) = ("01:30", "half") }, .count(1, of: "long"),
    ]
    let played = try run(rules(steps))
    #expect(minutes(played.entries).prefix(6) == [0, 30, 60, 90, 140, 170])
    #expect(media(played.entries).prefix(6) == [101, 0, 102, 201, 103, 202])
    let late = try run(
      rules([.count(1, of: "half"), step { ($0.waitUntil, $0.tomorrow) = ("00:10", true) }]),
      hours: 30)
    let second = late.entries.filter { $0.media.rawValue == 102 }
    #expect(minutes(second).prefix(1) == [1450])
  }

  @Test("call sequences, nested and so many times")
  func sequences() throws {
    let played = try run(
      rules(
        [step { ($0.sequence, $0.times) = ("evening", 2) }, .count(1, of: "long")],
        sequences: [
          ScriptSequence(
            name: "evening", steps: [.count(1, of: "half"), step { $0.sequence = "break" }]),
          ScriptSequence(name: "break", steps: [.count(1, of: "short")]),
        ]))
    #expect(media(played.entries).prefix(6) == [101, 301, 102, 302, 201, 103])
    #expect(
      played.entries.prefix(5).map(\.path) == [
        "base/s0.0.0", "base/s0.0.1.0.0", "base/s0.1.0", "base/s0.1.1.0.0", "base/s1",
      ])
  }

  @Test("shuffle a sequence each time anew, by the seed, without a repeat at the seam")
  func shuffles() throws {
    let names = ["half", "long", "short", "ads"]
    let set = rules(
      [step { $0.shuffleSequence = "mix" }],
      sequences: [ScriptSequence(name: "mix", steps: names.map { .count(1, of: $0) })])
    for seed in UInt64(1)...20 {
      let kinds = try run(set, hours: 48, seed: seed).entries.map { $0.media.rawValue / 100 }
      for round in 0..<(kinds.count / 4) {
        #expect(Set(kinds[(round * 4)..<(round * 4 + 4)]) == [1, 2, 3, 4], "seed \(seed)")
      }
      #expect(zip(kinds, kinds.dropFirst()).allSatisfy { $0 != $1 }, "seed \(seed)")
    }
    let orders = try (UInt64(1)...8).map { try media(Array(run(set, seed: $0).entries.prefix(4))) }
    #expect(Set(orders).count > 3)
  }

  @Test("skip items, skip to an item and rewind")
  func moves() throws {
    let skipped = try run(
      rules([.count(1, of: "half"), step { ($0.skipItems, $0.content) = (1, "half") }]))
    #expect(media(skipped.entries).prefix(4) == [101, 103, 101, 103])
    let sought = try run(
      rules([
        step { ($0.skipToItem, $0.season, $0.episode) = ("half", 2, 3) }, .count(2, of: "half"),
      ]))
    #expect(media(sought.entries).prefix(4) == [103, 104, 103, 104])
    let titled = try run(
      rules([step { ($0.skipToItem, $0.title) = ("half", "item 2") }, .count(1, of: "half")]))
    #expect(media(titled.entries).prefix(3) == [102, 102, 102])
    let rewound = try run(rules([step { $0.rewind = "half" }, .count(3, of: "half")]))
    #expect(media(rewound.entries).prefix(6) == [101, 102, 103, 101, 102, 103])
    let lost = try run(
      rules([step { ($0.skipToItem, $0.season) = ("half", 9) }, .count(1, of: "half")]))
    #expect(media(lost.entries).prefix(3) == [101, 102, 103])
    #expect(lost.warnings.first?.detail.contains("finds no such item") == true)
  }

  @Test("switch rolls on and off, which stays so from round to round")
  func rolls() throws {
    let steps: [ScriptStep] = [
      .count(1, of: "half"), step { ($0.preRoll, $0.items) = ("ads", 2) }, .count(1, of: "long"),
      step { $0.preRoll = "off" }, step { $0.postRoll = "ads" }, .count(1, of: "short"),
    ]
    let roles = try run(rules(steps)).entries.map(\.role)
    #expect(
      roles.prefix(8) == [
        .programme, .pre, .pre, .programme, .programme, .post, .programme, .post,
      ])
    let mid = try run(
      rules([
        step { ($0.midRoll, $0.breaks) = ("ads", BreakRule(percents: [50])) },
        .count(1, of: "half"),
      ]))
    #expect(mid.entries.prefix(3).map(\.role) == [.programme, .mid, .programme])
  }

  @Test("give the programmes of a guide group one title and one beginning")
  func groups() throws {
    let played = try run(
      rules([
        .count(1, of: "long"), step { $0.guideGroup = "Cartoons" }, .count(3, of: "short"),
        step { $0.endGuideGroup = true },
      ]))
    let first = Array(played.entries.prefix(5))
    #expect(first.map(\.title) == [nil, "Cartoons", "Cartoons", "Cartoons", nil])
    #expect(Set(first[1...3].map(\.group)) == [first[1].start])
    #expect(first[4].group == first[4].start)
    #expect(played.entries[5].group == played.entries[5].start)
    let padded = try run(
      rules([
        step { $0.guideGroup = "All" }, .count(1, of: "short"), step { $0.padToNext = 10 },
        .count(1, of: "short"), .count(1, of: "short"),
      ]))
    #expect(Set(padded.entries.prefix(4).map(\.group)) == [midnight])
    #expect(padded.entries[4].group != midnight)
  }

  @Test("that never advance are told by the step they ran from, and the channel plays on")
  func stuck() throws {
    var set = rules([step { ($0.count, $0.content, $0.name) = (2, "none", "Nothing here") }])
    set.fillers = [FillerRow(place: .gap, content: RuleContent(kind: .collection, id: 4))]
    let played = try run(set, hours: 3)
    #expect(played.entries.allSatisfy { $0.role == .gap })
    #expect(played.entries.last?.end == midnight + .hours(3))
    let told = try #require(played.warnings.first { $0.kind == .stuck })
    #expect(told.path == "base/s0")
    #expect(told.detail.contains("'Nothing here'"))
  }

  @Test("name what is wrong, and where")
  func faults() throws {
    func fault(_ set: RuleSet) -> RuleFault? {
      do {
        _ = try set.rundown(seed: 0)
        return nil
      } catch { return error }
    }
    let wrong: [(ScriptStep, String, String)] = [
      (ScriptStep(), "base.script.steps.0", "needs an instruction"),
      (step { ($0.all, $0.rewind) = ("half", "half") }, "base.script.steps.0.rewind", "'all'"),
      (.count(1, of: "nobody"), "base.script.steps.0.content", "no content 'nobody'"),
      (.count(0, of: "half"), "base.script.steps.0.count", "1 to"),
      (step { ($0.all, $0.trim) = ("half", true) }, "base.script.steps.0.trim", "no 'trim'"),
      (step { $0.watermark = .on }, "base.script.steps", "plays or fills"),
      (
        step { ($0.graphics, $0.content) = (.off, "half") }, "base.script.steps.0.content",
        "no 'content'"
      ),
      (step { $0.midRoll = "ads" }, "base.script.steps.0.breaks", "breaks"),
      (step { $0.waitUntil = "8 pm" }, "base.script.steps.0.waitUntil", "8 pm"),
      (step { $0.sequence = "a" }, "base.script.steps.0.sequence", "no sequence 'a'"),
      (step { $0.rewind = "half" }, "base.script.steps", "plays or fills"),
      (step { $0.skipToItem = "half" }, "base.script.steps.0.skipToItem", "which item"),
    ]
    for (step, field, words) in wrong {
      let found = fault(rules([step]))
      #expect(found?.field == field)
      #expect(found?.detail.contains(words) == true, "\(found?.detail ?? "no fault")")
    }
    let circle = [
      ScriptSequence(name: "a", steps: [.all("half"), step { $0.sequence = "b" }]),
      ScriptSequence(name: "b", steps: [step { $0.sequence = "a" }]),
    ]
    let found = fault(rules([step { $0.sequence = "a" }], sequences: circle))
    #expect(found?.detail == "The sequence calls itself: 'a' calls 'b' calls 'a'.")
    let bomb = (0..<8).map { index in
      ScriptSequence(
        name: "s\(index)",
        steps: [
          index == 0 ? .all("half") : step { ($0.sequence, $0.times) = ("s\(index - 1)", 100) }
        ])
    }
    #expect(
      fault(rules([step { $0.sequence = "s7" }], sequences: bomb))?.detail.contains("5000") == true)
    #expect(
      fault(rules([step { $0.repeat = true }, .all("half")]))?.field == "base.script.steps.0.repeat"
    )
  }

  @Test("a build takes the air for its time, and the channel goes on where it was")
  func builds() throws {
    var set = rules([.all("half")])
    guard var script = set.base.script else { return }
    script.steps = [.count(1, of: "long"), .count(1, of: "long")]
    set.builds = [
      ScriptBuild(
        name: "Two films", from: midnight + .hours(1), to: midnight + .hours(3), script: script)
    ]
    let played = try run(set, hours: 5)
    #expect(media(played.entries).prefix(7) == [101, 102, 201, 202, 0, 103, 104])
    #expect(minutes(played.entries).prefix(7) == [0, 30, 60, 110, 160, 180, 210])
    let reason = try set.rundown(seed: 1).reason(for: played.entries[2])
    #expect(reason.contains("of a scripted build"))
  }
}
