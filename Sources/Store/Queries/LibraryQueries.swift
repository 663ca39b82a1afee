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
  /// analysis. What is made of several contents has none of its own.
  static func media(
    of content: ContentSelector, isPlayable: Bool, withChapters: Bool = false,
    withDips: Bool = false, where condition: String? = nil
  ) -> String {
    let position = if case .collection = content { "i.position" } else { "m.id" }
    let all = "FROM media m LEFT JOIN show s ON s.id = m.show WHERE "
    let source =
      switch content {
      case .folder: all + "m.folder = :id"
      case .show: all + "m.show = :id"
      case .season: all + "m.show = :id AND m.season = :season"
      case .item: all + "m.id = :id"
      case .collection:
        """
        FROM collection_item i JOIN media m ON m.id = i.media LEFT JOIN show s ON s.id = m.show
        WHERE i.collection = :id
        """
      case .library, .search, .smart, .multi, .playlist, .firstRun, .rerun, .fillers:
        all + (condition.map { "(\($0))" } ?? "ifnull(:id, 0) = 0")
      }
    let chapters = withChapters ? "json_extract(m.probe, '$.chapters')" : "NULL"
    let dips = withDips ? AnalysisSQL.dips : "NULL"
    return "SELECT \(columns), \(position), \(chapters), \(dips) \(source)"
      + (isPlayable ? " AND \(playable)" : "")
  }

  /// The media that a content holds by itself, as it stands now.
  static func items(
    of content: ContentSelector, with breaks: Breaks, now: Moment, in db: Database
  ) throws -> [ScheduleItem] {
    let (condition, arguments) = try choice(of: content, now: now, in: db)
    let sql = media(
      of: content, isPlayable: true, withChapters: breaks.atChapters, withDips: breaks.atDips,
      where: condition)
    // What people write makes too many statements to keep them all.
    let statement = try condition == nil ? db.cachedStatement(sql: sql) : db.makeStatement(sql: sql)
    let rows = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
    var items: [ScheduleItem] = []
    while let row = try rows.next() { items.append(ScheduleItem(row: row)) }
    return items
  }

  /// What narrows the library down to a content, if that is a search, and the statement's arguments.
  static func choice(
    of content: ContentSelector, now: Moment, in db: Database
  ) throws -> (condition: String?, arguments: [String: (any DatabaseValueConvertible)?]) {
    switch content {
    case .season(_, let season): return (nil, ["id": content.id, "season": season])
    case .search, .smart:
      let (query, path) = try self.query(of: content, in: db)
      var search = SearchSQL(now: now, within: path)
      let condition = try search.condition(query, in: db)
      return (condition, search.arguments)
    default: return (nil, ["id": content.id])
    }
  }

  /// What a content looks for, and the smart collection that it is; nothing where it can't be read.
  private static func query(
    of content: ContentSelector, in db: Database
  ) throws -> (query: SearchQuery, path: [Int64]) {
    let none = SearchQuery.not(.all)
    switch content {
    case .search(let text): return ((try? SearchQuery(text)) ?? none, [])
    case .smart(let id):
      let text = try db.first(CollectionSQL.definition, [id.rawValue]) { row in
        ContentList(stored: row[0])?.query
      }
      let query = text.flatMap(\.self).flatMap { try? SearchQuery($0) }
      return (query ?? none, [id.rawValue])
    default: return (none, [])
    }
  }

  static func exists(_ content: ContentSelector, in db: Database) throws -> Bool {
    switch content {
    case .library, .search: return true
    case .folder(let id):
      return try db.count(
        "SELECT count(*) FROM folder WHERE id = ? AND removed_at IS NULL", [id.rawValue]) == 1
    case .show(let id):
      return try db.count("SELECT count(*) FROM show WHERE id = ?", [id.rawValue]) == 1
    case .season(let id, let season):
      return try db.count(
        "SELECT EXISTS (SELECT 1 FROM media WHERE show = ? AND season = ?)", [id.rawValue, season])
        == 1
    case .item(let id): return try db.count(CollectionSQL.hasMedia, [id.rawValue]) == 1
    case .collection, .smart, .multi, .playlist, .firstRun, .rerun, .fillers:
      let kind = try db.first(CollectionSQL.kind, [content.id]) { row in
        CollectionKind(rawValue: row[0])
      }
      return kind.flatMap(\.self)?.contents.contains(RuleContent(content).kind) == true
    }
  }
}

extension Store {
  /// Whether there is such a content; one that holds nothing is there as well.
  public func exists(_ content: ContentSelector) throws(StoreError) -> Bool {
    try read { try LibrarySQL.exists(content, in: $0) }
  }

  /// Looks whether the collections that a search names are there.
  ///
  /// - Throws: `notFound` with the field of the query.
  public func checkNames(
    in content: ContentSelector, field: String
  ) throws(StoreError) {
    guard case .search(let query) = content else { return }
    try read { try Self.checkNames(in: query, of: nil, field: "\(field).query", $0) }
  }

  /// What a content holds that can be aired now.
  public func scheduleItems(
    of content: ContentSelector, withChapters: Bool = false, withDips: Bool = false
  ) throws(StoreError) -> [ScheduleItem] {
    var shelf = LibraryShelf(store: self)
    return try shelf.items(
      of: content, with: Breaks(atChapters: withChapters, atDips: withDips))
  }

  /// What the rules of a channel can play now.
  public func snapshot(for rundown: Rundown) throws(StoreError) -> LibrarySnapshot {
    var shelf = LibraryShelf(store: self)
    return try shelf.snapshot(for: rundown)
  }

  /// A medium as scheduling sees it, even when it can't be aired any more.
  ///
  /// Its place in the order is where a channel goes on. Nil when the content
  /// never held it; what is made of several contents is not asked.
  public func scheduleItem(
    _ media: MediaID, of content: ContentSelector
  ) throws(StoreError) -> ScheduleItem? {
    var arguments: StatementArguments = ["id": content.id, "media": media.rawValue]
    if case .season(_, let season) = content { arguments += ["season": season] }
    let condition = content.isMadeOfOthers ? "1" : nil
    if condition != nil { arguments = ["media": media.rawValue] }
    let sql =
      LibrarySQL.media(of: content, isPlayable: false, where: condition) + " AND m.id = :media"
    return try read { try $0.first(sql, arguments, ScheduleItem.init(row:)) }
  }
}

extension ContentSelector {
  /// Whether what it holds follows from other contents, or from a query.
  var isMadeOfOthers: Bool {
    switch self {
    case .search, .smart, .multi, .playlist, .firstRun, .rerun, .fillers: true
    case .library, .folder, .show, .season, .item, .collection: false
    }
  }
}

extension ScheduleItem {
  init(row: Row) {
    self.init(
      id: MediaID(rawValue: row[0]), duration: Span(milliseconds: row[1]), title: row[2],
      show: (row[3] as Int64?).map(ShowID.init(rawValue:)), showTitle: row[4], season: row[5],
      episode: row[6], year: row[7], position: row[8],
      chapters: Self.beginnings(chapters: row[9]),
      dips: StoredList.read(row[10]) ?? [])
  }

  /// Where chapters begin, all but the first.
  private static func beginnings(chapters json: String?) -> [Span] {
    guard let json, let chapters = try? JSONDecoder().decode([Chapter].self, from: Data(json.utf8))
    else { return [] }
    return chapters.dropFirst().map(\.start)
  }
}
