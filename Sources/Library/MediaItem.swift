/// What a medium is, as its name or its metadata tell.
public enum MediaKind: String, Codable, CaseIterable, Sendable {
  /// A film.
  case movie
  /// One episode of a show.
  case episode
  /// A video that is neither.
  case other
}

/// One playable file of the library, with all that playing it needs.
///
/// The probe is taken when the folder is scanned, so that nothing has to be
/// probed when the item is played.
public struct MediaItem: Identifiable, Hashable, Codable, Sendable {
  /// The item's identity; stays while the file keeps its path.
  public var id: MediaID
  /// The folder that holds the file.
  public var folder: FolderID
  /// The file's absolute path.
  public var path: String
  /// Film, episode or other.
  public var kind: MediaKind
  /// The film's or the episode's title.
  public var title: String
  /// The year of release, if known.
  public var year: Int?
  /// The show that the episode belongs to.
  public var show: ShowID?
  /// The show's title.
  public var showTitle: String?
  /// The season; 0 holds the specials.
  public var season: Int?
  /// The episode within the season.
  public var episode: Int?
  /// The time that the item fills in a timeline: the picture's length.
  public var duration: Span
  /// The streams as found by the scan.
  public var probe: MediaProbe
  /// When the item was first seen.
  public var addedAt: Moment

  /// An item with all its parts.
  public init(
    id: MediaID, folder: FolderID, path: String, kind: MediaKind, title: String,
    year: Int? = nil, show: ShowID? = nil, showTitle: String? = nil, season: Int? = nil,
    episode: Int? = nil, duration: Span, probe: MediaProbe, addedAt: Moment
  ) {
    self.id = id
    self.folder = folder
    self.path = path
    self.kind = kind
    self.title = title
    self.year = year
    self.show = show
    self.showTitle = showTitle
    self.season = season
    self.episode = episode
    self.duration = duration
    self.probe = probe
    self.addedAt = addedAt
  }
}
