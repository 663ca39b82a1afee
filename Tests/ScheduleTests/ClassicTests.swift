import Library
import Schedule
import Testing

@Suite("Classic items")
struct ClassicTests {
  private func rules(_ slots: [Slot], fillers: [FillerRow]? = nil) -> RuleSet {
    RuleSet(base: Programming(style: .classic, slots: slots), fillers: fillers)
  }

  private func item(
    _ list: Int64, _ mode: Slot.Mode? = nil, start: String? = nil,
    _ change: (inout Slot) -> Void = { _ in }
  ) -> Slot {
    listed(list, name: "Item \(list)", start: start) { slot in
      slot.mode = mode
      change(&slot)
    }
  }

  private let ads = FillerRow(place: .tail, content: RuleContent(kind: .collection, id: 9))

  @Test("play one, some, as many as end in time, or flood until the next start")
  func modes() throws {
    let made = try Rehearsal(
      rules([
        item(1, .one), item(2, .multiple) { $0.count = 2 },
        item(3, .duration) { ($0.duration, $0.tail) = (.minutes(60), Slot.Tail.none) },
        item(4, .flood), item(1, .one, start: "16:00"),
      ]), [1: [20], 2: [15, 25], 3: [25, 20, 40], 4: [30]], hours: 5,
      from: Rehearsal.noon - .hours(8))
    // It begins with what was to start last: the item of 16:00.
    #expect(made.minutes.first == "0 10")
    let noon = try Rehearsal(
      rules([
        item(5, .one, start: "12:00"), item(2, .multiple) { $0.count = 2 },
        item(3, .duration) { ($0.duration, $0.tail) = (.minutes(60), Slot.Tail.none) },
        item(4, .flood), item(1, .one, start: "16:00"), item(4, .flood),
      ]), [1: [20], 2: [15, 25], 3: [25, 20, 40], 4: [30], 5: [10]], hours: 5)
    #expect(
      noon.minutes == [
        "0 50", "10 20", "25 21", "50 30", "75 31", "95 40", "125 40", "155 40", "185 40",
        "215 flex", "240 10", "260 40", "290 40",
      ])
    #expect(noon.warnings.isEmpty)
  }

  @Test(
    "have the time that a duration leaves spent as its tail says",
    arguments: [
      (Slot.Tail.none, ["0 30", "25 31", "45 50", "55 50"]),
      (.filler, ["0 30", "25 31", "45 tail 90", "55 flex", "60 50"]),
      (.off, ["0 30", "25 31", "45 offAir", "60 50"]),
    ])
  func tails(tail: Slot.Tail, first: [String]) throws {
    let made = try Rehearsal(
      rules(
        [
          item(3, .duration) { ($0.duration, $0.tail) = (.minutes(60), tail) },
          item(5, .multiple) {
            $0.count = 9
          },
        ], fillers: [ads]), [3: [25, 20, 40], 5: [10], 9: [10]])
    #expect(Array(made.minutes.prefix(first.count)) == first)
  }

  @Test("pass over so many programmes that don't fit, and no more")
  func discards() throws {
    func minutes(_ discard: Int) throws -> [String] {
      try Array(
        Rehearsal(
          rules([
            item(3, .duration) { slot in
              (slot.duration, slot.discard, slot.tail) = (.minutes(60), discard, .filler)
            }, item(5, .multiple) { $0.count = 9 },
          ]), [3: [25, 50, 45, 35], 5: [10]]
        ).minutes.prefix(3))
    }
    #expect(try minutes(1) == ["0 30", "25 flex", "60 50"])
    #expect(try minutes(2) == ["0 30", "25 33", "60 50"])
  }

  @Test("keep a strict start to the second, and tell what had no time before it")
  func keepsStarts() throws {
    let made = try Rehearsal(
      rules([
        item(5, .one, start: "12:00"), item(1, .one), item(2, .one),
        item(3, .one, start: "13:00"), item(4, .flood), item(6, .one, start: "20:00"),
      ]), [1: [70], 2: [5], 3: [20], 4: [30], 5: [10], 6: [10]], hours: 2)
    #expect(
      made.minutes == ["0 50", "10 flex", "60 30", "80 40", "110 40"])
    #expect(
      made.warnings.map { "\($0.kind) \($0.path)" } == ["skipped base/1", "skipped base/2"])
    #expect(made.warnings[0].detail.contains("'Item 1'"))
    #expect(made.warnings[0].at == Rehearsal.noon + .hours(1))
  }

  @Test("may start late where they say so; flexible ones at once, strict ones the next day")
  func waits() throws {
    func minutes(
      _ wait: Slot.Wait, lateness: Span? = nil
    ) throws -> (minutes: [String], kinds: [ScheduleWarning.Kind]) {
      let made = try Rehearsal(
        rules([
          item(1, .one, start: "12:00"), item(2, .multiple) { $0.count = 3 },
          item(3, .one, start: "13:00") { ($0.wait, $0.lateness) = (wait, lateness) },
          item(4, .multiple) { $0.count = 2 },
        ]), [1: [10], 2: [30], 3: [20], 4: [15]], hours: 3)
      return (made.minutes, made.warnings.map(\.kind))
    }
    #expect(
      try minutes(.strict).minutes.prefix(5) == ["0 10", "10 20", "40 flex", "60 30", "80 40"])
    let late = try minutes(.strict, lateness: .minutes(15))
    #expect(late.minutes.prefix(5) == ["0 10", "10 20", "40 20", "70 30", "90 40"])
    let flexible = try minutes(.flexible)
    #expect(flexible.minutes.prefix(4) == ["0 10", "10 20", "40 20", "70 30"])
    // Behind the last item the first one waits for its time, which is told.
    #expect(try minutes(.strict).kinds.contains(.waiting))
  }

  @Test("begin with what would be on at the premiere, never since midnight, never by waiting")
  func begins() throws {
    let made = try Rehearsal(
      rules([item(1, .flood, start: "06:00"), item(2, .flood, start: "20:00")]),
      [1: [60], 2: [60]], hours: 9)
    #expect(made.minutes.prefix(2) == ["0 10", "60 10"])
    #expect(made.minutes.last == "480 20")
    let night = try Rehearsal(
      rules([item(1, .flood, start: "06:00"), item(2, .flood, start: "20:00")]),
      [1: [60], 2: [60]], hours: 2, from: Rehearsal.noon - .hours(9))
    #expect(night.minutes == ["0 20", "60 20"])
  }

  @Test("tell of starts that contradict one another, and play on")
  func contradicts() throws {
    let made = try Rehearsal(
      rules([
        item(1, .duration, start: "12:00") { $0.duration = .hours(3) },
        item(2, .one, start: "13:00"), item(3, .one, start: "13:00"),
      ]), [1: [30], 2: [20], 3: [20]], hours: 26)
    #expect(made.minutes.prefix(3) == ["0 10", "30 10", "60 20"])
    #expect(made.warnings.contains { $0.kind == .clash && $0.detail.contains("'Item 2'") })
    #expect(made.warnings.contains { $0.kind == .waiting && $0.path == "base/2" })
    #expect(made.entries.contains { $0.media.rawValue == 30 })
  }

  @Test("are refused at the field that is at fault")
  func refuses() throws {
    let cases: [(String, (inout Slot) -> Void)] = [
      ("count", { $0.mode = .multiple }), ("duration", { $0.mode = .duration }),
      ("count", { ($0.mode, $0.count) = (.one, 2) }),
      ("duration", { ($0.mode, $0.duration) = (.flood, .minutes(5)) }),
      ("action", { ($0.action, $0.content) = (.wait, nil) }),
      ("mode", { ($0.action, $0.content, $0.mode) = (.off, nil, .one) }),
      ("start", { $0.wait = .flexible }), ("days", { $0.days = DayRule(weekdays: [1]) }),
      ("discard", { $0.discard = -1 }), ("until", { $0.until = "20:00" }),
    ]
    for (field, change) in cases {
      var slot = listed(1)
      change(&slot)
      #expect { try rules([slot]).rundown(seed: 1) } throws: {
        ($0 as? RuleFault)?.field == "base.slots.0.\(field)"
      }
    }
    let endless = rules([item(1, .flood), item(2, .one)])
    #expect { try endless.rundown(seed: 1) } throws: {
      ($0 as? RuleFault)?.field == "base.slots.1.start"
    }
  }
}
