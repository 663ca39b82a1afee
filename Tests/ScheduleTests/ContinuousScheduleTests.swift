import Library
import Schedule
import Testing

@Suite("A continuous schedule")
struct ContinuousScheduleTests {
  @Test("has no overlap and no hole", arguments: PlayOrder.simple + [.shuffleParts], [1, 2, 3, 40])
  func isSeamless(order: PlayOrder, count: Int) throws {
    let end = premiere + .days(14)
    let entries = try schedule(library(of: count, seed: 1), order)
      .extend(after: nil, from: premiere, until: end)
    #expect(entries.first?.start == premiere)
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(entries.allSatisfy { $0.start < $0.end && $0.start < end })
    #expect(entries.last.map { $0.end >= end } == true)
  }

  @Test("fills exactly the length of each item")
  func keepsDurations() throws {
    let library = library(of: 9, seed: 4)
    let lengths = Dictionary(uniqueKeysWithValues: library.list.map { ($0.id, $0.duration) })
    let entries = try schedule(library).extend(
      after: nil, from: premiere, until: premiere + .days(2))
    #expect(entries.allSatisfy { $0.end - $0.start == lengths[$0.media] })
  }

  @Test("is the same each time, and another one for another seed")
  func isReproducible() throws {
    let library = library(of: 30, seed: 2)
    let end = premiere + .days(3)
    let first = try schedule(library).extend(after: nil, from: premiere, until: end)
    let again = try schedule(LibrarySnapshot(items: library.list.reversed()))
      .extend(after: nil, from: premiere, until: end)
    let other = try schedule(library, seed: 8).extend(after: nil, from: premiere, until: end)
    #expect(first == again)
    #expect(first.map(\.media) != other.map(\.media))
  }

  @Test(
    "extended in steps is what it is when built at once",
    arguments: PlayOrder.simple + [.shuffleParts],
    [1, 2, 3, 17])
  func extendsInSteps(order: PlayOrder, count: Int) throws {
    let schedule = try ScheduleTests.schedule(library(of: count, seed: 3), order)
    let end = premiere + .days(6)
    let whole = schedule.extend(after: nil, from: premiere, until: end)
    var entries: [ScheduledItem] = []
    while let next = Optional(entries.last?.end ?? premiere), next < end {
      entries += schedule.extend(
        after: schedule.cursor(after: entries), from: next, until: end, limit: 1)
    }
    #expect(entries == whole)
  }

  @Test(
    "plays every item once in each round", arguments: PlayOrder.simple + [.shuffleParts],
    [1, 2, 5, 23])
  func playsPermutations(order: PlayOrder, count: Int) throws {
    let library = library(of: count, seed: 5)
    let entries = try schedule(library, order)
      .extend(after: nil, from: premiere, until: .init(milliseconds: .max), limit: count * 8)
    let all = Set(library.list.map(\.id))
    #expect(rounds(of: entries).count == 8)
    #expect(rounds(of: entries).allSatisfy { Set($0) == all && $0.count == count })
  }

  @Test("never plays an item twice in a row", arguments: 0..<40)
  func seamNeverRepeats(seed: UInt64) throws {
    for count in [2, 3, 4] {
      let entries = try schedule(library(of: count, seed: seed), seed: seed)
        .extend(after: nil, from: premiere, until: .init(milliseconds: .max), limit: 200)
      #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.media != $1.media })
    }
  }

  @Test("draws a new order for each round")
  func roundsDiffer() throws {
    let entries = try schedule(library(of: 20, seed: 9))
      .extend(after: nil, from: premiere, until: .init(milliseconds: .max), limit: 100)
    #expect(Set(rounds(of: entries)).count == 5)
  }

