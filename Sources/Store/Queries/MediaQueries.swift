import GRDB
public import Library

enum MediaSQL {
  static let select = """
    SELECT \(MediaRecord.columns) FROM media m LEFT JOIN show s ON s.id = m.show
    """
  static let byID = "\(select) WHERE m.id = ?"
  static let order = """
    ORDER BY coalesce(s.title, m.title) COLLATE NOCASE, m.season, m.episode,
      m.title COLLATE NOCASE, m.id
    """

  /// One page of what a condition finds.
  ///
  /// What is long about media, their probes, is read for those of the page only.
  static func page(_ condition: String) -> String {
    """
    SELECT \(MediaRecord.columns) FROM (SELECT m.id FROM media m
        LEFT JOIN show s ON s.id = m.show WHERE \(condition) \(order)
        LIMIT :limit OFFSET :offset) p
      JOIN media m ON m.id = p.id LEFT JOIN show s ON s.id = m.show \(order)
    """
  }

  /// The condition of a query, with its arguments; missing media are never listed.
  static func condition(of query: MediaQuery, now: Moment, in db: Database) throws -> (
    sql: String, arguments: [String: any DatabaseValueConvertible]
  ) {
    var search = SearchSQL(now: now)
    var parts = ["m.missing_at IS NULL"]
    if query.search != .all {
      parts.append("(\(try search.condition(query.search, in: db)))")
    }
    var arguments = search.arguments
    func add(_ part: String, _ name: String, _ value: (any DatabaseValueConvertible)?) {
      guard let value else { return }
      parts.append(part)
      arguments[name] = value
    }
    let pattern = query.text.flatMap { $0.isEmpty ? nil : "%" + escaped($0) + "%" }
    add(
      #"(m.title LIKE :text ESCAPE '\' OR s.title LIKE :text ESCAPE '\' "#
        + #"OR m.path LIKE :text ESCAPE '\')"#, "text", pattern)
    add("m.folder = :folder", "folder", query.folder?.rawValue)
    add("m.show = :show", "show", query.show?.rawValue)
    add("m.kind = :kind", "kind", query.kind?.rawValue)
    if let isFailed = query.isFailed {
      parts.append(isFailed ? "m.error IS NOT NULL" : LibrarySQL.playable)
    }
    return (parts.joined(separator: " AND "), arguments)
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, letter in
      if letter == "%" || letter == "_" || letter == "\\" { result.append("\\") }
      result.append(letter)
    }
  }
}

extension Store {
  /// The media that a query finds, by show or title, and how many there are in all.
  public func media(
    query: MediaQuery
  ) throws(StoreError) -> (items: [MediaRecord], total: Int) {
    let now = now()
    return try read { db in
      let condition = try MediaSQL.condition(of: query, now: now, in: db)
      // What people write makes too many statements to keep them all.
      let counted = try db.makeStatement(
        sql: "SELECT count(*) FROM media m LEFT JOIN show s ON s.id = m.show "
          + "WHERE \(condition.sql)")
      let total =
        try Int.fetchOne(counted, arguments: StatementArguments(condition.arguments)) ?? 0
      var arguments = condition.arguments
      arguments["limit"] = query.limit
      arguments["offset"] = query.offset
      let listed = try db.makeStatement(sql: MediaSQL.page(condition.sql))
      let rows = try Row.fetchCursor(listed, arguments: StatementArguments(arguments))
      var items: [MediaRecord] = []
      while let row = try rows.next() { items.append(MediaRecord(row: row)) }
      return (items, total)
    }
  }

  /// One medium, missing ones included.
  public func media(_ id: MediaID) throws(StoreError) -> MediaRecord? {
    try read { try $0.first(MediaSQL.byID, [id.rawValue], MediaRecord.init(row:)) }
  }
}
