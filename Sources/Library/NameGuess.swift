/// What a file's path tells about the film or the episode in it.
///
/// It follows the naming that Plex, Kodi and Jellyfin ask of their users and
/// that release groups use. It is a guess: it never refuses a path and never
/// leaves the title empty, and what the path does not say is nil.
public struct NameGuess: Hashable, Sendable {
  /// Film, episode or other.
  public var kind: MediaKind
  /// The film's or the episode's title, in the file's own spelling.
  public var title: String
  /// The film's year of release; for an episode the year that tells its show from a namesake.
  public var year: Int?
  /// The show that the episode belongs to.
  public var show: String?
  /// The season, where 0 holds the specials; the year when episodes go by their date.
  public var season: Int?
  /// The episode within the season; month × 100 + day when episodes go by their date.
  public var episode: Int?
  /// The last episode when the file holds several.
  public var episodeEnd: Int?
  /// The number of the disc or part when a film is cut in several files.
  public var part: Int?

  /// A guess with all its parts.
  public init(
    kind: MediaKind, title: String, year: Int? = nil, show: String? = nil, season: Int? = nil,
    episode: Int? = nil, episodeEnd: Int? = nil, part: Int? = nil
  ) {
    self.kind = kind
    self.title = title
    self.year = year
    self.show = show
    self.season = season
    self.episode = episode
    self.episodeEnd = episodeEnd
    self.part = part
  }

  /// Reads a file's path, of which the part below the library's folder counts.
  ///
  /// A loose file is an episode when its name carries episode marks, a film
  /// when it carries a year, and otherwise neither.
  public static func guess(path: String, root: String) -> NameGuess {
    let place = NamePlace(path: path, root: root)
    var guess = place.episode() ?? place.film() ?? place.loose()
    if guess.title.isEmpty { guess.title = place.fallbackTitle }
    return guess
  }
}

/// A file's name and the folders around it, cut into what the guessing looks at.
struct NamePlace {
  /// The file's name without its extension.
  let stem: NameText
  /// The folders below the library's folder, the nearest first.
  let folders: [NameText]
  /// The name of the library's folder itself.
  let root: NameText
  /// The file's name as it is.
  let fileName: NameText

  /// More of a name than this is not looked at; file systems allow 255 bytes.
  static let longestName = 1024
  /// Folders further away than this tell nothing about a file.
  static let deepest = 6

  init(path: String, root: String) {
    let rootParts = Self.parts(root)
    var parts = Self.parts(path)
    fileName = NameText(parts.popLast() ?? "")
    if parts.starts(with: rootParts) { parts.removeFirst(rootParts.count) }
    folders = parts.suffix(Self.deepest).reversed().map { NameText($0) }
    self.root = NameText(rootParts.last ?? "")
    stem = fileName.withoutExtension
  }

  /// What stands as the title when nothing else does.
  var fallbackTitle: String {
    for name in [stem, fileName] {
      let plain = name.spaced.trimmed
      if !plain.isEmpty { return plain.string }
    }
    return "Untitled"
  }

  /// A file that is neither film nor episode, under its own name.
  func loose() -> NameGuess {
    NameGuess(kind: .other, title: stem.beforeReleaseTags.title)
  }

  private static func parts(_ path: String) -> [String] {
    // Split as the kernel does, by the byte: a combining mark may follow a slash.
    path.utf8.split(separator: 0x2F).map { String(decoding: $0, as: UTF8.self) }
  }
}
