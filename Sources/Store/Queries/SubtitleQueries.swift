import Foundation
import GRDB
public import Library
public import Playout

enum SubtitleSQL {
  /// Whether a row was made of the file as the scan last saw it.
  static let isCurrent = "x.media = m.id AND x.size = m.size AND x.modified = m.modified"
  /// A medium with subtitles of which nobody has taken out the words.
  private static let isDue = """
    m.missing_at IS NULL AND m.error IS NULL AND m.probe LIKE '%"subtitles":[{%'
      AND NOT EXISTS (SELECT 1 FROM subtitle x WHERE \(isCurrent))
    """
  private static let file = "m.id, m.path, m.size, m.modified, m.probe"
  private static let uses = "(c.subtitles IS NOT NULL OR c.burn_rules IS NOT NULL)"
  static let isUsed = "SELECT count(*) FROM channel c WHERE \(uses)"
  /// What a channel shows on air from now on, by its own clock; a mirror shows another's.
  private static let onAir = """
    FROM channel c CROSS JOIN timeline t JOIN media m ON m.id = t.media
    WHERE \(uses) AND c.enabled AND t.channel = coalesce(c.source, c.id)
      AND t.start_at < coalesce(c.paused_at, :now) - c.source_offset + :reach
      AND t.start_at > coalesce(c.paused_at, :now) - c.source_offset - 86400000
      AND t.end_at > coalesce(c.paused_at, :now) - c.source_offset
    """
  static let soon = """
    SELECT \(file) \(onAir) AND \(isDue) GROUP BY m.id ORDER BY min(t.start_at) LIMIT 50
    """
  static let showing = "SELECT DISTINCT c.id \(onAir) AND m.id = :media"
  static let next = """
    SELECT \(file) FROM media m WHERE m.id > ? AND \(isDue) ORDER BY m.id LIMIT 1
    """
  static let count = "SELECT count(*) FROM media m WHERE m.id > ? AND \(isDue)"
  static let byMedia = """
    SELECT x.folder, x.tracks FROM media m JOIN subtitle x ON \(isCurrent) WHERE m.id = ?
    """
  static let store = """
    INSERT INTO subtitle (media, size, modified, extracted_at, folder, tracks)
    SELECT m.id, m.size, m.modified, :now, :folder, :tracks
    FROM media m WHERE m.id = :media AND m.size = :size AND m.modified = :modified
      AND m.probe IS :probe
    ON CONFLICT(media) DO UPDATE SET size = excluded.size, modified = excluded.modified,
      extracted_at = excluded.extracted_at, folder = excluded.folder, tracks = excluded.tracks
    """
  static let folders = "SELECT folder FROM subtitle"
  static let probe = "SELECT probe FROM media WHERE id = ?"
}

extension Store {
  /// The folder of all words that were taken out of media: beside the database.
  public var subtitleFolder: String { place(of: "subtitles") }

  /// How far ahead subtitles are taken out before all others.
  public static let subtitleReach = Span.hours(6)

  /// Whether any channel shows subtitles.
  public func usesSubtitles() throws(StoreError) -> Bool {
    try read { try $0.count(SubtitleSQL.isUsed) } > 0
  }

  /// The media that channels show within hours whose words are to be taken out, the next first.
  public func subtitlesDueSoon() throws(StoreError) -> [UnseenMedia] {
    let window = subtitleWindow
    return try read { try $0.rows(SubtitleSQL.soon, window, UnseenMedia.init(row:)) }
  }

  /// The channels that show a medium within hours, and show subtitles.
  public func channelsShowingSoon(_ media: MediaID) throws(StoreError) -> [ChannelID] {
    let window = subtitleWindow &+ ["media": media.rawValue]
    return try read { db in
      try db.rows(SubtitleSQL.showing, window) { ChannelID(rawValue: $0[0]) }.compactMap(\.self)
    }
  }

  private var subtitleWindow: StatementArguments {
    ["now": now().milliseconds, "reach": Self.subtitleReach.milliseconds]
  }

  /// The next medium of all whose words are to be taken out, behind one.
  public func nextSubtitlesDue(after: MediaID?) throws(StoreError) -> UnseenMedia? {
    try read { try $0.first(SubtitleSQL.next, [after?.rawValue ?? 0], UnseenMedia.init(row:)) }
  }

  /// How many media there are whose words are to be taken out, behind one.
  public func countSubtitlesDue(after: MediaID? = nil) throws(StoreError) -> Int {
    try read { try $0.count(SubtitleSQL.count, [after?.rawValue ?? 0]) }
  }

  /// Keeps what came of taking out a medium's words.
  ///
  /// - Returns: False when the medium was scanned anew meanwhile, so that nothing was stored.
  @discardableResult
  public func keep(
    _ found: ExtractedSubtitles, of media: UnseenMedia
  ) throws(StoreError) -> Bool {
    let time = now().milliseconds
    return try write { db in
      // Other files may lie beside it by now.
      let probe = try db.first(SubtitleSQL.probe, [media.id.rawValue]) { $0[0] as String? } ?? nil
      guard MediaProbe(stored: probe) == media.probe else { return false }
      let tracks = String(decoding: try JSONEncoder().encode(found.tracks), as: UTF8.self)
      return try db.run(
        SubtitleSQL.store,
        [
          "media": media.id.rawValue, "size": media.stamp.size,
          "modified": media.stamp.modified.milliseconds, "now": time, "folder": found.folder,
          "tracks": tracks, "probe": probe,
        ]) == 1
    }
  }

  /// What came of taking out a medium's words; nil where that was not done, or the file changed.
  public func subtitles(of media: MediaID) throws(StoreError) -> ExtractedSubtitles? {
    try read {
      try $0.first(SubtitleSQL.byMedia, [media.rawValue]) {
        ExtractedSubtitles(folder: $0[0], tracks: $0[1])
      }
    } ?? nil
  }

  /// The names of the folders whose words may be shown.
  public func subtitleFolders() throws(StoreError) -> Set<String> {
    try read { Set(try $0.rows(SubtitleSQL.folders, []) { $0[0] as String }) }
  }
}
