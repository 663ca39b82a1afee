public import Library

/// One timeline entry as viewers read it in the guide.
public struct Programme: Identifiable, Hashable, Codable, Sendable {
  /// The timeline entry's number.
  public var id: Int64
  /// When it starts.
  public var start: Moment
  /// When it ends.
  public var end: Moment
  /// The first line: the film's title, or the show's for an episode.
  public var title: String
  /// The second line: the episode's title.
  public var subtitle: String?
  /// The season; 0 holds the specials.
  public var season: Int?
  /// The episode within the season.
  public var episode: Int?
  /// The year of release, if known.
  public var year: Int?
  /// Film, episode or other.
  public var kind: MediaKind
  /// What is played.
  public var media: MediaID
  /// The number of the take-over, where it is one and not an entry of the timeline.
  public var takeOver: TakeOver.ID?

  /// A programme with all its parts.
  public init(
    id: Int64, start: Moment, end: Moment, title: String, subtitle: String? = nil,
    season: Int? = nil, episode: Int? = nil, year: Int? = nil, kind: MediaKind, media: MediaID,
    takeOver: TakeOver.ID? = nil
  ) {
    self.id = id
    self.start = start
    self.end = end
    self.title = title
    self.subtitle = subtitle
    self.season = season
    self.episode = episode
    self.year = year
    self.kind = kind
    self.media = media
    self.takeOver = takeOver
  }

  /// A programme whose lines are made from the medium's name.
  public init(id: Int64, start: Moment, end: Moment, name: MediaTitle, media: MediaID) {
    self.init(
      id: id, start: start, end: end, title: name.headline, subtitle: name.subtitle,
      season: name.season, episode: name.episode, year: name.year, kind: name.kind, media: media)
  }

  /// Whether it is on air at a moment; its end belongs to the next one.
  public func isOnAir(at moment: Moment) -> Bool { start <= moment && moment < end }
}
