public import Library

/// One item at its place in time, as scheduling made it.
public struct ScheduledItem: Hashable, Sendable {
  /// When it starts.
  public var start: Moment
  /// When it ends; the next item starts here.
  public var end: Moment
  /// What is played.
  public var media: MediaID
  /// How many times the content had been played through before.
  public var cycle: Int

  /// An item with all its parts.
  public init(start: Moment, end: Moment, media: MediaID, cycle: Int) {
    self.start = start
    self.end = end
    self.media = media
    self.cycle = cycle
  }
}

/// What to change in a stored timeline.
public struct TimelineDiff: Hashable, Sendable {
  /// Entries that start at or after this moment go.
  public var removeFrom: Moment
  /// Entries to put in their place, in order.
  public var insert: [ScheduledItem]

  /// A change with both its parts.
  public init(removeFrom: Moment, insert: [ScheduledItem]) {
    self.removeFrom = removeFrom
    self.insert = insert
  }
}
