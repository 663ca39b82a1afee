import Foundation
import Library
import Schedule
import TestSupport
import Testing

/// What models that reckon with a calendar and a pencil share: lists of programmes in order, a
/// zone, and what the engine makes of rules over them.
struct PencilCase {
  /// A programme at its place, in milliseconds since 1970.
  struct Show: Equatable {
    var start: Int64
    var end: Int64
    var media: Int64
  }

  var name: String
  var zone: TimeZone
  var lists: [[(media: Int64, length: Int64)]]

  /// Draws a zone and three lists of 10 to 58 minutes.
  init(_ random: inout RandomRules) throws {
    name = random.pick(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
    zone = try #require(TimeZone(identifier: name))
    lists = (0..<3).map { list in
      (0..<random.number(1...7)).map { index in
        (media: Int64(list * 100 + index + 1), length: Int64(random.number(600_000...3_500_000)))
      }
    }
  }

  /// The moments of a time of day on all days around a stretch, by Foundation's calendar.
  func moments(hour: Int, minute: Int, from: Int64, until: Int64) -> [Int64] {
    days(from: from, until: until).compactMap { moment(hour: hour, minute: minute, on: $0) }
  }

  /// The days around a stretch, some before and behind it.
  func days(from: Int64, until: Int64) -> [Date] {
    var found: [Date] = []
    var day = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(from) / 1000 - 700_000))
    while day.timeIntervalSince1970 * 1000 < Double(until) + 9 * 86_400_000 {
      found.append(day)
      day = calendar.startOfDay(for: day.addingTimeInterval(86_400 + 43_200))
    }
    return found
  }

  /// When the clock shows a time on a day.
  func moment(hour: Int, minute: Int, on day: Date) -> Int64? {
    calendar.date(
      bySettingHour: hour, minute: minute, second: 0, of: day, matchingPolicy: .nextTime,
      repeatedTimePolicy: .first
    ).map { Int64($0.timeIntervalSince1970 * 1000) }
  }

  /// The calendar of the zone.
  var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
  }

  /// What the engine makes of rules whose collections are the lists.
  func shows(_ rules: RuleSet, from start: Moment, days: Int64) throws -> [Show] {
    var rules = rules
    rules.timeZone = name
    var contents: [ContentSelector: [ScheduleItem]] = [:]
    for (list, items) in lists.enumerated() {
      contents[.collection(CollectionID(rawValue: Int64(list)))] = items.enumerated().map {
        ScheduleItem(
          id: MediaID(rawValue: $1.media), duration: .milliseconds($1.length), title: "",
          position: $0)
      }
    }
    var engine = Engine(
      try rules.rundown(seed: 1), library: LibrarySnapshot(contents: contents),
      zone: RandomCase.zone(name), state: EngineState(at: start))
    return engine.run(until: start + .days(days)).filter { $0.role == .programme }.map {
      Show(start: $0.start.milliseconds, end: $0.end.milliseconds, media: $0.media.rawValue)
    }
  }

  /// Holds what was made to what was reckoned.
  func expect(_ made: [Show], toBe expected: [Show], seed: UInt64) {
    let same = zip(made, expected).prefix { $0 == $1 }.count
    let differ = [made, expected].map { $0.dropFirst(same).prefix(1) }
    #expect(
      same == expected.count && same == made.count && same > 0,
      "seed \(seed), \(name): after \(same), \(differ[0]), \(differ[1])")
  }
}
