import Library

/// A content in its order, and how far a channel has come in it.
///
/// What comes next follows from the items and the cursor alone.
struct Deck {
  /// What comes next.
  struct Draw {
    var item: Int
    var cycle: Int
  }

  let items: [ScheduleItem]
  let shortest: Span
  /// How many items are too short to be played, or of unknown length.
  let lengthless: Int
  private var rounds: Rounds?
  private var shows: ShowDeck?
  private var lots: Lots?

  init(_ rule: ContentRule, items all: [ScheduleItem], seed: UInt64, cursor: Cursor?) {
    let seasons = Set(rule.seasons)
    let fitting = all.filter { item in
      item.duration >= ScheduleItem.shortest
        && (seasons.isEmpty || item.season.map(seasons.contains) ?? false)
    }
    lengthless = all.count { $0.duration < ScheduleItem.shortest }
    let order = SortOrder(rule.order, seed: seed, items: fitting)
    let places = fitting.map { (order.place(of: $0), $0) }.sorted { $0.0 < $1.0 }
    items = places.map(\.1)
    shortest = items.map(\.duration).min() ?? .zero
    guard !items.isEmpty else { return }
    if rule.order.isByShow {
      shows = ShowDeck(rule, items: items, order: order, seed: seed, cursor: cursor)
    } else if rule.order == .random {
      lots = Lots(items: items, seed: seed, cursor: cursor)
    } else {
      rounds = Rounds(items: items, order: order, isDrawn: rule.order.isDrawn, cursor: cursor)
    }
  }

  /// Goes to where a cursor stands.
  mutating func lay(_ rule: ContentRule, seed: UInt64, cursor: Cursor?) {
    self = Deck(rule, items: items, seed: seed, cursor: cursor)
  }

  var isEmpty: Bool { items.isEmpty }

  /// What comes next; nil when there is nothing.
  mutating func peek() -> Draw? {
    if rounds != nil { return rounds?.peek() }
    if shows != nil { return shows?.peek() }
    return lots?.peek()
  }

  /// Goes on to what comes after it.
  mutating func advance() {
    rounds?.advance()
    shows?.advance()
    lots?.advance()
  }
}

/// A content in rounds, each of which plays every item once.
private struct Rounds {
  let items: [ScheduleItem]
  let order: SortOrder
  let isDrawn: Bool
  private let parts: [Part?]
  private var cycle = 0
  private var queue: [Int] = []
  private var index = 0
  private var last: MediaID?

  init(items: [ScheduleItem], order: SortOrder, isDrawn: Bool, cursor: Cursor?) {
    self.items = items
    self.order = order
    self.isDrawn = isDrawn
    parts = isDrawn ? items.map(order.part(of:)) : []
    guard let cursor else {
      queue = round(0, avoiding: nil)
      return
    }
    cycle = cursor.cycle
    last = cursor.last
    queue = round(cycle, avoiding: cursor.avoid)
    if let place = queue.firstIndex(where: { items[$0].id == cursor.last }) {
      index = place + 1
    } else if let item = cursor.item {
      index = queue.firstIndex { comes($0, after: item) } ?? queue.count
    }
  }

  mutating func peek() -> Deck.Draw? {
    if index == queue.count {
      cycle += 1
      queue = round(cycle, avoiding: last)
      index = 0
    }
    return Deck.Draw(item: queue[index], cycle: cycle)
  }

  mutating func advance() {
    guard let draw = peek() else { return }
    last = items[draw.item].id
    index += 1
  }

  private func comes(_ index: Int, after item: ScheduleItem) -> Bool {
    isDrawn
      ? place(of: index, cycle) > order.drawn(item, order.part(of: item), cycle: cycle)
      : order.place(of: items[index]) > order.place(of: item)
  }

  private func place(of index: Int, _ cycle: Int) -> DrawnPlace {
    order.drawn(items[index], parts[index], cycle: cycle)
  }

  /// A round that does not open with what was just played, if there is anything else.
  private func round(_ cycle: Int, avoiding last: MediaID?) -> [Int] {
    guard isDrawn else {
      var queue = Array(items.indices)
      if queue.count > 1, items[queue[0]].id == last { queue.swapAt(0, 1) }
      return queue
    }
    let places = items.indices.map { (place(of: $0, cycle), $0) }
      .sorted { $0.0 < $1.0 }
    var queue = places.map(\.1)
    guard queue.count > 1, items[queue[0]].id == last else { return queue }
    // Behind the next programme with all its parts.
    let next = places[1].0.rank
    let end = places.dropFirst().firstIndex { $0.0.rank != next } ?? queue.count
    queue.insert(queue.removeFirst(), at: end - 1)
    return queue
  }
}

/// A content that is drawn each time anew.
private struct Lots {
  let items: [ScheduleItem]
  let seed: UInt64
  private var step: Int
  private var last: MediaID?

  init(items: [ScheduleItem], seed: UInt64, cursor: Cursor?) {
    self.items = items
    self.seed = seed
    step = (cursor?.cycle ?? -1) + 1
    last = cursor?.last
  }

  func peek() -> Deck.Draw? {
    let count = UInt64(items.count)
    var index = Int(Lot.drawn(seed, Int64(step), 7) % count)
    if items[index].id == last { index = (index + 1) % items.count }
    return Deck.Draw(item: index, cycle: step)
  }

  mutating func advance() {
    guard let draw = peek() else { return }
    last = items[draw.item].id
    step += 1
  }
}
