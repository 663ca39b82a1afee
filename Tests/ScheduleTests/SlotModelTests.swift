import Foundation
import Library
import Schedule
import TestSupport
import Testing

/// Slots by time as one would reckon them with a calendar and a pencil: slow, and nothing shared
/// with the engine.
private struct PencilModel {
  struct Show: Equatable {
    var start: Int64
    var end: Int64
    var media: Int64
  }
  struct Slot {
    var hour: Int
    var minute: Int
    var lateness: Int64
    var list: Int
  }

  var slots: [Slot]
  var lists: [[(media: Int64, length: Int64)]]
  var zone: TimeZone

  /// All starts of slots from the day before the first moment on, by Foundation's calendar.
  private func starts(from: Int64, until: Int64) -> [(time: Int64, slot: Int)] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var found: [(time: Int64, slot: Int)] = []
    var day = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(from) / 1000 - 86_400))
    while day.timeIntervalSince1970 * 1000 < Double(until) + 2 * 86_400_000 {
      for (index, slot) in slots.enumerated() {
        let date = calendar.date(
          bySettingHour: slot.hour, minute: slot.minute, second: 0, of: day,
          matchingPolicy: .nextTime, repeatedTimePolicy: .first)
        if let date { found.append((Int64(date.timeIntervalSince1970 * 1000), index)) }
      }
      day = calendar.startOfDay(for: day.addingTimeInterval(86_400 + 43_200))
    }
    return found.sorted { $0.time < $1.time }
  }

  func shows(from: Int64, until: Int64) -> [Show] {
    var shows: [Show] = []
    var next = Array(repeating: 0, count: lists.count)
    var clock = from
    let starts = starts(from: from, until: until)
    for (place, start) in starts.enumerated().dropLast() {
      let end = starts[place + 1].time
      if end <= clock { continue }
      if end == start.time { continue }
      if clock >= until { break }
      let slot = slots[start.slot]
      let grace = slots[starts[place + 1].slot].lateness
      clock = max(clock, start.time)
      if clock - start.time > slot.lateness, clock != from { clock = end; continue }
      while clock < end, clock < until {
        let list = lists[slot.list]
        let room = end + grace - clock
        let whole = end + grace - start.time
        // What is longer than the slot itself is passed over.
        var passed = 0
        func length(_ ahead: Int) -> Int64 { list[(next[slot.list] + ahead) % list.count].length }
        while passed < 64, length(passed) > room, length(passed) > whole { passed += 1 }
        if length(passed) > room { break }
        next[slot.list] += passed
        let item = list[next[slot.list] % list.count]
        shows.append(Show(start: clock, end: clock + item.length, media: item.media))
        clock += item.length
        next[slot.list] += 1
      }
      clock = max(clock, end)
    }
    return shows
  }
}

@Suite("Slots by time")
struct SlotModelTests {
  @Test("are what a slow and obvious model makes of them", arguments: 0..<120)
  func matchesModel(seed: UInt64) throws {
    var random = RandomRules(seed: seed + 77)
    let name = random.pick(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
    let zone = try #require(TimeZone(identifier: name))
    let lists = (0..<3).map { list in
      (0..<random.number(1...7)).map { index in
        (media: Int64(list * 100 + index + 1), length: Int64(random.number(600_000...3_500_000)))
      }
    }
    let hours = Set((0..<random.number(1...9)).map { _ in random.number(0...23) }).sorted()
    let slots = hours.map { hour in
      PencilModel.Slot(
        hour: hour, minute: random.pick([0, 15, 30]),
        lateness: Int64(random.number(0...40)) * 60_000, list: random.number(0...2))
    }
    let start = random.start()
    let model = PencilModel(slots: slots, lists: lists, zone: zone)
    let expected = model.shows(
      from: start.milliseconds, until: start.milliseconds + 4 * 86_400_000)

    var rules = RuleSet(
      base: Programming(
        style: .slots,
        slots: slots.map { slot in
          var rule = Slot(
            content: RuleContent(kind: .collection, id: Int64(slot.list)), order: .custom,
            start: String(format: "%02d:%02d", slot.hour, slot.minute))
          rule.lateness = .milliseconds(slot.lateness)
          return rule
        }))
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
    let made = engine.run(until: start + .days(4)).filter { $0.role == .programme }.map {
      PencilModel.Show(
        start: $0.start.milliseconds, end: $0.end.milliseconds, media: $0.media.rawValue)
    }
    let same = zip(made, expected).prefix { $0 == $1 }.count
    #expect(
      same == expected.count && same == made.count,
      "seed \(seed), \(name): \(made.dropFirst(same).prefix(1)), \(expected.dropFirst(same).prefix(1))"
    )
  }
}
