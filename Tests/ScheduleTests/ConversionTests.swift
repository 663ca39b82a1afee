import Library
import Schedule
import TestSupport
import Testing

@Suite("A change of style")
struct ConversionTests {
  private let lists: [Int64: [Int64]] = [1: [25, 35], 2: [50], 3: [20]]

  /// Whether both bring the same programmes at the same times.
  private func same(
    _ first: Programming, _ second: Programming, days: Int64 = 9, from start: Moment
  ) throws -> Bool {
    func shown(_ programming: Programming) throws -> [String] {
      try Rehearsal(RuleSet(base: programming), lists, hours: 24 * days, from: start).entries
        .filter { $0.role == .programme }
        .map { "\($0.start.milliseconds) \($0.end.milliseconds) \($0.media.rawValue)" }
    }
    return try shown(first) == shown(second)
  }

  private let continuous = Programming(style: .continuous, slots: [listed(1)])

  @Test(
    "keeps what plays for ever, in every style and back",
    arguments: Programming.Style.allCases)
  func keepsContinuous(style: Programming.Style) throws {
    let converted = try continuous.converted(to: style)
    #expect(converted.style == style)
    _ = try RuleSet(base: converted).rundown(seed: 1)
    #expect(try same(continuous, converted, from: Rehearsal.noon))
    #expect(try converted.converted(to: .continuous) == continuous)
  }

  private func slots(_ seed: UInt64) -> Programming {
    var random = RandomRules(seed: seed)
    let hours = Set((0..<random.number(1...6)).map { _ in random.number(0...23) }).sorted()
    return Programming(
      style: .slots,
      slots: hours.map { hour in
        listed(Int64(random.number(1...3)), start: (hour < 10 ? "0" : "") + "\(hour):00") {
          if random.chance(40) { $0.count = random.number(1...3) }
          if random.chance(40) { $0.lateness = .minutes(Int64(random.number(1...40))) }
          if random.chance(40) {
            $0.days = DayRule(weekdays: (1...7).filter { _ in random.chance(60) })
          }
          if $0.days?.weekdays?.isEmpty == true { $0.days = nil }
        }
      })
  }

  @Test("from slots to blocks and back brings the same programmes", arguments: 0..<150)
  func slotsToBlocks(seed: UInt64) throws {
    let slots = slots(seed)
    let blocks = try slots.converted(to: .blocks)
    #expect(try same(slots, blocks, from: Rehearsal.noon), "seed \(seed)")
    do {
      let back = try blocks.converted(to: .slots)
      #expect(try same(slots, back, from: Rehearsal.noon), "seed \(seed)")
    } catch let refusal as ConversionRefusal {
      // What follows a block is another slot on another day, with a lateness of its own.
      #expect(refusal.reason.contains("start late"), "seed \(seed)")
    }
  }

  @Test("from slots to classic brings the same programmes", arguments: 0..<150)
  func slotsToClassic(seed: UInt64) throws {
    var slots = slots(seed)
    for index in slots.slots.indices {
      (slots.slots[index].days, slots.slots[index].lateness) = (nil, nil)
    }
    let classic = try slots.converted(to: .classic)
    let first = try #require(slots.slots.first?.start?.prefix(2))
    let start = Rehearsal.noon + .hours(12 + (Int64(first) ?? 0))
    #expect(try same(slots, classic, from: start), "seed \(seed)")
    #expect(try classic.converted(to: .slots).slots.count == slots.slots.count)
  }

  @Test("between classic and sequence brings the same programmes")
  func classicToSequence() throws {
    var flood = listed(2, name: "Day")
    flood.mode = .flood
    var some = listed(1, name: "Some", count: 2)
    some.mode = .multiple
    var evening = listed(3, name: "Evening", start: "20:00")
    (evening.mode, evening.duration, evening.tail) = (.duration, .hours(1), Slot.Tail.none)
    let classic = Programming(style: .classic, slots: [evening, some, flood])
    let sequence = try classic.converted(to: .sequence)
    #expect(sequence.slots.map(\.action) == [.wait, nil, nil, nil])
    #expect(sequence.slots.last?.until == "20:00")
    let start = Rehearsal.noon + .hours(8)
    #expect(try same(classic, sequence, from: start))
    #expect(try sequence.converted(to: .classic).slots == classic.slots)
  }

  @Test("that would lose something is refused with what and why")
  func refuses() {
    var dated = listed(1, name: "Xmas", start: "20:00")
    dated.days = DayRule(dates: ["12-24"])
    var padding = Slot(action: .pad)
    padding.pad = 30
    var rare = listed(1, name: "Rare", count: 1)
    rare.mode = .one
    let blocks = Programming(
      plan: BlockPlan(
        blocks: [Block(id: 1, name: "Two", items: [listed(1), listed(2)])],
        templates: [DayTemplate(id: 1, times: [BlockTime(start: "06:00", block: 1)])]))
    let cases: [(Programming, Programming.Style, String)] = [
      (Programming(style: .slots, slots: [dated]), .blocks, "'Xmas'"),
      (Programming(style: .slots, slots: [dated]), .classic, "'Xmas'"),
      (Programming(style: .slots, slots: [dated]), .continuous, "'Xmas'"),
      (Programming(style: .balance, slots: [listed(1), listed(2)]), .slots, "several slots"),
      (Programming(style: .sequence, slots: [listed(1), padding]), .classic, "full time"),
      (Programming(style: .classic, slots: [rare, listed(2)]), .slots, "'Rare'"),
      (blocks, .slots, "'Two'"), (blocks, .continuous, "several slots"),
    ]
    for (programming, style, words) in cases {
      #expect { try programming.converted(to: style) } throws: {
        ($0 as? ConversionRefusal)?.reason.contains(words) == true
      }
    }
  }
}
