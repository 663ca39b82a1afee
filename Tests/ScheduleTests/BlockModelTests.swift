import Foundation
import Library
import Schedule
import TestSupport
import Testing

/// Blocks as one would reckon them with a calendar and a pencil: slow, and nothing shared with the
/// engine.
private struct PencilDay {
  struct Show: Equatable {
    var start: Int64
    var end: Int64
    var media: Int64
  }
  struct Block {
    var length: Int64?
    var overrun: Int64
    var repeats: Bool
    /// The lists that its items play one programme of each.
    var lists: [Int]
  }

  var blocks: [Block]
  /// By weekday, Monday first: times of day in minutes, with the block that begins.
  var week: [[(minute: Int, block: Int)]]
  var lists: [[(media: Int64, length: Int64)]]
  var zone: TimeZone

  private func starts(from: Int64, until: Int64) -> [(time: Int64, block: Int)] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var found: [(time: Int64, block: Int)] = []
    var day = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(from) / 1000 - 700_000))
    while day.timeIntervalSince1970 * 1000 < Double(until) + 9 * 86_400_000 {
      let weekday = (calendar.component(.weekday, from: day) + 5) % 7
      for (minute, block) in week[weekday].sorted(by: { $0.minute < $1.minute }) {
        let date = calendar.date(
          bySettingHour: minute / 60, minute: minute % 60, second: 0, of: day,
          matchingPolicy: .nextTime, repeatedTimePolicy: .first)
        if let date { found.append((Int64(date.timeIntervalSince1970 * 1000), block)) }
      }
      day = calendar.startOfDay(for: day.addingTimeInterval(86_400 + 43_200))
    }
    return found
  }

  func shows(from: Int64, until: Int64) -> [Show] {
    var shows: [Show] = []
    var next = Array(repeating: 0, count: lists.count)
    var clock = from
    let starts = starts(from: from, until: until)
    for (place, start) in starts.enumerated().dropLast() {
      let block = blocks[start.block]
      let end = min(starts[place + 1].time, block.length.map { start.time + $0 } ?? .max)
      clock = max(clock, start.time)
      if clock >= until { break }
      var turn = 0
      while clock < end, turn < block.lists.count || block.repeats {
        let list = lists[block.lists[turn % block.lists.count]]
        let used = block.lists[turn % block.lists.count]
        var passed = 0
        func length(_ ahead: Int) -> Int64 { list[(next[used] + ahead) % list.count].length }
        // What is longer than the block itself is passed over.
        let whole = end + block.overrun - start.time
        let room = end + block.overrun - clock
        while passed < 64, length(passed) > room, length(passed) > whole { passed += 1 }
        if length(passed) > room { break }
        next[used] += passed
        let item = list[next[used] % list.count]
        shows.append(Show(start: clock, end: clock + item.length, media: item.media))
        clock += item.length
        next[used] += 1
        turn += 1
        if clock >= until { break }
      }
      clock = max(clock, min(end, starts[place + 1].time))
    }
    return shows
  }
}

@Suite("Blocks, beside a model")
struct BlockModelTests {
  @Test("are what a slow and obvious model makes of them", arguments: 0..<200)
  func matchesModel(seed: UInt64) throws {
    var random = RandomRules(seed: seed + 99)
    let name = random.pick(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
    let zone = try #require(TimeZone(identifier: name))
    let lists = (0..<3).map { list in
      (0..<random.number(1...7)).map { index in
        (media: Int64(list * 100 + index + 1), length: Int64(random.number(600_000...3_500_000)))
      }
    }
    let blocks = (0..<random.number(1...4)).map { _ in
      PencilDay.Block(
        length: random.chance(40) ? Int64(random.number(60...300)) * 60_000 : nil,
        overrun: random.chance(50) ? Int64(random.number(0...50)) * 60_000 : 0,
        repeats: random.chance(60),
        lists: (0..<random.number(1...3)).map { _ in random.number(0...2) }
      )
    }
    // Kinds of day, and which weekday is of which kind.
    let kinds = (0..<random.number(1...3)).map { _ in
      Set((0..<random.number(1...6)).map { _ in random.number(0...23) }).sorted().map {
        (minute: $0 * 60, block: random.number(0...(blocks.count - 1)))
      }
    }
    let week = (0..<7).map { _ in random.number(0...(kinds.count - 1)) }
    let start = random.start()
    let expected = PencilDay(
      blocks: blocks, week: week.map { kinds[$0] }, lists: lists, zone: zone
    ).shows(from: start.milliseconds, until: start.milliseconds + 9 * 86_400_000)
    let made = try shows(
      blocks, kinds: kinds, week: week, lists: lists, zone: name, from: start)
    let same = zip(made, expected).prefix { $0 == $1 }.count
    #expect(
      same == expected.count && same == made.count,
      "seed \(seed), \(name): \(made.dropFirst(same).prefix(1)), \(expected.dropFirst(same).prefix(1))"
    )
  }

  private func shows(
    _ blocks: [PencilDay.Block], kinds: [[(minute: Int, block: Int)]], week: [Int],
    lists: [[(media: Int64, length: Int64)]], zone: String, from start: Moment
  ) throws -> [PencilDay.Show] {
    var rules = RuleSet(
      base: Programming(
        plan: BlockPlan(
          blocks: blocks.enumerated().map { index, block in
            Block(
              id: index + 1, length: block.length.map(Span.init(milliseconds:)),
              overrun: .milliseconds(block.overrun), repeats: block.repeats,
              items: block.lists.map { listed(Int64($0)) })
          },
          templates: kinds.enumerated().map { index, times in
            DayTemplate(
              id: index + 1,
              times: times.map {
                BlockTime(
                  start: String(format: "%02d:%02d", $0.minute / 60, $0.minute % 60),
                  block: $0.block + 1)
              })
          },
          calendar: week.enumerated().map {
            CalendarRow(days: DayRule(weekdays: [$0 + 1]), template: $1 + 1)
          })))
    rules.timeZone = zone
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
      zone: RandomCase.zone(zone), state: EngineState(at: start))
    return engine.run(until: start + .days(9)).filter { $0.role == .programme }.map {
      PencilDay.Show(
        start: $0.start.milliseconds, end: $0.end.milliseconds, media: $0.media.rawValue)
    }
  }
}
