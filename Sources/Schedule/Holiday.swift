/// A feast, and the days around it; exactly one of name, the nth weekday and Easter.
public struct Holiday: Hashable, Codable, Sendable {
  /// Feasts that are known by name.
  public enum Name: String, Codable, CaseIterable, Sendable {
    case newYear, valentines, stPatrick, goodFriday, easter, easterMonday, mayDay, ascension
    case whitSunday, whitMonday, independenceDay, halloween, allSaints, thanksgiving, blackFriday
    case stNicholas, christmasEve, christmas, boxingDay, newYearsEve, carnival, mothersDay
    case memorialDay, laborDay
  }

  /// A feast by its name.
  public var name: Name?
  /// The first to the fifth such weekday of the month, or -1 for the last.
  public var nth: Int?
  /// The weekday: 1 is Monday, 7 Sunday.
  public var weekday: Int?
  /// The month: 1 to 12.
  public var month: Int?
  /// So many days after Easter Sunday; before it when negative.
  public var easter: Int?
  /// How many days before it are meant as well.
  public var before: Int?
  /// How many days behind it are meant as well.
  public var after: Int?

  /// A feast of its parts.
  public init(
    name: Name? = nil, nth: Int? = nil, weekday: Int? = nil, month: Int? = nil,
    easter: Int? = nil, before: Int? = nil, after: Int? = nil
  ) {
    self.name = name
    self.nth = nth
    self.weekday = weekday
    self.month = month
    self.easter = easter
    self.before = before
    self.after = after
  }
}

/// A feast that was read and is right.
struct HolidayRule: Hashable, Sendable {
  private enum Place: Hashable, Sendable {
    case date(month: Int, day: Int)
    case weekday(nth: Int, weekday: Int, month: Int, later: Int)
    case easter(Int)
  }

  private var place: Place
  private var before: Int
  private var after: Int

  /// - Throws: The field that is at fault.
  init(_ holiday: Holiday) throws(RuleFault) {
    let parts = [holiday.nth, holiday.weekday, holiday.month]
    let ways = [holiday.name != nil, parts.contains { $0 != nil }, holiday.easter != nil]
    guard ways.count(where: { $0 }) == 1 else {
      throw RuleFault("name", "Give one of: a name, the nth weekday of a month, days from Easter.")
    }
    before = try Limits.number(holiday.before, "before", in: 0...60) ?? 0
    after = try Limits.number(holiday.after, "after", in: 0...60) ?? 0
    if let name = holiday.name {
      place = Self.place(of: name)
    } else if let days = try Limits.number(holiday.easter, "easter", in: -80...80) {
      place = .easter(days)
    } else {
      guard let nth = try Limits.number(holiday.nth, "nth", in: -1...5), nth != 0,
        let weekday = try Limits.number(holiday.weekday, "weekday", in: 1...7),
        let month = try Limits.number(holiday.month, "month", in: 1...12)
      else { throw RuleFault("nth", "Say which weekday of which month: nth, weekday and month.") }
      place = .weekday(nth: nth, weekday: weekday, month: month, later: 0)
    }
  }

  /// Whether a day is the feast or close enough to it.
  func contains(_ day: CalendarDay) -> Bool {
    let number = day.number
    return (day.year - 1...day.year + 1).contains { year in
      self.number(in: year).map { ($0 - before...$0 + after).contains(number) } ?? false
    }
  }

  /// The day of a year's feast, in days since 1970; nil where a month has no fifth one.
  private func number(in year: Int) -> Int? {
    switch place {
    case .date(let month, let day): return CalendarDay.number(year, month, day)
    case .easter(let days): return CalendarDay.easter(of: year) + days
    case .weekday(let nth, let weekday, let month, let later):
      let length = CalendarDay.length(of: month, in: year)
      let edge = CalendarDay.number(year, month, nth > 0 ? 1 : length)
      let of = CalendarDay(number: edge).weekday
      let day =
        nth > 0
        ? 1 + (weekday - of + 7) % 7 + (nth - 1) * 7 : length - (of - weekday + 7) % 7
      return day <= length ? CalendarDay.number(year, month, day) + later : nil
    }
  }

  private static func place(of name: Holiday.Name) -> Place {
    switch name {
    case .newYear: .date(month: 1, day: 1)
    case .valentines: .date(month: 2, day: 14)
    case .stPatrick: .date(month: 3, day: 17)
    case .mayDay: .date(month: 5, day: 1)
    case .independenceDay: .date(month: 7, day: 4)
    case .halloween: .date(month: 10, day: 31)
    case .allSaints: .date(month: 11, day: 1)
    case .stNicholas: .date(month: 12, day: 6)
    case .christmasEve: .date(month: 12, day: 24)
    case .christmas: .date(month: 12, day: 25)
    case .boxingDay: .date(month: 12, day: 26)
    case .newYearsEve: .date(month: 12, day: 31)
    case .carnival: .easter(-47)
    case .goodFriday: .easter(-2)
    case .easter: .easter(0)
    case .easterMonday: .easter(1)
    case .ascension: .easter(39)
    case .whitSunday: .easter(49)
    case .whitMonday: .easter(50)
    case .mothersDay: .weekday(nth: 2, weekday: 7, month: 5, later: 0)
    case .memorialDay: .weekday(nth: -1, weekday: 1, month: 5, later: 0)
    case .laborDay: .weekday(nth: 1, weekday: 1, month: 9, later: 0)
    case .thanksgiving: .weekday(nth: 4, weekday: 4, month: 11, later: 0)
    case .blackFriday: .weekday(nth: 4, weekday: 4, month: 11, later: 1)
    }
  }
}

extension CalendarDay {
  /// The days since 1970-01-01.
  var number: Int { Self.number(year, month, day) }

  /// The days since 1970-01-01 of a date.
  static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Easter Sunday of a year, in days since 1970-01-01, by the Gregorian rule.
  static func easter(of year: Int) -> Int {
    let golden = year % 19
    let century = year / 100
    let moon =
      (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30
    let week = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - moon - year % 100 % 4) % 7
    let late = (golden + 11 * moon + 22 * week) / 451
    let sum = moon + week - 7 * late + 114
    return number(year, sum / 31, sum % 31 + 1)
  }
}
