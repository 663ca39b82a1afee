import GRDB
public import Library
import Schedule

enum FolderSQL {
  /// Counted once over the folder index, not once a folder.
  static let select = """
    SELECT f.id, f.path, f.added_at, f.last_scan, f.state, f.detail,
      count(CASE WHEN m.error IS NULL AND m.missing_at IS NULL THEN m.id END),
      count(CASE WHEN m.error IS NOT NULL AND m.missing_at IS NULL THEN m.id END)
    FROM folder f LEFT JOIN media m ON m.folder = f.id
    WHERE f.removed_at IS NULL
    """
  static let all = "\(select) GROUP BY f.id ORDER BY f.path"
  static let byID = "\(select) AND f.id = ? GROUP BY f.id"
  static let paths = "SELECT path FROM folder WHERE removed_at IS NULL"
  static let insert = """
    INSERT INTO folder (path, added_at) VALUES (:path, :now)
    ON CONFLICT(path) DO UPDATE SET removed_at = NULL, added_at = excluded.added_at,
      last_scan = NULL, state = 'unscanned', detail = NULL
    RETURNING id
    """
  static let remove = """
    UPDATE folder SET removed_at = ? WHERE id = ? AND removed_at IS NULL
    """
  static let removeMedia = """
    UPDATE media SET missing_at = ? WHERE folder = ? AND missing_at IS NULL
    """
  static let users = """
    SELECT number, name FROM channel c
    WHERE (c.rules IS NULL AND c.content_kind IN (SELECT value FROM json_each(:kinds))
        AND c.content_id = :id)
      OR EXISTS (SELECT 1 FROM \(CollectionSQL.rules) WHERE j.key = 'content'
        AND json_extract(j.value, '$.kind') IN (SELECT value FROM json_each(:kinds))
        AND json_extract(j.value, '$.id') = :id)
    ORDER BY number_key LIMIT 1
    """
  static let state = """
    UPDATE folder SET state = ?, detail = ?, last_scan = ? WHERE id = ?
    """
  static let prune = """
    DELETE FROM folder WHERE removed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM media m WHERE m.folder = folder.id)
    """
}

extension Store {
  /// The folders that the library reads, by path.
  public func folders() throws(StoreError) -> [LibraryFolder] {
    try read { try $0.rows(FolderSQL.all, [], LibraryFolder.init(row:)) }
  }

  /// One folder.
  public func folder(_ id: FolderID) throws(StoreError) -> LibraryFolder? {
    try read { try $0.first(FolderSQL.byID, [id.rawValue], LibraryFolder.init(row:)) }
  }

  /// Adds a folder by its absolute path; one that was removed before comes
  /// back with the media that it had.
  ///
  /// - Throws: `conflict` when the folder, or one around or inside it, is there already.
  public func insertFolder(path given: String) throws(StoreError) -> LibraryFolder {
    let path = Self.tidied(given)
    let time = now()
    return try write { db in
      for other in try db.rows(FolderSQL.paths, [], { $0[0] as String }) {
        try Self.check(path, beside: other)
      }
      let id = try db.first(
        FolderSQL.insert, ["path": path, "now": time.milliseconds], { $0[0] as Int64 })
      guard let id, let folder = try db.first(FolderSQL.byID, [id], LibraryFolder.init(row:))
      else {
        throw StoreError(
          .failed, subject: path, detail: "The folder \(path) could not be stored.")
      }
      return folder
    }
  }

  /// Removes a folder; its media count as missing from now on.
  ///
  /// - Throws: `notFound` when there is no such folder, `conflict` when a channel plays it.
  public func deleteFolder(_ id: FolderID) throws(StoreError) {
    let time = now().milliseconds
    try write { db in
      try Self.refuseIfPlayed(.folder(id), in: db)
      guard try db.run(FolderSQL.remove, [time, id.rawValue]) == 1 else {
        throw StoreError(
          .notFound, subject: "folder \(id.rawValue)",
          detail: "There is no folder \(id.rawValue).")
      }
      try db.run(FolderSQL.removeMedia, [time, id.rawValue])
    }
  }

  /// Notes what a scan found a folder to be.
  public func setState(
    _ state: LibraryFolder.State, detail: String?, of id: FolderID
  ) throws(StoreError) {
    let time = now().milliseconds
    try write { db in
      _ = try db.run(FolderSQL.state, [state.rawValue, detail, time, id.rawValue])
    }
  }

  static func refuseIfPlayed(_ content: ContentSelector, in db: Database) throws {
    // Collections of all kinds share their numbers.
    let isCollection = RuleContent(content).kind.isCollection
    let kinds = isCollection ? RuleContent.Kind.allCases.filter(\.isCollection) : []
    let words = isCollection ? kinds.map(\.rawValue) : [content.kind]
    let list = "[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    let user = try db.first(FolderSQL.users, ["kinds": list, "id": content.id]) { row in
      "Channel \(row[0] as String) '\(row[1] as String)' plays"
    }
    let holder = try db.first(
      CollectionSQL.users,
      ["kinds": list, "id": content.id, "self": isCollection ? content.id : nil]
    ) { row in "The collection '\(row[0] as String)' is made of" }
    guard let user = user ?? holder else { return }
    throw StoreError(
      .conflict, subject: "\(content.kind) \(content.id ?? 0)",
      detail: "\(user) this \(content.kind); give it other content or delete it first.")
  }

  /// `/media/` and `/media` are one folder.
  private static func tidied(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    return path
  }

  private static func check(_ path: String, beside other: String) throws {
    func lies(_ inner: String, in outer: String) -> Bool {
      inner.utf8.starts(with: outer == "/" ? outer.utf8 : (outer + "/").utf8)
    }
    let relation: String
    if path.utf8.elementsEqual(other.utf8) {
      relation = "is in the library already"
    } else if lies(path, in: other) {
      relation = "lies in \(other), which the library reads already"
    } else if lies(other, in: path) {
      relation = "holds \(other), which the library reads already; remove that one first"
    } else {
      return
    }
    throw StoreError(
      .conflict, subject: path, detail: "The folder \(path) \(relation).", field: "path")
  }
}
