public import Library

/// Where a channel stands in its content, as its last kept entries tell.
///
/// Nothing else is stored: the entries are the cursor.
public struct Cursor: Hashable, Sendable {
  /// How many times the content had been played through before.
  public var cycle: Int
  /// What was played last.
  public var last: MediaID
  /// What was played before it in the same round; nil when ``last`` opened the round.
  public var before: MediaID?
  /// The last item as the library knows it, needed only when it can't be played any more.
  public var item: ScheduleItem?

  /// A cursor with all its parts.
  public init(cycle: Int, last: MediaID, before: MediaID? = nil, item: ScheduleItem? = nil) {
    self.cycle = cycle
    self.last = last
    self.before = before
    self.item = item
  }

  /// Where a channel stands after these entries; nil when there are none.
  public init?(
    after entries: some BidirectionalCollection<ScheduledItem>, item: ScheduleItem? = nil
  ) {
    guard let last = entries.last else { return nil }
    let previous = entries.dropLast().last
    self.init(
      cycle: last.cycle, last: last.media,
      before: previous?.cycle == last.cycle ? previous?.media : nil, item: item)
  }
}
