import Library
import Schedule
import Testing

@Suite("Decos")
struct DecoTests {
  private func filler(_ list: Int64, _ place: FillerRow.Place = .gap) -> FillerRow {
    FillerRow(place: place, content: RuleContent(kind: .collection, id: list))
  }

  private func minutes(_ decos: [Deco]) throws -> [String] {
    var rules = RuleSet(
      base: Programming(
        style: .slots,
        slots: [12, 13, 14].map { listed(1, start: "\($0):00", count: 1) }),
      fillers: [filler(2), filler(3, .post)])
    rules.decos = decos
    return try Rehearsal(rules, [1: [40], 2: [20], 3: [5], 4: [10], 5: [15]], hours: 3).minutes
  }

  @Test("replace, add to or take away the fillers of their hours, and of no others")
  func modes() throws {
    let usual = try minutes([])
    #expect(
      usual == [
        "0 10", "40 post 30", "45 flex", "60 10", "100 post 30", "105 flex", "120 10",
        "160 post 30", "165 gap 20",
      ])
    let replaced = try minutes([
      Deco(name: "One", start: "13:00", end: "14:00", fillers: [filler(4)])
    ])
    #expect(
      replaced == [
        "0 10", "40 post 30", "45 flex", "60 10", "100 gap 40", "110 gap 40", "120 10",
        "160 post 30", "165 gap 20",
      ])
    let added = try minutes([
      Deco(name: "More", start: "13:00", end: "14:00", mode: .add, fillers: [filler(5)])
    ])
    #expect(
      added == [
        "0 10", "40 post 30", "45 flex", "60 10", "100 post 30", "105 gap 50", "120 10",
        "160 post 30", "165 gap 20",
      ])
    let none = try minutes([
      Deco(name: "None", start: "13:00", end: "14:00", mode: .disable),
      Deco(name: "All", fillers: [filler(4)]),
    ])
    #expect(
      none == [
        "0 10", "40 gap 40", "50 gap 40", "60 10", "100 flex", "120 10", "160 gap 40",
        "170 gap 40",
      ])
  }

  @Test("change in the midst of a gap, on the days that they are for")
  func changes() throws {
    var rules = RuleSet(
      base: Programming(style: .slots, slots: [Slot(action: .fill, start: "00:00")]))
    rules.decos = [
      Deco(
        name: "Late", days: DayRule(weekdays: [5]), start: "13:30", end: "14:00",
        fillers: [filler(4)])
    ]
    let made = try Rehearsal(rules, [4: [10]], hours: 27)
    #expect(
      made.minutes == ["0 flex", "90 gap 40", "100 gap 40", "110 gap 40", "120 flex", "720 flex"])
  }

  @Test("are refused at their fields, and are written and read")
  func refuses() throws {
    var rules = RuleSet(base: Programming(style: .continuous, slots: [listed(1)]))
    rules.decos = [Deco(name: "x", mode: .disable, fillers: [filler(4)])]
    #expect { try rules.rundown(seed: 1) } throws: {
      ($0 as? RuleFault)?.field == "decos.0.fillers"
    }
    rules.decos = [Deco(name: "x", start: "30:00")]
    #expect { try rules.rundown(seed: 1) } throws: { ($0 as? RuleFault)?.field == "decos.0.start" }
    rules.decos = [Deco(name: "x", fillers: [filler(4)])]
    #expect(try rules.rundown(seed: 1).selectors.count == 2)
  }
}
