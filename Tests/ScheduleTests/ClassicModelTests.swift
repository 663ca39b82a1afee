import Foundation
import Library
import Schedule
import TestSupport
import Testing

/// Classic items as one would reckon them with a calendar and a pencil: slow, and nothing shared
/// with the engine.
private struct PencilRound {
  struct Item {
    var list: Int
    var mode: Slot.Mode
    var count = 1
    var length: Int64 = 0
    /// Hour and minute.
    var start: [Int]?
    var isStrict = true
    var lateness: Int64 = 0
    var tail = Slot.Tail.filler
    var discard = 0
  }

  /// A list and how far it was played.
  struct Reel {
    let list: [(media: Int64, length: Int64)]
    /// The round: it does not open with what was just played.
    var round: [Int] = []
    var last: Int?

    mutating func draw() -> Int {
      if round.isEmpty {
        round = Array(list.indices)
        if list.count > 1, last == 0 { round.swapAt(0, 1) }
      }
      return round.removeFirst()
    }
  }

  let items: [Item]
  let pencil: PencilCase
  let until: Int64
  /// All moments at which each item starts.
  private let starts: [[Int64]]
  private var clock: Int64
  private var reels: [Reel]
  private var shows: [PencilCase.Show] = []
  /// Who had nothing to show since the clock last moved.
  private var barren: Set<Int> = []

  init(_ items: [Item], _ pencil: PencilCase, from: Int64, until: Int64) {
    self.items = items
    self.pencil = pencil
    self.until = until
    clock = from
    reels = pencil.lists.map { Reel(list: $0) }
    starts = items.map { item in
      item.start.map { pencil.moments(hour: $0[0], minute: $0[1], from: from, until: until) } ?? []
    }
  }

  /// The first start of an item from a moment on.
  private func start(_ index: Int, from moment: Int64) -> Int64? {
    starts[index].first { $0 >= moment }
  }

  /// The item with a start that comes first behind one, in the end itself.
  private func fixed(behind index: Int) -> Int? {
    (1...items.count).map { (index + $0) % items.count }.first { items[$0].start != nil }
  }

  mutating func reckoned() -> [PencilCase.Show] {
    var (index, due) = whatWouldBeOn()
    while clock < until {
      if let start = due {
        due = nil
        if items[index].isStrict, clock - start > items[index].lateness {
          // It is missed: it waits for its next one.
          wait(until: self.start(index, from: clock + 1))
        }
      } else if items[index].start != nil {
        wait(until: turn(of: index))
      } else if let other = fixed(behind: index), !barren.contains(other),
        start(other, from: clock) == clock
      {
        index = other
      }
      guard clock < until else { break }
      (index, due) = play(index)
      if barren.count == items.count { break }
    }
    return shows
  }

  private mutating func wait(until time: Int64?) {
    guard let time, time > clock else { return }
    clock = time
    barren = []
  }

  /// Who started last begins at once; the first item where none has a start.
  private func whatWouldBeOn() -> (Int, Int64?) {
    let begun = items.indices.compactMap { index in
      starts[index].last { $0 <= clock }.map { (index: index, time: $0) }
    }
    guard let latest = begun.map(\.time).max() else { return (0, nil) }
    return (begun.first { $0.time == latest }?.index ?? 0, clock)
  }

  /// When an item begins that is reached now: flexible ones wait for nothing of tomorrow.
  private func turn(of index: Int) -> Int64? {
    guard let time = start(index, from: clock) else { return nil }
    let dates = [time, clock].map { Date(timeIntervalSince1970: Double($0) / 1000) }
    let isToday = pencil.calendar.isDate(dates[0], inSameDayAs: dates[1])
    return items[index].isStrict || isToday ? time : nil
  }

