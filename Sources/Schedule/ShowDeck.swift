import Library

/// A content whose shows go on each by itself: in turn, by lot, or one after the other.
struct ShowDeck {
  private struct Show {
    var number: Int64
    var items: [Int]
    var next = 0
  }

  private let items: [ScheduleItem]
  private let order: PlayOrder
  private let batch: Int?
  private let seed: UInt64
  private var shows: [Show] = []
  private var step = 0
  /// The show that was played last; the one before its place, where it is gone.
  private var current: Int?
  private var isCurrentGone = false
  private var run = 0

  init(
    _ rule: ContentRule, items: [ScheduleItem], order: SortOrder, seed: UInt64, cursor: Cursor?
  ) {
    self.items = items
    self.order = rule.order
    batch = rule.batch
    self.seed = seed
    var indexes: [Int64: Int] = [:]
    for index in items.indices {
      let number = items[index].showNumber
      if let show = indexes[number] {
        shows[show].items.append(index)
      } else {
        indexes[number] = shows.count
        shows.append(Show(number: number, items: [index]))
      }
    }
    guard let cursor else { return }
    step = cursor.cycle + 1
    for index in shows.indices {
      guard let last = cursor.shows?[shows[index].number] else { continue }
      // Where it is now counts, not where it was when it was played.
      let place = order.place(
        of: shows[index].items.first { items[$0].id == last.id }.map { items[$0] } ?? last)
      shows[index].next =
        shows[index].items.firstIndex { order.place(of: items[$0]) > place } ?? 0
    }
    guard let last = cursor.item else { return }
    run = cursor.run
    current = shows.firstIndex { $0.number == last.showNumber }
    guard current == nil else { return }
    isCurrentGone = true
    let place = order.place(of: last)
    current =
      shows.lastIndex { order.place(of: items[$0.items[0]]) < place } ?? shows.count - 1
  }

  func peek() -> Deck.Draw? {
    let show = shows[nextShow]
    return Deck.Draw(item: show.items[show.next], cycle: step)
  }

  mutating func advance() {
    let show = nextShow
    run = show == current && !isCurrentGone ? run + 1 : 1
    isCurrentGone = false
    current = show
    shows[show].next = (shows[show].next + 1) % shows[show].items.count
    step += 1
  }

  private var nextShow: Int {
    switch order {
    case .rotation: return follower
    case .marathon:
      guard let current, !isCurrentGone else { return follower }
      let isOver = batch.map { run >= $0 } ?? (shows[current].next == 0)
      return isOver ? follower : current
    default: return lot
    }
  }

  private var follower: Int { current.map { ($0 + 1) % shows.count } ?? 0 }

  /// A show by lot, each by the number of its items, and not the same twice.
  private var lot: Int {
    let rests = shows.count > 1 && !isCurrentGone ? current : nil
    let total = shows.indices.reduce(0) { $0 + ($1 == rests ? 0 : shows[$1].items.count) }
    guard total > 0 else { return 0 }
    var left = Int(Lot.drawn(seed, Int64(step), 11) % UInt64(total))
    for index in shows.indices where index != rests {
      if left < shows[index].items.count { return index }
      left -= shows[index].items.count
    }
    return 0
  }
}
