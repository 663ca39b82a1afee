import Foundation
import GRDB
public import Library
public import Schedule

enum CollectionSQL {
  private static let listed = """
    SELECT c.id, c.name, c.kind, c.definition,
      (SELECT count(*) FROM collection_item i WHERE i.collection = c.id)
    FROM collection c
    """
  static let all = "\(listed) ORDER BY c.name COLLATE NOCASE"
  static let byID = "\(listed) WHERE c.id = ?"
  static let named = "SELECT count(*) FROM collection WHERE name = ? COLLATE NOCASE AND id <> ?"
  static let nameOf = "SELECT name FROM collection WHERE id = ?"
  static let kind = "SELECT kind FROM collection WHERE id = ?"
  static let insert = "INSERT INTO collection (name, kind, definition) VALUES (?, ?, ?)"
  static let update = "UPDATE collection SET name = ?, definition = ? WHERE id = ?"
  static let insertItem = """
    INSERT INTO collection_item (collection, position, media) VALUES (?, ?, ?)
    """
  static let items = "SELECT media FROM collection_item WHERE collection = ? ORDER BY position"
  static let removeItems = "DELETE FROM collection_item WHERE collection = ?"
  static let delete = "DELETE FROM collection WHERE id = ?"
  static let hasMedia = "SELECT count(*) FROM media WHERE id = ?"
  static let definition = "SELECT definition FROM collection WHERE id = ?"
  static let smart = """
    SELECT id, definition FROM collection WHERE name = ? COLLATE NOCASE AND kind = 'smart'
    """
  /// What can't be read as JSON has no parts.
  static let parts = "json_tree(CASE WHEN json_valid(c.definition) THEN c.definition END) j"
  static let rules = "json_tree(CASE WHEN json_valid(c.rules) THEN c.rules END) j"
  /// Collections that are made of a content, by name.
  static let users = """
    SELECT c.name FROM collection c WHERE c.definition IS NOT NULL AND c.id IS NOT :self
      AND EXISTS (SELECT 1 FROM \(parts) WHERE j.key = 'content'
        AND json_extract(j.value, '$.kind') IN (SELECT value FROM json_each(:kinds))
        AND json_extract(j.value, '$.id') = :id)
    ORDER BY c.name COLLATE NOCASE LIMIT 1
    """
  /// Every query that is stored, with what stores it.
  static let queries = """
    SELECT 'the collection ''' || c.name || '''', j.value FROM collection c, \(parts)
      WHERE j.key = 'query'
    UNION ALL
    SELECT 'channel ' || c.number || ' ''' || c.name || '''', j.value
      FROM channel c, \(rules) WHERE j.key = 'query'
    UNION ALL
    SELECT 'channel ' || c.number || ' ''' || c.name || '''', c.content_text FROM channel c
      WHERE c.rules IS NULL AND c.content_kind = 'search'
    """
  static let shows = """
    SELECT s.id, s.title, s.year, count(*) FROM show s
    JOIN media m ON m.show = s.id AND m.missing_at IS NULL AND m.error IS NULL
    GROUP BY s.id ORDER BY s.title COLLATE NOCASE, s.year
    """
}

extension Store {
  /// The collections of every kind, by name.
  public func collections() throws(StoreError) -> [ListedCollection] {
    let now = now()
    return try read { db in
      try db.rows(CollectionSQL.all, [], ListedCollection.init(row:)).map { listed in
        var listed = listed
        if listed.kind == .smart {
          listed.items = try LibrarySQL.count(of: listed.list.query ?? "", now: now, in: db)
        }
        return listed
      }
    }
  }

  /// One collection, and its media if it is a list of them.
  public func collection(
    _ id: CollectionID
  ) throws(StoreError) -> (listed: ListedCollection, media: [MediaID])? {
    let now = now()
    return try read { db in
      guard
        var listed = try db.first(
          CollectionSQL.byID, [id.rawValue], ListedCollection.init(row:))
      else { return nil }
      if listed.kind == .smart {
        listed.items = try LibrarySQL.count(of: listed.list.query ?? "", now: now, in: db)
      }
      let media = try db.rows(CollectionSQL.items, [id.rawValue]) { MediaID(rawValue: $0[0]) }
      return (listed, media)
    }
  }

