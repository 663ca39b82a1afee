public import Library

/// One medium as scheduling sees it: how long it is and where it sorts.
public struct ScheduleItem: Identifiable, Hashable, Codable, Sendable {
  /// Shorter items are not played: nobody would see them, and a timeline of
  /// them would have no end.
  public static let shortest = Span.seconds(1)

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
  /// Where its chapters begin, all but the first.
  public var chapters: [Span]
  /// The part of a multi collection that it is of.
  public var line: Line?
  /// How likely it is chosen from a list of fillers.
  public var weight: Int?

  /// A part of a multi collection.
  public struct Line: Hashable, Codable, Sendable {
    /// Its place among the parts, from 1.
    public var number: Int
    /// Whether its items stay together.
    public var isGroup: Bool

    /// A part.
    public init(number: Int, isGroup: Bool) {
      self.number = number
      self.isGroup = isGroup
    }
  }

  /// An item with all its parts.
  public init(
    id: MediaID, duration: Span, title: String, show: ShowID? = nil, showTitle: String? = nil,
    season: Int? = nil, episode: Int? = nil, year: Int? = nil, position: Int = 0,
    chapters: [Span] = []
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
    self.chapters = chapters
  }
}

/// What channels may play, as the library stood when it was looked at.
public struct LibrarySnapshot: Hashable, Sendable {
  /// The playable items of each content.
  public var shelves: [ContentSelector: ItemShelf]
  /// Items that can't be played any more, but were: their places are where contents go on.
  public var past: [MediaID: ScheduleItem]
  /// How many files of each content have no length that is known, and so are not played.
  public var lengthless: [ContentSelector: Int] = [:]
  /// What the playlists are made of.
  public var playlists: [ContentSelector: [PlaylistEntry]] = [:]

  /// A snapshot of these contents.
  public init(
    contents: [ContentSelector: [ScheduleItem]] = [:], past: [MediaID: ScheduleItem] = [:]
  ) {
    shelves = contents.mapValues(ItemShelf.init)
    self.past = past
  }

  /// The playable items of each content, in no particular order.
  public var contents: [ContentSelector: [ScheduleItem]] {
    get { shelves.mapValues(\.items) }
    set { shelves = newValue.mapValues(ItemShelf.init) }
  }

  /// What a content holds; nothing where it is not known.
  func shelf(of content: ContentSelector) -> ItemShelf { shelves[content] ?? ItemShelf([]) }

  /// A snapshot of a library that is all that is played.
  public init(items: [ScheduleItem]) { self.init(contents: [.library: items]) }
}
