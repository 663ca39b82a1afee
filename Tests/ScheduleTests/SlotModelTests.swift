import Foundation
import Library
import Schedule
import TestSupport
import Testing

/// Slots by time as one would reckon them with a calendar and a pencil: slow, and nothing shared
/// with the engine.
private struct PencilModel {
  struct Slot {
    var hour: Int
    var minute: Int
    var lateness: Int64
    var list: Int
  }

  var slots: [Slot]
  var pencil: PencilCase

  /// All starts of slots, in order.
  private func starts(from: Int64, until: Int64) -> [(time: Int64, slot: Int)] {
    slots.enumerated().flatMap { index, slot in
      pencil.moments(hour: slot.hour, minute: slot.minute, from: from, until: until)
        .filter { $0 >= from - 2 * 86_400_000 }.map { (time: $0, slot: index) }
    }.sorted { ($0.time, $0.slot) < ($1.time, $1.slot) }
  }

  func shows(from: Int64, until: Int64) -> [PencilCase.Show] {
    var shows: [PencilCase.Show] = []
    var next = Array(repeating: 0, count: pencil.lists.count)
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
        let list = pencil.lists[slot.list]
        let room = end + grace - clock
        let whole = end + grace - start.time
        // What is longer than the slot itself is passed over.
        var passed = 0
        func length(_ ahead: Int) -> Int64 { list[(next[slot.list] + ahead) % list.count].length }
        while passed < 64, length(passed) > room, length(passed) > whole { passed += 1 }
        if length(passed) > room { break }
        next[slot.list] += passed
        let item = list[next[slot.list] % list.count]
        shows.append(.init(start: clock, end: clock + item.length, media: item.media))
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
    let pencil = try PencilCase(&random)
    let hours = Set((0..<random.number(1...9)).map { _ in random.number(0...23) }).sorted()
    let slots = hours.map { hour in
      PencilModel.Slot(
        hour: hour, minute: random.pick([0, 15, 30]),
        lateness: Int64(random.number(0...40)) * 60_000, list: random.number(0...2))
    }
    let start = random.start()
    let expected = PencilModel(slots: slots, pencil: pencil)
      .shows(from: start.milliseconds, until: start.milliseconds + 4 * 86_400_000)
    let rules = RuleSet(
      base: Programming(
        style: .slots,
        slots: slots.map { slot in
          listed(
            Int64(slot.list), start: String(format: "%02d:%02d", slot.hour, slot.minute)
          ) { $0.lateness = .milliseconds(slot.lateness) }
        }))
    pencil.expect(try pencil.shows(rules, from: start, days: 4), toBe: expected, seed: seed)
  }
}
