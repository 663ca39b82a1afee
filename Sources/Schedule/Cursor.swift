public import Library

/// Where a channel stands in a content: what it played last, by identity.
///
/// It moves by what is in the timeline and nothing else, so it can be told
/// anew from any moment on.
public struct Cursor: Hashable, Codable, Sendable {
  /// How many times the content had been played through before; for orders without rounds, how
  /// many had been played.
  public var cycle: Int
  /// What was played last.
  public var last: MediaID
  /// What ended the round before; a round does not open with it.
  public var avoid: MediaID?
  /// The last item as the library knew it: its place counts even when it can't be played any more.
  public var item: ScheduleItem?
  /// How many of the last item's show were played in a row.
  public var run: Int
  /// What was played last of each show, where each show goes on by itself.
  public var shows: [Int64: ScheduleItem]?

  /// A cursor with all its parts.
  public init(
    cycle: Int, last: MediaID, avoid: MediaID? = nil, item: ScheduleItem? = nil, run: Int = 1,
    shows: [Int64: ScheduleItem]? = nil
  ) {
    self.cycle = cycle
    self.last = last
    self.avoid = avoid
    self.item = item
    self.run = run
    self.shows = shows
  }

  /// Where a channel stands that plays an entry of a content for the first time.
  init(of entry: ScheduledItem, item: ScheduleItem?, order: PlayOrder) {
    self.init(
      cycle: entry.cycle, last: entry.media, item: item, shows: order.isByShow ? [:] : nil)
    if let item, order.isByShow { shows?[item.showNumber] = item }
  }

  /// Where a channel stands that is to go on behind an item.
  ///
  /// - Parameters:
  ///   - item: What counts as played last.
  ///   - order: The order of the content.
  ///   - old: Where the channel stood.
  public init(behind item: ScheduleItem, order: PlayOrder, old: Cursor?) {
    self.init(
      cycle: old?.cycle ?? 0, last: item.id, avoid: old?.avoid, item: item,
      shows: order.isByShow ? old?.shows ?? [:] : nil)
    if shows != nil { shows?[item.showNumber] = item }
  }

  /// Moves on by one entry.
  mutating func note(_ entry: ScheduledItem, item: ScheduleItem?) {
    if shows != nil {
      // Steps only ever go on, unless the content was begun anew.
      if entry.cycle <= cycle { shows = [:] }
      run = self.item?.showNumber == item?.showNumber ? run + 1 : 1
      if let item { shows?[item.showNumber] = item }
    } else if entry.cycle != cycle {
      avoid = last
    }
    cycle = entry.cycle
    last = entry.media
    self.item = item
  }
}

extension PlayOrder {
  /// Whether each round has an order of its own.
  var isDrawn: Bool { self == .shuffle || self == .shuffleParts }

  /// Whether each show goes on by itself.
  var isByShow: Bool { self == .shuffleInOrder || self == .rotation || self == .marathon }

  /// The order that the key of a cursor names.
  init?(key: String) {
    let parts = key.split(separator: "/", maxSplits: 2)
    guard parts.count > 1 else { return nil }
    self.init(rawValue: String(parts[1]))
  }
}

extension ScheduleItem {
  /// The show's number; 0 for all that belongs to none.
  var showNumber: Int64 { line.map { -Int64($0.number) } ?? show?.rawValue ?? 0 }
}
