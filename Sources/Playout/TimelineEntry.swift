public import Library

/// One programme at its place in a channel's timeline.
///
/// Entries of a channel neither overlap nor leave holes, and those that are
/// on air or past never move.
public struct TimelineEntry: Identifiable, Hashable, Sendable {
  /// The row number.
  public var id: Int64
  /// The channel that airs it.
  public var channel: ChannelID
  /// When it starts.
  public var start: Moment
  /// When it ends; the next entry starts here.
  public var end: Moment
  /// What is played.
  public var media: MediaID
  /// Where in the medium it starts.
  public var inPoint: Span
  /// How many times the content had been played through before.
  public var cycle: Int

  /// An entry with all its parts.
  public init(
    id: Int64, channel: ChannelID, start: Moment, end: Moment, media: MediaID,
    inPoint: Span = .zero, cycle: Int = 0
  ) {
    self.id = id
    self.channel = channel
    self.start = start
    self.end = end
    self.media = media
    self.inPoint = inPoint
    self.cycle = cycle
  }
}
