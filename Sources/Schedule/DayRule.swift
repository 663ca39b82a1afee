/// Which days something is for; what is left out does not restrict.
public struct DayRule: Hashable, Codable, Sendable {
  /// Days of the week: 1 is Monday, 7 Sunday.
  public var weekdays: [Int]?
  /// Days of the month: 1 to 31; where a month has no such day, its last one.
  public var monthDays: [Int]?
  /// Months: 1 to 12.
  public var months: [Int]?
  /// Single days: `2026-12-24`, or `12-24` for every year; 02-29 is the 28th where there is none.
  public var dates: [String]?
  /// The first day of a season: `12-01` for every year, or `2026-12-01`.
  public var from: String?
  /// Its last day; may be earlier in the year than the first.
  public var to: String?
  /// Feasts; with dates as well, either is meant.
  public var holidays: [Holiday]?

  /// A rule of its parts.
  public init(
    weekdays: [Int]? = nil, monthDays: [Int]? = nil, months: [Int]? = nil, dates: [String]? = nil,
    from: String? = nil, to: String? = nil, holidays: [Holiday]? = nil
  ) {
    self.weekdays = weekdays
    self.monthDays = monthDays
    self.months = months
    self.dates = dates
    self.from = from
    self.to = to
    self.holidays = holidays
  }
}

/// A day rule that was read and is right.
struct DayFilter: Hashable, Sendable {
  /// A day with or without its year.
  struct Date: Hashable, Sendable {
    var year: Int?
    var month: Int
    var day: Int

    init?(_ text: String) {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { part in
        part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
      }
      guard numbers.count == parts.count, (2...3).contains(numbers.count),
        (1...12).contains(numbers[numbers.count - 2])
      else { return nil }
      year = numbers.count == 3 ? numbers[0] : nil
      month = numbers[numbers.count - 2]
      day = numbers[numbers.count - 1]
      let leap = year ?? 2024
      guard year.map({ (1970...9999).contains($0) }) ?? true,
        (1...CalendarDay.length(of: month, in: leap)).contains(day)
      else { return nil }
    }

    func fits(_ date: CalendarDay) -> Bool {
      let last = CalendarDay.length(of: month, in: date.year)
      return year.map { $0 == date.year } ?? true && month == date.month
        && min(day, last) == date.day
    }

    fileprivate func key(in year: Int) -> Int { (self.year ?? year) * 10_000 + month * 100 + day }
  }

  var weekdays: Set<Int>
  var monthDays: Set<Int>
  var months: Set<Int>
  var dates: [Date]
  var holidays: [HolidayRule] = []
  var from: Date?
  var to: Date?

  /// Every day.
  static let always = DayFilter()

  private init() { (weekdays, monthDays, months, dates) = ([], [], [], []) }

  /// The filter of a rule.
  ///
  /// - Throws: The field that is at fault, with a sentence.
  init(_ rule: DayRule) throws(RuleFault) {
    weekdays = Set(rule.weekdays ?? [])
    monthDays = Set(rule.monthDays ?? [])
    months = Set(rule.months ?? [])
    guard weekdays.isSubset(of: 1...7) else {
      throw RuleFault("weekdays", "Weekdays are 1 for Monday to 7 for Sunday.")
    }
    guard monthDays.isSubset(of: 1...31) else {
      throw RuleFault("monthDays", "Days of the month are 1 to 31.")
    }
    guard months.isSubset(of: 1...12) else { throw RuleFault("months", "Months are 1 to 12.") }
    dates = []
    for text in rule.dates ?? [] { dates.append(try Self.date(text, "dates")) }
    guard (rule.holidays ?? []).count <= 100 else {
      throw RuleFault("holidays", "At most 100 holidays are possible.")
    }
    for (index, holiday) in (rule.holidays ?? []).enumerated() {
      do { holidays.append(try HolidayRule(holiday)) } catch {
        throw error.within("holidays.\(index)")
      }
    }
    if let text = rule.from { from = try Self.date(text, "from") }
    if let text = rule.to { to = try Self.date(text, "to") }
    if let from, let to, (from.year == nil) != (to.year == nil) {
      throw RuleFault("to", "Give the year with both ends of the season, or with none.")
    }
  }

  private static func date(_ text: String, _ field: String) throws(RuleFault) -> Date {
    guard let date = Date(text) else {
      throw RuleFault(
        field, "'\(text.prefix(40))' is no date; write 2026-12-24, or 12-24 for every year.")
    }
    return date
  }

  /// Whether a day is meant.
  func contains(_ day: CalendarDay) -> Bool {
    if !weekdays.isEmpty, !weekdays.contains(day.weekday) { return false }
    if !months.isEmpty, !months.contains(day.month) { return false }
    if !monthDays.isEmpty, !monthDays.contains(day.day),
      !(day.isLastOfMonth && monthDays.contains { $0 > day.day })
    {
      return false
    }
    if !dates.isEmpty || !holidays.isEmpty, !dates.contains(where: { $0.fits(day) }),
      !holidays.contains(where: { $0.contains(day) })
    {
      return false
    }
    return isInSeason(day)
  }

  private func isInSeason(_ day: CalendarDay) -> Bool {
    let key = day.year * 10_000 + day.month * 100 + day.day
    guard let from else { return to.map { key <= $0.key(in: day.year) } ?? true }
    let first = from.key(in: day.year)
    guard let to else { return key >= first }
    let last = to.key(in: day.year)
    // A season that passes the turn of the year.
    return first <= last || from.year != nil
      ? (first...max(first, last)).contains(key) : key >= first || key <= last
  }
}

extension DayFilter {
  /// The filter of what stands in a field `days`, if it is there.
  ///
  /// - Throws: The field that is at fault, within `days`.
  init(days rule: DayRule?) throws(RuleFault) {
    do { try self.init(rule ?? DayRule()) } catch { throw error.within("days") }
  }
}
