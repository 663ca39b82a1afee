import Foundation
import Library
import Schedule
import Testing

@Suite("Holidays")
struct HolidayTests {
  /// The days of a year on which a layer of a channel that is off otherwise is on.
  private func days(_ rule: DayRule, in year: Int) throws -> [String] {
    var rules = RuleSet(
      base: Programming(style: .slots, slots: [Slot(action: .off, start: "00:00")]))
    rules.layers = [
      Layer(
        name: "Feast", days: rule,
        programming: Programming(style: .continuous, slots: [listed(1)]))
    ]
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let start = try #require(calendar.date(from: DateComponents(year: year)))
    let made = try Rehearsal(
      rules, [1: [1440]], hours: 365 * 24, from: Moment(seconds: Int64(start.timeIntervalSince1970))
    )
    return made.entries.filter { $0.role == .programme }.map { entry in
      let date = Date(timeIntervalSince1970: Double(entry.start.milliseconds) / 1000)
      let parts = calendar.dateComponents([.month, .day], from: date)
      return "\(parts.month ?? 0)-\(parts.day ?? 0)"
    }
  }

  @Test(
    "are known by name, by weekday and by Easter",
    arguments: [
      (Holiday(name: .christmas), 2026, ["12-25"]),
      (Holiday(name: .thanksgiving), 2026, ["11-26"]),
      (Holiday(nth: 4, weekday: 4, month: 11), 2028, ["11-23"]),
      (Holiday(nth: -1, weekday: 1, month: 5), 2026, ["5-25"]),
      (Holiday(nth: 5, weekday: 7, month: 2), 2026, []),
      (Holiday(name: .easter), 2026, ["4-5"]), (Holiday(name: .easter), 2027, ["3-28"]),
      (Holiday(name: .easter), 2038, ["4-25"]), (Holiday(name: .goodFriday), 2028, ["4-14"]),
      (Holiday(easter: 49), 2026, ["5-24"]),
      (Holiday(name: .blackFriday), 2029, ["11-23"]),
      (Holiday(name: .newYear, before: 1, after: 1), 2026, ["1-1", "1-2", "12-31"]),
    ])
  func areKnown(holiday: Holiday, year: Int, wanted: [String]) throws {
    #expect(try days(DayRule(holidays: [holiday]), in: year) == wanted)
  }

  @Test("stand beside dates, and within weekdays and seasons")
  func combine() throws {
    #expect(
      try days(DayRule(dates: ["12-24"], holidays: [Holiday(name: .christmas)]), in: 2026)
        == ["12-24", "12-25"])
    #expect(
      try days(
        DayRule(weekdays: [5], holidays: [Holiday(name: .easter, before: 3, after: 3)]), in: 2026)
        == ["4-3"])
  }

  @Test(
    "are refused at their fields",
    arguments: [
      (Holiday(), "name"), (Holiday(name: .easter, easter: 1), "name"), (Holiday(nth: 2), "nth"),
      (Holiday(nth: 6, weekday: 1, month: 1), "nth"), (Holiday(easter: 99), "easter"),
      (Holiday(name: .easter, before: 90), "before"),
    ])
  func refuses(holiday: Holiday, field: String) {
    #expect { try days(DayRule(holidays: [holiday]), in: 2026) } throws: {
      ($0 as? RuleFault)?.field.hasSuffix("holidays.0.\(field)") == true
    }
  }
}
