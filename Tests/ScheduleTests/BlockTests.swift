import Library
import Schedule
import Testing

@Suite("Blocks")
struct BlockTests {
  private func rules(
    _ blocks: [Block], _ times: [BlockTime], fillers: [FillerRow]? = nil,
    calendar: [CalendarRow]? = nil, more: [DayTemplate] = []
  ) -> RuleSet {
    RuleSet(
      base: Programming(
        plan: BlockPlan(
          blocks: blocks, templates: [DayTemplate(id: 1, times: times)] + more, calendar: calendar)),
      fillers: fillers)
  }

  private let lists: [Int64: [Int64]] = [1: [25, 35, 45], 2: [30, 40], 9: [4]]
  private let ads = FillerRow(place: .gap, content: RuleContent(kind: .collection, id: 9))

  @Test("play one programme of each item, fill what is left, and what lies between them")
  func play() throws {
    let made = try Rehearsal(
      rules(
        [Block(id: 7, name: "Noon", length: .hours(2), items: [listed(1), listed(2)])],
        [BlockTime(start: "12:00", block: 7), BlockTime(start: "15:00", block: 7)], fillers: [ads]),
      [1: [25, 35, 45], 2: [30, 40], 9: [30]], hours: 4)
    #expect(
      made.minutes
        == [
          "0 10", "25 20", "55 gap 90", "85 gap 90", "115 flex", "120 gap 90", "150 gap 90",
          "180 11", "215 21",
        ])
    #expect(made.entries[0].path == "base/b0/0" && made.entries[1].path == "base/b0/1")
    #expect(made.entries[5].path == "base/gap")
    let rundown = try rules(
      [Block(id: 7, items: [listed(1)])], [BlockTime(start: "12:00", block: 7)]
    ).rundown(seed: 3)
    #expect(rundown.reason(for: made.entries[5]) == "A filler between blocks.")
  }

  @Test("come again until they are full, and stop before their end or run over it")
  func repeats() throws {
    func minutes(_ overrun: Span?) throws -> [String] {
      try Rehearsal(
        rules(
          [
            Block(id: 1, overrun: overrun, repeats: true, items: [listed(1), listed(2)]),
            Block(id: 2, repeats: true, items: [listed(2)]),
          ], [BlockTime(start: "12:00", block: 1), BlockTime(start: "14:00", block: 2)]), lists,
        hours: 3
      ).minutes
    }
    #expect(try minutes(nil) == ["0 10", "25 20", "55 11", "90 flex", "120 21", "160 20"])
    #expect(try minutes(.hours(1)) == ["0 10", "25 20", "55 11", "90 21", "130 20", "160 21"])
  }

  @Test("are chosen by the first row of the calendar that means the day, else the usual ones")
  func calendar() throws {
    let blocks = (1...3).map { Block(id: $0, repeats: true, items: [listed(Int64($0))]) }
    let made = try Rehearsal(
      rules(
        blocks, [BlockTime(start: "00:00", block: 1)],
        calendar: [
          CalendarRow(days: DayRule(dates: ["2026-03-22"]), template: 3),
          CalendarRow(days: DayRule(weekdays: [6, 7]), template: 2),
        ],
        more: (2...3).map { DayTemplate(id: $0, times: [BlockTime(start: "00:00", block: $0)]) }),
      [1: [60], 2: [60], 3: [60]], hours: 84)
    func media(_ hour: Int64) -> Int64? {
      made.entries.first { $0.start == Rehearsal.noon + .hours(hour) }?.media.rawValue
    }
    // Friday, Saturday, Sunday the 22nd, Monday.
    #expect([0, 12, 36, 60].map(media) == [10, 20, 30, 10])
  }

  @Test(
    "begin at their times on both days on which the clock is changed",
    arguments: [("2026-03-29", 1_774_738_800, 23), ("2026-10-25", 1_792_879_200, 25)]
      as [(String, Int64, Int64)])
  func changesClocks(date: String, midnight: Int64, hours: Int64) throws {
    var rules = rules(
      [Block(id: 1, repeats: true, items: [listed(1)])],
      (0..<24).map { BlockTime(start: ($0 < 10 ? "0" : "") + "\($0):00", block: 1) })
    rules.timeZone = "Europe/Berlin"
    let start = Moment(seconds: midnight)
    let made = try Rehearsal(rules, [1: [10]], hours: hours, from: start)
    let zone = RandomCase.zone("Europe/Berlin")
    let firsts = made.entries.map(\.start).filter { $0.milliseconds % 3_600_000 == 0 }
    #expect(firsts.count == Int(hours))
    #expect(made.entries.last?.end == start + .hours(hours))
    #expect(zone.offset(at: start) != zone.offset(at: start + .hours(hours)))
  }

  @Test("tell what is wrong: too long, too late, nothing to play, two at once; and play on")
  func warns() throws {
    let made = try Rehearsal(
      rules(
        [
          Block(id: 1, name: "Short", length: .minutes(30), items: [listed(1), listed(2)]),
          Block(id: 2, name: "Long", overrun: .hours(12), items: [listed(3, name: "Epic")]),
          Block(id: 3, name: "Missed", length: .minutes(30), items: [listed(2)]),
          Block(id: 4, name: "None", items: [listed(8, name: "Nobody")]),
        ],
        [
          BlockTime(start: "12:00", block: 1), BlockTime(start: "13:00", block: 2),
          BlockTime(start: "14:00", block: 3), BlockTime(start: "16:00", block: 4),
          BlockTime(start: "16:00", block: 1), BlockTime(start: "17:00", block: 4),
        ]), [1: [50, 20], 2: [10], 3: [150], 8: []], hours: 6)
    #expect(
      made.minutes
        == [
          "0 11", "20 20", "30 flex", "60 30", "210 flex", "240 11", "260 20", "270 flex",
          "300 flex",
        ])
    let kinds = Set(made.warnings.map(\.kind))
    #expect(kinds == [.overlong, .skipped, .clash, .empty])
    #expect(
      made.warnings.first { $0.kind == .skipped }?.detail.contains("'Missed'") == true)
    #expect(made.warnings.first { $0.kind == .clash }?.detail.contains("'Short'") == true)
    #expect(made.warnings.first { $0.kind == .empty }?.path == "base/b3/0")
  }

  @Test("are refused at the field that is at fault")
  func refuses() throws {
    let cases: [(String, (inout BlockPlan) -> Void)] = [
      ("base.plan.blocks", { $0.blocks = [] }),
      ("base.plan.blocks.1.id", { $0.blocks.append($0.blocks[0]) }),
      ("base.plan.blocks.0.items", { $0.blocks[0].items = [] }),
      ("base.plan.blocks.0.items.0.start", { $0.blocks[0].items[0].start = "20:00" }),
      ("base.plan.blocks.0.length", { $0.blocks[0].length = .zero }),
      ("base.plan.templates.0.times.0.block", { $0.templates[0].times[0].block = 9 }),
      ("base.plan.templates.0.times.0.start", { $0.templates[0].times[0].start = "24:00" }),
      ("base.plan.calendar.0.template", { $0.calendar = [CalendarRow(template: 5)] }),
      (
        "base.plan.calendar.0.days.weekdays",
        { $0.calendar = [CalendarRow(days: DayRule(weekdays: [8]), template: 1)] }
      ),
      ("base.plan.template", { $0.template = 4 }),
    ]
    for (field, change) in cases {
      var plan = BlockPlan(
        blocks: [Block(id: 1, items: [listed(1)])],
        templates: [DayTemplate(id: 1, times: [BlockTime(start: "06:00", block: 1)])])
      change(&plan)
      let rules = RuleSet(base: Programming(plan: plan))
      #expect { try rules.rundown(seed: 1) } throws: { ($0 as? RuleFault)?.field == field }
    }
  }
}
