public import Library

/// How a file looked when it was read, to see whether it changed since.
public struct MediaStamp: Hashable, Sendable {
  /// Its size in bytes.
  public var size: Int64
  /// When it was last changed.
  public var modified: Moment

  /// A stamp with both its parts.
  public init(size: Int64, modified: Moment) {
    self.size = size
    self.modified = modified
  }
}

/// A playable file as a scan found it.
public struct FoundMedia: Hashable, Sendable {
  /// The file's absolute path.
  public var path: String
  /// How it looked.
  public var stamp: MediaStamp
  /// What it is called; the show, if any, is found or made by its title.
  public var kind: MediaKind
  /// The film's or the episode's title.
  public var title: String
  /// The year of release; for an episode the show's first year.
  public var year: Int?
  /// The show's title.
  public var showTitle: String?
  /// The season; 0 holds the specials.
  public var season: Int?
  /// The episode within the season.
  public var episode: Int?
  /// The time that it fills.
  public var duration: Span
  /// Its streams.
  public var probe: MediaProbe

  /// A file with all its parts.
  public init(
    path: String, stamp: MediaStamp, kind: MediaKind, title: String, year: Int? = nil,
    showTitle: String? = nil, season: Int? = nil, episode: Int? = nil, duration: Span,
    probe: MediaProbe
  ) {
    self.path = path
    self.stamp = stamp
    self.kind = kind
    self.title = title
    self.year = year
    self.showTitle = showTitle
    self.season = season
    self.episode = episode
    self.duration = duration
    self.probe = probe
  }
}

/// A file that a scan could not make sense of.
public struct FailedMedia: Hashable, Sendable {
  /// The file's absolute path.
  public var path: String
  /// How it looked.
  public var stamp: MediaStamp
  /// What is wrong with it, in words.
  public var reason: String

  /// A file with all its parts.
  public init(path: String, stamp: MediaStamp, reason: String) {
    self.path = path
    self.stamp = stamp
    self.reason = reason
  }
}

/// Some files of a scan, written in one transaction.
public struct ScanBatch: Hashable, Sendable {
  /// New or changed files that can be played.
  public var found: [FoundMedia] = []
  /// New or changed files that can't.
  public var failed: [FailedMedia] = []
  /// Files that look as they did before.
  public var unchanged: [String] = []
  /// What lies beside those of ``unchanged`` that have other subtitles beside them.
  public var subtitles: [String: [SubtitleStream]] = [:]

  /// An empty batch.
  public init() {}

  /// How many files it holds.
  public var count: Int { found.count + failed.count + unchanged.count }
}
