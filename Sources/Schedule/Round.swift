import Library

/// One run through the content, and how far it has come.
struct Round {
  let cycle: Int
  private let items: [ScheduleItem]
  private var index = 0

  private init(cycle: Int, items: [ScheduleItem]) {
    self.cycle = cycle
    self.items = items
  }

  /// A fresh round that does not open with what was just played, if there is anything else.
  init(_ cycle: Int, of items: [ScheduleItem], in order: SortOrder, avoiding last: MediaID?) {
    var sorted = Self.sorted(items, cycle, order).map(\.item)
    if sorted.count > 1, sorted[0].id == last { sorted.swapAt(0, 1) }
    self.init(cycle: cycle, items: sorted)
  }

  /// What is left of a round after a cursor.
  ///
  /// The first two items of a shuffled round may have been swapped at the
  /// seam, so there the order alone does not tell what has been played.
  init(of items: [ScheduleItem], in order: SortOrder, after cursor: Cursor) {
    let sorted = Self.sorted(items, cursor.cycle, order)
    if order.isDrawn, cursor.before == nil {
      self.init(cycle: cursor.cycle, items: sorted.map(\.item).filter { $0.id != cursor.last })
      return
    }
    let known = items.first { $0.id == cursor.last } ?? cursor.item
    let place =
      order.isDrawn
      ? order.drawn(cursor.last, cycle: cursor.cycle)
      : known.map { order.place(of: $0, cycle: cursor.cycle) }
    let left = sorted.filter { entry in
      guard let place else { return true }
      return entry.place > place && !(order.isDrawn && entry.item.id == cursor.before)
    }
    self.init(cycle: cursor.cycle, items: left.map(\.item))
  }

  /// The next item; nil when the round is played through.
  mutating func next() -> ScheduleItem? {
    guard index < items.count else { return nil }
    defer { index += 1 }
    return items[index]
  }

  private static func sorted(
    _ items: [ScheduleItem], _ cycle: Int, _ order: SortOrder
  ) -> [(place: SortPlace, item: ScheduleItem)] {
    items.map { (order.place(of: $0, cycle: cycle), $0) }.sorted { $0.0 < $1.0 }
  }
}
