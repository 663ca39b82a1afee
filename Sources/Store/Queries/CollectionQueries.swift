import GRDB
public import Library
import Schedule

enum CollectionSQL {
  static let all = """
    SELECT c.id, c.name, count(i.media) FROM collection c
    LEFT JOIN collection_item i ON i.collection = c.id
    GROUP BY c.id ORDER BY c.name COLLATE NOCASE
    """
  static let named = "SELECT count(*) FROM collection WHERE name = ? COLLATE NOCASE"
  static let insert = "INSERT INTO collection (name) VALUES (?)"
  static let insertItem = """
    INSERT INTO collection_item (collection, position, media) VALUES (?, ?, ?)
    """
  static let delete = "DELETE FROM collection WHERE id = ?"
  static let hasMedia = "SELECT count(*) FROM media WHERE id = ?"
  static let shows = """
    SELECT s.id, s.title, s.year, count(*) FROM show s
    JOIN media m ON m.show = s.id AND m.missing_at IS NULL AND m.error IS NULL
    GROUP BY s.id ORDER BY s.title COLLATE NOCASE, s.year
    """
}

extension Store {
  /// The collections, by name.
  public func collections() throws(StoreError) -> [ListedCollection] {
    try read { db in
      try db.rows(CollectionSQL.all) { row in
        ListedCollection(id: CollectionID(rawValue: row[0]), name: row[1], items: row[2])
      }
    }
  }

  /// Makes a collection of media in the order given; doubles count once.
  ///
  /// - Throws: `conflict` when the name is taken, `notFound` for an unknown medium.
  public func insertCollection(
    name: String, media: [MediaID]
  ) throws(StoreError) -> ListedCollection {
    try write { db in
      guard try db.count(CollectionSQL.named, [name]) == 0 else {
        throw StoreError(
          .conflict, subject: "collection \(name)",
          detail: "There is a collection '\(name)' already; choose another name.", field: "name")
      }
      try db.run(CollectionSQL.insert, [name])
      let id = db.lastInsertedRowID
      var known: Set<MediaID> = []
      for medium in media where known.insert(medium).inserted {
        guard try db.count(CollectionSQL.hasMedia, [medium.rawValue]) == 1 else {
          throw StoreError(
            .notFound, subject: "media \(medium.rawValue)",
            detail: "There is no medium \(medium.rawValue).", field: "media")
        }
        try db.run(CollectionSQL.insertItem, [id, known.count, medium.rawValue])
      }
      return ListedCollection(id: CollectionID(rawValue: id), name: name, items: known.count)
    }
  }

  /// Removes a collection; its media stay.
  ///
  /// - Throws: `notFound` when there is no such collection, `conflict` when a channel plays it.
  public func deleteCollection(_ id: CollectionID) throws(StoreError) {
    try write { db in
      try Self.refuseIfPlayed(.collection(id), in: db)
      guard try db.run(CollectionSQL.delete, [id.rawValue]) == 1 else {
        throw StoreError(
          .notFound, subject: "collection \(id.rawValue)",
          detail: "There is no collection \(id.rawValue).")
      }
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