  /// Plays an item's turn; tells who comes next, and for which start.
  private mutating func play(_ index: Int) -> (Int, Int64?) {
    let item = items[index]
    let begin = clock
    let other = fixed(behind: index)
    let limit = other.flatMap { start($0, from: begin + 1) }
    var end = limit ?? .max
    var grace: Int64 = 0
    if let other, limit != nil {
      grace = items[other].isStrict ? items[other].lateness : 12 * 3_600_000
    }
    if item.mode == .duration, begin + item.length <= end {
      (end, grace) = (begin + item.length, 0)
    }
    let isTimed = end < .max && (item.mode == .duration || item.mode == .flood)
    var played = 0
    while clock < end, clock < until {
      if item.mode == .one || item.mode == .multiple, played == item.count { break }
      let room = end == .max ? .max : end + grace - clock
      let whole = isTimed ? end + grace - begin : .max
      guard let programme = next(item, room: room, whole: whole) else {
        if !(isTimed && item.tail == .none) { clock = end }
        break
      }
      shows.append(.init(start: clock, end: clock + programme.length, media: programme.media))
      clock += programme.length
      played += 1
    }
    if clock > begin { barren = [] } else { barren.insert(index) }
    if let other, let limit, limit <= clock { return (other, limit) }
    return ((index + 1) % items.count, nil)
  }

  /// The programme that is next, and those passed over for it; nil where none fits.
  private mutating func next(
    _ item: Item, room: Int64, whole: Int64
  ) -> (media: Int64, length: Int64)? {
    var reel = reels[item.list]
    for tries in 0...max(item.discard, 64) {
      let drawn = reel.draw()
      let programme = reel.list[drawn]
      if programme.length <= room {
        reel.last = drawn
        reels[item.list] = reel
        return programme
      }
      if item.discard > 0 {
        if tries == item.discard { return nil }
      } else if programme.length <= whole {
        // Only what is longer than all of its time is passed over.
        return nil
      }
    }
    return nil
  }
}

@Suite("Classic items, beside a model")
struct ClassicModelTests {
  @Test("are what a slow and obvious model makes of them", arguments: 0..<300)
  func matchesModel(seed: UInt64) throws {
    var random = RandomRules(seed: seed + 55)
    let pencil = try PencilCase(&random)
    var items = (0..<random.number(1...6)).map { _ in item(&random) }
    for index in items.indices where items[index].mode == .flood && items.count > 1 {
      let next = (index + 1) % items.count
      items[next].start = items[next].start ?? time(&random)
    }
    let start = random.start()
    var model = PencilRound(
      items, pencil, from: start.milliseconds, until: start.milliseconds + 4 * 86_400_000)
    let rules = RuleSet(base: Programming(style: .classic, slots: items.map(slot)))
    pencil.expect(
      try pencil.shows(rules, from: start, days: 4), toBe: model.reckoned(), seed: seed)
  }

  private func time(_ random: inout RandomRules) -> [Int] {
    [random.number(0...23), random.pick([0, 15, 30])]
  }

  private func item(_ random: inout RandomRules) -> PencilRound.Item {
    var item = PencilRound.Item(list: random.number(0...2), mode: random.pick(Slot.Mode.allCases))
    if item.mode == .multiple { item.count = random.number(1...4) }
    if item.mode == .duration {
      item.length = Int64(random.number(60...300)) * 60_000
      item.tail = random.pick([.none, .filler, .off])
    }
    if random.chance(50) {
      item.start = time(&random)
      item.isStrict = random.chance(60)
      if random.chance(50) { item.lateness = Int64(random.number(0...40)) * 60_000 }
    }
    if random.chance(30) { item.discard = random.number(1...5) }
    return item
  }

  private func slot(_ item: PencilRound.Item) -> Slot {
    listed(
      Int64(item.list), start: item.start.map { String(format: "%02d:%02d", $0[0], $0[1]) }
    ) { slot in
      slot.mode = item.mode
      if item.mode == .multiple { slot.count = item.count }
      if item.mode == .duration {
        (slot.duration, slot.tail) = (.milliseconds(item.length), item.tail)
      }
      if item.start != nil {
        slot.wait = item.isStrict ? .strict : .flexible
        slot.lateness = .milliseconds(item.lateness)
      }
      if item.discard > 0 { slot.discard = item.discard }
    }
  }
}
