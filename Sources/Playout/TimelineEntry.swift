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
  /// What it is there for.
  public var role: EntryRole
  /// The key of the cursor that it moved, or of the list that it was taken from.
  public var content: String
  /// The way to the rule that made it, such as `base/3`.
  public var path: String
  /// Which run of that rule it was.
  public var turn: Int
  /// When the first of the entries started that belong together.
  public var group: Moment
  /// What guides show instead of the medium's own title.
  public var title: String?
  /// Whether guides leave it out.
  public var isHidden: Bool
  /// The channel that is shown, if it is a redirect.
  public var target: String?
  /// Which graphics it shows.
  public var look: Look

  /// An entry with all its parts.
  public init(
    id: Int64, channel: ChannelID, start: Moment, end: Moment, media: MediaID,
    inPoint: Span = .zero, cycle: Int = 0, role: EntryRole = .programme, content: String = "",
    path: String = "", turn: Int = 0, group: Moment? = nil, title: String? = nil,
    isHidden: Bool = false, target: String? = nil, look: Look = .channel
  ) {
    self.id = id
    self.channel = channel
    self.start = start
    self.end = end
    self.media = media
    self.inPoint = inPoint
    self.cycle = cycle
    self.role = role
    self.content = content
    self.path = path
    self.turn = turn
    self.group = group ?? start
    self.title = title
    self.isHidden = isHidden
    self.target = target
    self.look = look
  }
}