  /// What a collection is made of; nil for a list of media, and where there is none.
  public func contentList(_ id: CollectionID) throws(StoreError) -> ContentList? {
    try read { db in
      try db.first(CollectionSQL.definition, [id.rawValue]) { ContentList(stored: $0[0]) }
        .flatMap(\.self)
    }
  }

  /// Makes a collection; its media are in the order given, doubles count once.
  ///
  /// - Throws: `conflict` when the name is taken, `notFound` for what it is made of and is not
  ///   there; both name the field.
  public func insertCollection(
    name: String, kind: CollectionKind = .collection, media: [MediaID] = [],
    list: ContentList? = nil
  ) throws(StoreError) -> ListedCollection {
    try write { db in
      try Self.checkIsFree(name, for: 0, in: db)
      try Self.check(list, of: nil, named: name, in: db)
      try db.run(CollectionSQL.insert, [name, kind.rawValue, try list?.stored()])
      let id = db.lastInsertedRowID
      try Self.put(media, into: id, db)
      return try Self.listed(id, in: db)
    }
  }

  /// Changes a collection; what is nil stays.
  ///
  /// - Throws: As ``insertCollection(name:kind:media:list:)``, and `notFound` when there is none.
  public func updateCollection(
    _ id: CollectionID, name: String? = nil, media: [MediaID]? = nil, list: ContentList? = nil
  ) throws(StoreError) -> ListedCollection {
    try write { db in
      let old = try Self.listed(id.rawValue, in: db)
      if let name, name.lowercased() != old.name.lowercased() {
        try Self.checkIsFree(name, for: id.rawValue, in: db)
        try Self.refuseIfNamed(old, "be renamed", in: db)
      }
      try Self.check(list, of: id, named: name ?? old.name, in: db)
      let kept: ContentList? = old.kind == .collection ? nil : old.list
      try db.run(
        CollectionSQL.update, [name ?? old.name, try (list ?? kept)?.stored(), id.rawValue])
      if let media {
        try db.run(CollectionSQL.removeItems, [id.rawValue])
        try Self.put(media, into: id.rawValue, db)
      }
      return try Self.listed(id.rawValue, in: db)
    }
  }

  /// Removes a collection; its media stay.
  ///
  /// - Throws: `notFound` when there is no such collection, `conflict` when something plays it.
  public func deleteCollection(_ id: CollectionID) throws(StoreError) {
    try write { db in
      let old = try Self.listed(id.rawValue, in: db)
      try Self.refuseIfPlayed(.collection(id), in: db)
      try Self.refuseIfNamed(old, "be removed", in: db)
      try db.run(CollectionSQL.delete, [id.rawValue])
    }
  }

  /// The shows of which something can be played, by title.
  public func shows() throws(StoreError) -> [ListedShow] {
    try read { db in
      try db.rows(CollectionSQL.shows) { row in
        ListedShow(
          id: ShowID(rawValue: row[0]), title: row[1], year: row[2], episodes: row[3])
      }
    }
  }
}

extension Store {
  private static func listed(_ id: Int64, in db: Database) throws -> ListedCollection {
    guard let found = try db.first(CollectionSQL.byID, [id], ListedCollection.init(row:)) else {
      throw StoreError(
        .notFound, subject: "collection \(id)", detail: "There is no collection \(id).")
    }
    return found
  }

  private static func checkIsFree(_ name: String, for id: Int64, in db: Database) throws {
    guard try db.count(CollectionSQL.named, [name, id]) == 0 else {
      throw StoreError(
        .conflict, subject: "collection \(name)",
        detail: "There is a collection '\(name)' already; choose another name.", field: "name")
    }
  }

  private static func put(_ media: [MediaID], into id: Int64, _ db: Database) throws {
    var known: Set<MediaID> = []
    for medium in media where known.insert(medium).inserted {
      guard try db.count(CollectionSQL.hasMedia, [medium.rawValue]) == 1 else {
        throw StoreError(
          .notFound, subject: "media \(medium.rawValue)",
          detail: "There is no medium \(medium.rawValue).", field: "media")
      }
      try db.run(CollectionSQL.insertItem, [id, known.count, medium.rawValue])
    }
  }

