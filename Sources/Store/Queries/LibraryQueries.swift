import Foundation
import GRDB
public import Library
public import Schedule

enum LibrarySQL {
  static let columns = """
    m.id, m.duration, m.title, m.show, s.title, m.season, m.episode, m.year
    """
  static let playable = "m.missing_at IS NULL AND m.error IS NULL AND m.duration >= 1000"

  /// The media of a content; with `isPlayable` only those that can be aired now.
  ///
  /// Chapters and dips are read where breaks need them only: they stand in each file's probe and
  /// analysis.
  static func media(
    of content: ContentSelector, isPlayable: Bool, withChapters: Bool = false,
    withDips: Bool = false
  ) -> String {
    let position = if case .collection = content { "i.position" } else { "m.id" }
    let source =
      switch content {
      case .library: "FROM media m LEFT JOIN show s ON s.id = m.show WHERE ifnull(:id, 0) = 0"
      case .folder: "FROM media m LEFT JOIN show s ON s.id = m.show WHERE m.folder = :id"
      case .show: "FROM media m LEFT JOIN show s ON s.id = m.show WHERE m.show = :id"
      case .collection:
        """
        FROM collection_item i JOIN media m ON m.id = i.media LEFT JOIN show s ON s.id = m.show
        WHERE i.collection = :id
        """
      }
    let chapters = withChapters ? "json_extract(m.probe, '$.chapters')" : "NULL"
    let dips = withDips ? AnalysisSQL.dips : "NULL"
    return "SELECT \(columns), \(position), \(chapters), \(dips) \(source)"
      + (isPlayable ? " AND \(playable)" : "")
  }

  static func exists(_ content: ContentSelector, in db: Database) throws -> Bool {
    switch content {
    case .library: true
    case .folder(let id):
      try db.count(
        "SELECT count(*) FROM folder WHERE id = ? AND removed_at IS NULL", [id.rawValue]) == 1
    case .show(let id):
      try db.count("SELECT count(*) FROM show WHERE id = ?", [id.rawValue]) == 1
    case .collection(let id):
      try db.count("SELECT count(*) FROM collection WHERE id = ?", [id.rawValue]) == 1
    }
  }
}

extension Store {
  /// What a content holds that can be aired now.
  public func scheduleItems(
    of content: ContentSelector, withChapters: Bool = false, withDips: Bool = false
  ) throws(StoreError) -> [ScheduleItem] {
    try read { db in
      try db.rows(
        LibrarySQL.media(
          of: content, isPlayable: true, withChapters: withChapters, withDips: withDips),
        ["id": content.id], ScheduleItem.init(row:))
    }
  }

  /// What the rules of a channel can play now.
  public func snapshot(for rundown: Rundown) throws(StoreError) -> LibrarySnapshot {
    var shelf = LibraryShelf(store: self)
    return try shelf.snapshot(for: rundown)
  }

  /// A medium as scheduling sees it, even when it can't be aired any more.
  ///
  /// Its place in the order is where a channel goes on. Nil when the content
  /// never held it.
  public func scheduleItem(
    _ media: MediaID, of content: ContentSelector
  ) throws(StoreError) -> ScheduleItem? {
    try read { db in
      try db.first(
        LibrarySQL.media(of: content, isPlayable: false) + " AND m.id = :media",
        ["id": content.id, "media": media.rawValue], ScheduleItem.init(row:))
    }
  }
}

extension ScheduleItem {
  fileprivate init(row: Row) {
    self.init(
      id: MediaID(rawValue: row[0]), duration: Span(milliseconds: row[1]), title: row[2],
      show: (row[3] as Int64?).map(ShowID.init(rawValue:)), showTitle: row[4], season: row[5],
      episode: row[6], year: row[7], position: row[8],
      chapters: Self.beginnings(chapters: row[9]),
      dips: (row[10] as String?).map { [Dip](stored: $0) } ?? [])
  }

  /// Where chapters begin, all but the first.
  private static func beginnings(chapters json: String?) -> [Span] {
    guard let json, let chapters = try? JSONDecoder().decode([Chapter].self, from: Data(json.utf8))
    else { return [] }
    return chapters.dropFirst().map(\.start)
  }
}
