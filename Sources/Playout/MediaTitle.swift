public import Library

/// What a medium is called, from which guide, plan and lists make the lines
/// that viewers read.
public struct MediaTitle: Hashable, Codable, Sendable {
  /// Film, episode or other.
  public var kind: MediaKind
  /// The film's or the episode's own title; may be empty for an episode.
  public var title: String
  /// The show that the episode belongs to.
  public var showTitle: String?
  /// The season; 0 holds the specials.
  public var season: Int?
  /// The episode within the season.
  public var episode: Int?
  /// The year of release, if known.
  public var year: Int?

  /// A name with all its parts.
  public init(
    kind: MediaKind, title: String, showTitle: String? = nil, season: Int? = nil,
    episode: Int? = nil, year: Int? = nil
  ) {
    self.kind = kind
    self.title = title
    self.showTitle = showTitle
    self.season = season
    self.episode = episode
    self.year = year
  }

  /// What a medium of the library is called.
  public init(of item: MediaItem) {
    self.init(
      kind: item.kind, title: item.title, showTitle: item.showTitle, season: item.season,
      episode: item.episode, year: item.year)
  }

  /// The name that stands where the medium is no longer known.
  public static let unavailable = MediaTitle(kind: .other, title: "Not available")

  /// The first line: the show for an episode, the title for all else.
  public var headline: String { namedShow ?? title }

  /// The second line: the episode's title, unless it says nothing new.
  public var subtitle: String? {
    guard let namedShow, !title.isEmpty, title != namedShow else { return nil }
    return title
  }

  /// `S01E02`, `S01` or `E02`, as far as the numbers are known.
  public var episodeCode: String? {
    let parts = [("S", season), ("E", episode)].compactMap { letter, number in
      number.map { letter + ($0 < 10 ? "0\($0)" : "\($0)") }
    }
    return parts.isEmpty ? nil : parts.joined()
  }

  /// Everything on one line, such as `The Wire · S01E02 · The Detail`.
  public var line: String {
    [headline, namedShow == nil ? nil : episodeCode, subtitle].compactMap { $0 }
      .joined(separator: " · ")
  }

  private var namedShow: String? { showTitle.flatMap { $0.isEmpty ? nil : $0 } }
}
