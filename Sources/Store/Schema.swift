import GRDB

/// Brings a database to the newest schema, or says why it must not be touched.
enum Schema {
  /// Marks the file as this program's ("EXST").
  static let applicationID = 0x4558_5354

  static func migrate(_ db: Database, path: String, to target: Int = Migration.latest) throws {
    guard try version(of: db, path: path) < target else { return }
    // Another process may be doing the same: look again once the lock is held.
    try db.inTransaction(.immediate) {
      let current = try version(of: db, path: path)
      guard current < target else { return .commit }
      for migration in Migration.all[current..<target] { try db.execute(sql: migration.sql) }
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(target)")
      return .commit
    }
  }

  private static func version(of db: Database, path: String) throws -> Int {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let owner = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    guard owner == applicationID || tables == 0 else {
      throw StoreError(
        .foreign, subject: path,
        detail: "The database \(path) belongs to another program; move it away or set "
          + "EXSTREAMTV_DATA to another folder.")
    }
    guard version <= Migration.latest else {
      throw StoreError(
        .newerSchema, subject: path,
        detail: "The database \(path) has schema \(version), but this version of EXStreamTV "
          + "knows schemas up to \(Migration.latest). Install the newer version again, or "
          + "restore a backup from before the update.")
    }
    return version
  }
}
