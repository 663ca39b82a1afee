public import Library
import Synchronization

/// The playable items of one content, with what is reckoned of them once for all channels.
///
/// What it remembers follows from its items, so it is no more than they are.
public final class ItemShelf: Sendable {
  /// The items, in no particular order.
  public let items: [ScheduleItem]

  private struct Memory {
    var places: [MediaID: Int]?
    var sorted: [SortKey: SortedItems] = [:]
    var byLength: [ScheduleItem]?
  }
  private struct SortKey: Hashable {
    var order: PlayOrder
    var seasons: [Int]
  }

  private let memory = Mutex(Memory())

  /// A shelf of items.
  public init(_ items: [ScheduleItem]) { self.items = items }

  /// An item by its identity; nil when it is not here.
  public func item(_ id: MediaID) -> ScheduleItem? {
    memory.withLock { memory in
      if memory.places == nil {
        memory.places = Dictionary(
          zip(items.lazy.map(\.id), items.indices), uniquingKeysWith: { first, _ in first })
      }
      return memory.places?[id].map { items[$0] }
    }
  }

  /// The items that a rule plays, in the order that is the same in each round.
  func sorted(_ order: PlayOrder, seasons: [Int]) -> SortedItems {
    memory.withLock { memory in
      let key = SortKey(order: order, seasons: seasons)
      if let known = memory.sorted[key] { return known }
      let sorted = SortedItems(items, order: order, seasons: seasons)
      memory.sorted[key] = sorted
      return sorted
    }
  }

  /// The items that can fill gaps, from short to long.
  var byLength: [ScheduleItem] {
    memory.withLock { memory in
      if let known = memory.byLength { return known }
      let sorted = items.filter { $0.duration >= ScheduleItem.shortest }
        .sorted { ($0.duration, $0.id) < ($1.duration, $1.id) }
      memory.byLength = sorted
      return sorted
    }
  }
}

extension ItemShelf: Hashable {
  /// Whether both hold the same.
  public static func == (first: ItemShelf, second: ItemShelf) -> Bool {
    first === second || first.items == second.items
  }

  /// Hashes the items.
  public func hash(into hasher: inout Hasher) { hasher.combine(items) }
}

/// Items in the order that is the same in each round.
struct SortedItems: Sendable {
  let items: [ScheduleItem]
  let shortest: Span
  /// How many items are too short to be played, or of unknown length.
  let lengthless: Int
  /// The first year of each show.
  let showYears: [ShowID: Int]

  init(_ all: [ScheduleItem], order: PlayOrder, seasons: [Int]) {
    let wanted = Set(seasons)
    let fitting = all.filter { item in
      item.duration >= ScheduleItem.shortest
        && (wanted.isEmpty || item.season.map(wanted.contains) ?? false)
    }
    showYears = SortOrder.showYears(order, items: fitting)
    let order = SortOrder(order, seed: 0, showYears: showYears)
    items = fitting.map { (order.place(of: $0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    lengthless = all.count { $0.duration < ScheduleItem.shortest }
    shortest = items.map(\.duration).min() ?? .zero
  }
}
