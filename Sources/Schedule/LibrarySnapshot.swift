public import Library

/// One medium as scheduling sees it: how long it is and where it sorts.
public struct ScheduleItem: Identifiable, Hashable, Sendable {
  /// The medium.
  public var id: MediaID
  /// The time that it fills.
  public var duration: Span
  /// The film's or the episode's title.
  public var title: String
  /// The show that the episode belongs to.
  public var show: ShowID?
  /// The show's title.
  public var showTitle: String?
  /// The season; 0 holds the specials.
  public var season: Int?
  /// The episode within the season.
  public var episode: Int?
  /// The year of release, if known.
  public var year: Int?
  /// The place in the collection.
  public var position: Int

  /// An item with all its parts.
  public init(
    id: MediaID, duration: Span, title: String, show: ShowID? = nil, showTitle: String? = nil,
    season: Int? = nil, episode: Int? = nil, year: Int? = nil, position: Int = 0
  ) {
    self.id = id
    self.duration = duration
    self.title = title
    self.show = show
    self.showTitle = showTitle
    self.season = season
    self.episode = episode
    self.year = year
    self.position = position
  }
}

/// What a channel may play, as the library stood when it was looked at.
public struct LibrarySnapshot: Hashable, Sendable {
  /// The playable items, in no particular order.
  public var items: [ScheduleItem]

  /// A snapshot of these items.
  public init(items: [ScheduleItem]) { self.items = items }
}
