public import Library

/// One entry at its place in time, as scheduling made it.
public struct ScheduledItem: Hashable, Sendable {
  /// When it starts.
  public var start: Moment
  /// When it ends; the next entry starts here.
  public var end: Moment
  /// What is played; 0 where nothing is.
  public var media: MediaID
  /// How many times the content had been played through before; for orders without rounds, how
  /// many had been played.
  public var cycle: Int
  /// Where in the medium it starts.
  public var inPoint: Span
  /// What it is there for.
  public var role: EntryRole
  /// The key of the cursor that it moved, or of the list that it was taken from.
  public var content: String
  /// The way to the instruction that made it, such as `base/3`.
  public var path: String
  /// Which run of that instruction it was.
  public var turn: Int
  /// When the first of the entries started that belong together: a programme, its parts and its
  /// fillers.
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
    start: Moment, end: Moment, media: MediaID, cycle: Int, inPoint: Span = .zero,
    role: EntryRole = .programme, content: String = "", path: String = "", turn: Int = 0,
    group: Moment? = nil, title: String? = nil, isHidden: Bool = false, target: String? = nil,
    look: Look = .channel
  ) {
    self.start = start
    self.end = end
    self.media = media
    self.cycle = cycle
    self.inPoint = inPoint
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

extension ScheduledItem {
  /// The content of a screen that is black and silent, because its rule wants it.
  public static let black = "black"

  /// Whether it is black and silent instead of the channel's screen.
  public var isBlack: Bool { role.isScreen && content == Self.black }
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