  @Test(
    "plays what is added and drops what is removed without repeating a round", arguments: 0..<20)
  func survivesLibraryChanges(seed: UInt64) throws {
    let before = library(of: 12, seed: seed)
    let start = try schedule(before, seed: seed)
      .extend(after: nil, from: premiere, until: .init(milliseconds: .max), limit: 5)
    let removed = before.list.first { item in !start.contains { $0.media == item.id } }
    let added = library(of: 3, seed: seed + 99, firstID: 100).list
    let after = LibrarySnapshot(items: before.list.filter { $0.id != removed?.id } + added)
    let rest = try schedule(after, seed: seed).extend(
      after: try schedule(before, seed: seed).cursor(after: start), from: start[4].end,
      until: .init(milliseconds: .max), limit: 40)
    let round = (start + rest).filter { $0.cycle == 0 }.map(\.media)
    #expect(Set(round).count == round.count)
    #expect(Set(round).isSuperset(of: before.list.map(\.id).filter { $0 != removed?.id }))
    #expect(!rest.contains { $0.media == removed?.id })
    #expect(Set(rest.filter { $0.cycle == 1 }.map(\.media)) == Set(after.list.map(\.id)))
  }

  @Test(
    "goes on from the place of an item that left", arguments: [PlayOrder.alphabetical, .custom])
  func continuesFromPlace(order: PlayOrder) throws {
    let items = ["Alpha", "Bravo", "Charlie", "Delta"].enumerated().map { index, title in
      ScheduleItem(
        id: MediaID(rawValue: Int64(10 - index)), duration: .minutes(30), title: title,
        position: index)
    }
    let left = LibrarySnapshot(items: items.filter { $0.title != "Bravo" })
    let cursor = Cursor(cycle: 3, last: items[1].id, item: items[1])
    let next = try schedule(left, order).extend(
      after: cursor, from: premiere, until: .init(milliseconds: .max), limit: 3)
    #expect(next.map(\.media) == [items[2].id, items[3].id, items[0].id])
    #expect(next.map(\.cycle) == [3, 3, 4])
  }

  @Test("begins its content anew when nobody knows the last item any more")
  func forgetsUnknownItems() throws {
    let library = library(of: 5, seed: 6)
    let fresh = try schedule(library, .alphabetical).extend(
      after: nil, from: premiere, until: .init(milliseconds: .max), limit: 5)
    let after = try schedule(library, .alphabetical).extend(
      after: Cursor(cycle: 2, last: MediaID(rawValue: 999)), from: premiere,
      until: .init(milliseconds: .max), limit: 5)
    #expect(after.map(\.media) == fresh.map(\.media))
  }

  @Test("skips what is shorter than a second and ends when nothing is left")
  func skipsShortItems() throws {
    let short = ScheduleItem(id: MediaID(rawValue: 1), duration: .milliseconds(999), title: "a")
    let long = ScheduleItem(id: MediaID(rawValue: 2), duration: .seconds(1), title: "b")
    let end = premiere + .minutes(1)
    let both = try schedule(LibrarySnapshot(items: [short, long])).extend(
      after: nil, from: premiere, until: end)
    #expect(both.count == 60)
    #expect(both.allSatisfy { $0.media == long.id })
    for items in [[], [short]] {
      let none = try schedule(LibrarySnapshot(items: items)).extend(
        after: nil, from: premiere, until: end)
      #expect(none.allSatisfy { $0.role.isScreen })
      #expect(none.first?.start == premiere && none.last.map { $0.end >= end } == true)
    }
  }

  @Test(
    "runs on over both days of daylight saving",
    arguments: [1_774_746_000, 1_792_890_000] as [Int64])  // 2026-03-29 and 2026-10-25, 01:00 UTC
  func crossesDaylightSaving(change: Int64) throws {
    let start = Moment(seconds: change) - .hours(12)
    let entries = try schedule(library(of: 10, seed: 1)).extend(
      after: nil, from: start, until: start + .days(1))
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(
      entries.contains { $0.start <= Moment(seconds: change) && Moment(seconds: change) < $0.end })
  }
}
