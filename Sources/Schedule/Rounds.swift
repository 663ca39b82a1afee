import Library

/// A content in rounds, each of which plays every item once.
///
/// Of a large content no more of a round is put in order than is asked for: a channel plays a few
/// hundred items in 14 days, whatever there is.
struct Rounds {
  /// So many items are put in order at a time.
  static let portion = 1024

  let items: [ScheduleItem]
  let order: SortOrder
  let isDrawn: Bool
  private let parts: [Part?]
  private let portion: Int
  private var cycle = 0
  /// What of the round is in order, from some place on.
  private var queue: [Int] = []
  private var index = 0
  /// The place behind which the rest of the round comes; nil where nothing is left.
  private var rest: DrawnPlace?
  private var last: MediaID?

  init(
    items: [ScheduleItem], order: SortOrder, isDrawn: Bool, cursor: Cursor?,
    portion: Int = Rounds.portion
  ) {
    self.items = items
    self.order = order
    self.isDrawn = isDrawn
    self.portion = portion
    // Parts cost reading of titles: where nothing goes by them, they are not looked for.
    parts = isDrawn && order.hasParts(items) ? items.map(order.part(of:)) : []
    guard let cursor else {
      begin(avoiding: nil)
      return
    }
    cycle = cursor.cycle
    last = cursor.last
    if isDrawn { standDrawn(at: cursor) } else { stand(at: cursor) }
  }

  var isBetween: Bool { (index == queue.count && rest == nil) || (index == 0 && isAtBegin) }
  private var isAtBegin = false

  mutating func peek() -> Deck.Draw? {
    if index == queue.count {
      if let rest {
        isAtBegin = false
        take(behind: rest)
      }
      if index == queue.count {
        cycle += 1
        begin(avoiding: last)
      }
    }
    return Deck.Draw(item: queue[index], cycle: cycle)
  }

  mutating func advance() {
    guard let draw = peek() else { return }
    last = items[draw.item].id
    index += 1
  }

  /// Goes on without playing: the next round still does not open with what was played last.
  mutating func pass() {
    if peek() != nil { index += 1 }
  }

  /// Begins a round that does not open with what was just played, if there is anything else.
  private mutating func begin(avoiding last: MediaID?) {
    (index, rest, isAtBegin) = (0, nil, true)
    guard isDrawn else {
      queue = Array(items.indices)
      if queue.count > 1, items[queue[0]].id == last { queue.swapAt(0, 1) }
      return
    }
    if let head = head(avoiding: last) {
      (queue, rest) = (head.queue, behind(head))
    } else {
      take(behind: nil)
    }
  }

  private mutating func stand(at cursor: Cursor) {
    begin(avoiding: cursor.avoid)
    if let place = queue.firstIndex(where: { items[$0].id == cursor.last }) {
      index = place + 1
    } else if let item = cursor.item {
      let place = order.place(of: item)
      index = queue.firstIndex { order.place(of: items[$0]) > place } ?? queue.count
    }
  }

  private mutating func standDrawn(at cursor: Cursor) {
    let known = items.firstIndex { $0.id == cursor.last }
    guard
      let place = known.map({ place(of: $0) })
        ?? cursor.item.map({ order.drawn($0, order.part(of: $0), cycle: cycle) })
    else { return begin(avoiding: cursor.avoid) }
    if let head = head(avoiding: cursor.avoid) {
      let found =
        known.map { item in head.queue.firstIndex(of: item).map { $0 + 1 } }
        ?? head.queue.firstIndex { self.place(of: $0) > place }
      if let found {
        (queue, index, rest, isAtBegin) = (head.queue, found, behind(head), true)
        return
      }
      // The head is behind.
      (queue, index) = ([], 0)
      take(behind: max(place, head.end))
      return
    }
    (queue, index) = ([], 0)
    take(behind: place)
  }

  /// What a round opens with where it would open with what was just played: the next programme
  /// with all its parts, and then that; and the last place of these parts.
  private func head(avoiding last: MediaID?) -> (queue: [Int], end: DrawnPlace)? {
    guard let last, items.count > 1,
      let first = items.indices.min(by: { place(of: $0) < place(of: $1) }),
      items[first].id == last,
      let second = items.indices.lazy.filter({ $0 != first })
        .min(by: { place(of: $0) < place(of: $1) })
    else { return nil }
    let rank = place(of: second).rank
    let group = items.indices.filter { $0 != first && place(of: $0).rank == rank }
      .sorted { place(of: $0) < place(of: $1) }
    guard let end = group.last else { return nil }
    return (group + [first], place(of: end))
  }

  /// Where the rest of a round begins that opens in this way; nil where there is none.
  private func behind(_ head: (queue: [Int], end: DrawnPlace)) -> DrawnPlace? {
    head.queue.count < items.count ? head.end : nil
  }

  /// Puts the next items of the round in order, those behind a place.
  private mutating func take(behind place: DrawnPlace?) {
    var found = Portion(limit: portion)
    for item in items.indices {
      let own = self.place(of: item)
      if let place, own <= place { continue }
      found.take(own, item)
    }
    let next = found.sorted
    queue = next.map(\.1)
    index = 0
    rest = found.isCut ? next.last?.0 : nil
  }

  private func place(of index: Int) -> DrawnPlace {
    order.drawn(items[index], parts.isEmpty ? nil : parts[index], cycle: cycle)
  }
}

/// The lowest places of many.
private struct Portion {
  let limit: Int
  private(set) var isCut = false
  private var places: [(DrawnPlace, Int)] = []
  private var highest: DrawnPlace?

  init(limit: Int) { self.limit = limit }

  /// The lowest ones, in order.
  var sorted: [(DrawnPlace, Int)] { places.sorted { $0.0 < $1.0 } }

  mutating func take(_ place: DrawnPlace, _ item: Int) {
    if let highest, place > highest {
      isCut = true
      return
    }
    places.append((place, item))
    // Cut back now and then; that is less work than an order of all.
    guard places.count >= 2 * limit else { return }
    cut()
  }

  private mutating func cut() {
    places.sort { $0.0 < $1.0 }
    places.removeLast(places.count - limit)
    highest = places.last?.0
    isCut = true
  }
}
