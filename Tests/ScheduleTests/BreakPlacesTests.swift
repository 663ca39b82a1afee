import Library
import Testing

@testable import Schedule

@Suite("Where programmes are interrupted")
struct BreakPlacesTests {
  private func film(
    minutes: Int64 = 60, chapters: [Int64] = [], dips: [(at: Int64, length: Int64)] = []
  ) -> ScheduleItem {
    ScheduleItem(
      id: MediaID(rawValue: 1), duration: .minutes(minutes), title: "Film",
      chapters: chapters.map(Span.minutes),
      dips: dips.map { Dip(at: .seconds($0.at), length: .milliseconds($0.length)) })
  }

  private func minutes(_ rule: BreakRule, _ film: ScheduleItem) -> [Double] {
    rule.places(in: film).map { $0.seconds / 60 }
  }

  @Test("is in the middle of dips that are long enough")
  func dips() {
    let film = film(dips: [(600, 500), (1200, 200), (1800, 300)])
    #expect(minutes(BreakRule(detected: true), film) == [10, 30])
    #expect(
      minutes(BreakRule(detected: true, black: .milliseconds(150)), film) == [10, 20, 30])
    #expect(minutes(BreakRule(detected: true, black: .seconds(1)), film) == [])
  }

  @Test("keeps its distance: five minutes between dips unless said, one from either end")
  func distance() {
    let film = film(dips: [(30, 900), (600, 900), (720, 900), (960, 900), (3570, 900)])
    #expect(minutes(BreakRule(detected: true), film) == [10, 16])
    #expect(minutes(BreakRule(detected: true, apart: .minutes(1)), film) == [10, 12, 16])
    #expect(minutes(BreakRule(detected: true, apart: .minutes(10)), film) == [10])
    #expect(minutes(BreakRule(detected: true, apart: .minutes(1), most: 2), film) == [10, 12])
    #expect(minutes(BreakRule(detected: true, least: .minutes(90)), film) == [])
    #expect(minutes(BreakRule(every: .minutes(10), apart: .minutes(25)), film) == [10, 40])
  }

  @Test("is at chapters where both are wanted and there are any, else at dips")
  func either() {
    let both = BreakRule(chapters: true, detected: true)
    #expect(minutes(both, film(chapters: [20], dips: [(600, 900)])) == [20])
    #expect(minutes(both, film(dips: [(600, 900)])) == [10])
    #expect(minutes(BreakRule(chapters: true), film(dips: [(600, 900)])) == [])
  }

  @Test("is nowhere in what nobody has looked through")
  func unseen() { #expect(minutes(BreakRule(detected: true), film()) == []) }

  private func rundown(_ breaks: BreakRule) throws -> Rundown {
    try RuleSet(
      timeZone: "UTC", base: Programming(style: .continuous, slots: [Slot(content: content(1))]),
      fillers: [FillerRow(place: .mid, content: content(2), breaks: breaks)]
    ).rundown(seed: 1)
  }

  private func content(_ id: Int64) -> RuleContent { RuleContent(kind: .collection, id: id) }

  @Test("needs dips of the library only where a rule speaks of them")
  func needs() throws {
    #expect(try rundown(BreakRule(detected: true)).breaksAtDips)
    #expect(try !rundown(BreakRule(detected: true)).breaksAtChapters)
    #expect(try !rundown(BreakRule(percents: [50])).breaksAtDips)
    let both = try rundown(BreakRule(chapters: true, detected: true))
    #expect(both.breaksAtDips && both.breaksAtChapters)
  }

  @Test(
    "is refused with the field's name where the rule can't be kept",
    arguments: [
      (BreakRule(every: .minutes(5), detected: true), "fillers.0.breaks"),
      (BreakRule(), "fillers.0.breaks"),
      (BreakRule(detected: true, black: .milliseconds(10)), "fillers.0.breaks.black"),
      (BreakRule(detected: true, apart: .seconds(5)), "fillers.0.breaks.apart"),
    ])
  func refused(rule: BreakRule, field: String) throws {
    let fault = #expect(throws: RuleFault.self) { try rundown(rule) }
    #expect(fault?.field == field)
  }
}