  /// Looks whether what a collection is made of is there, and leads to no circle.
  private static func check(
    _ list: ContentList?, of id: CollectionID?, named name: String, in db: Database
  ) throws {
    for (index, entry) in (list?.entries ?? []).enumerated() {
      guard let content = entry.content.selector else { continue }
      let field = "entries.\(index).content"
      guard try LibrarySQL.exists(content, in: db) else {
        throw StoreError(
          .notFound, subject: "\(content.kind) \(content.id ?? 0)",
          detail: "There is no \(content.kind) \(content.id ?? 0); choose one that is there.",
          field: field)
      }
      if case .search(let text) = content {
        try checkNames(in: text, of: nil, field: field + ".query", db)
      }
    }
    if let query = list?.query {
      try checkNames(in: query, of: name, field: "query", db)
    }
  }

  /// Looks whether the collections that a query names are there, and do not lead back to it.
  static func checkNames(
    in text: String, of owner: String?, field: String, _ db: Database
  ) throws {
    guard let query = try? SearchQuery(text) else { return }
    for (kind, name) in query.names {
      let isThere =
        kind == "smart"
        ? try db.first(CollectionSQL.smart, [name]) { _ in true } == true
          || owner?.lowercased() == name.lowercased()
        : try db.count(CollectionSQL.named, [name, 0]) == 1
      guard isThere else {
        throw StoreError(
          .notFound, subject: "\(kind) \(name)",
          detail: "There is no \(kind == "smart" ? "smart " : "")collection '\(name)'.",
          field: field)
      }
    }
    guard let owner else { return }
    var seen: Set<String> = []
    var left = query.names.filter { $0.field == "smart" }.map { $0.name.lowercased() }
    while let next = left.popLast() {
      guard next != owner.lowercased() else {
        throw StoreError(
          .conflict, subject: "collection \(owner)",
          detail: "'\(owner)' would look for itself, in a circle; leave one of them out.",
          field: field)
      }
      guard seen.insert(next).inserted,
        let text = try db.first(CollectionSQL.smart, [next], { ContentList(stored: $0[1])?.query })
          .flatMap(\.self),
        let query = try? SearchQuery(text)
      else { continue }
      left += query.names.filter { $0.field == "smart" }.map { $0.name.lowercased() }
    }
  }

  /// Refuses a change that queries by name would not survive.
  private static func refuseIfNamed(
    _ listed: ListedCollection, _ consequence: String, in db: Database
  ) throws {
    let field = listed.kind == .smart ? "smart" : "collection"
    guard listed.kind == .smart || listed.kind == .collection else { return }
    let queries = try db.rows(CollectionSQL.queries) { row in
      (owner: row[0] as String, text: row[1] as String?)
    }
    for (owner, text) in queries {
      guard let names = text.flatMap({ try? SearchQuery($0) })?.names else { continue }
      guard
        names.contains(where: {
          $0.field == field && $0.name.lowercased() == listed.name.lowercased()
        })
      else { continue }
      throw StoreError(
        .conflict, subject: "collection \(listed.id.rawValue)",
        detail: "'\(listed.name)' can't \(consequence) while the query of \(owner) names it; "
          + "change that first.")
    }
  }
}

extension LibrarySQL {
  /// How many media a query finds that can be aired now; none where it can't be read.
  static func count(of text: String, now: Moment, in db: Database) throws -> Int {
    guard let query = try? SearchQuery(text) else { return 0 }
    var search = SearchSQL(now: now)
    let condition = try search.condition(query, in: db)
    let statement = try db.makeStatement(
      sql: "SELECT count(*) FROM media m WHERE (\(condition)) AND \(playable)")
    return try Int.fetchOne(statement, arguments: StatementArguments(search.arguments)) ?? 0
  }
}

extension ListedCollection {
  init(row: Row) {
    let list = ContentList(stored: row[3])
    self.init(
      id: CollectionID(rawValue: row[0]), name: row[1],
      items: list?.entries?.count ?? row[4],
      kind: CollectionKind(rawValue: row[2]) ?? .collection, list: list ?? ContentList())
  }
}

extension ContentList {
  /// The list as stored; nil where there is none or it can't be read.
  init?(stored text: String?) {
    let data = text.map { Data($0.utf8) }
    guard let found = data.flatMap({ try? JSONDecoder().decode(ContentList.self, from: $0) })
    else { return nil }
    self = found
  }

  /// The list as JSON.
  func stored() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
