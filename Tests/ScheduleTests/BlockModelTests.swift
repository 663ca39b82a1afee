import Foundation
import Library
import Schedule
import TestSupport
import Testing

/// Blocks as one would reckon them with a calendar and a pencil: slow, and nothing shared with the
/// engine.
private struct PencilDay {
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
  var pencil: PencilCase

  private func starts(from: Int64, until: Int64) -> [(time: Int64, block: Int)] {
    let calendar = pencil.calendar
    return pencil.days(from: from, until: until).flatMap { day in
      let weekday = (calendar.component(.weekday, from: day) + 5) % 7
      return week[weekday].sorted { $0.minute < $1.minute }.compactMap { minute, block in
        pencil.moment(hour: minute / 60, minute: minute % 60, on: day).map { ($0, block) }
      }
    }
  }

  func shows(from: Int64, until: Int64) -> [PencilCase.Show] {
    var shows: [PencilCase.Show] = []
    var next = Array(repeating: 0, count: pencil.lists.count)
    var clock = from
    let starts = starts(from: from, until: until)
    for (place, start) in starts.enumerated().dropLast() {
      let block = blocks[start.block]
      let end = min(starts[place + 1].time, block.length.map { start.time + $0 } ?? .max)
      clock = max(clock, start.time)
      if clock >= until { break }
      var turn = 0
      while clock < end, turn < block.lists.count || block.repeats {
        let list = pencil.lists[block.lists[turn % block.lists.count]]
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
        shows.append(.init(start: clock, end: clock + item.length, media: item.media))
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
    let pencil = try PencilCase(&random)
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
    let expected = PencilDay(blocks: blocks, week: week.map { kinds[$0] }, pencil: pencil)
      .shows(from: start.milliseconds, until: start.milliseconds + 9 * 86_400_000)
    let made = try pencil.shows(rules(blocks, kinds: kinds, week: week), from: start, days: 9)
    pencil.expect(made, toBe: expected, seed: seed)
  }

  private func rules(
    _ blocks: [PencilDay.Block], kinds: [[(minute: Int, block: Int)]], week: [Int]
  ) -> RuleSet {
    RuleSet(
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
  }
}
