import GRDB
import Library
public import Schedule

extension LibrarySQL {
  /// How many files of a content are there, but of unknown length.
  static func lengthless(in content: ContentSelector, where condition: String? = nil) -> String {
    """
    SELECT count(*) FROM (\(media(of: content, isPlayable: false, where: condition))
      AND m.missing_at IS NULL AND m.error IS NULL AND ifnull(m.duration, 0) < 1000)
    """
  }
}

extension Store {
  /// How many files of a content are there, but of unknown length, so that nothing can play them.
  ///
  /// What is made of other contents holds none by itself.
  public func lengthless(in content: ContentSelector) throws(StoreError) -> Int {
    switch content {
    case .multi, .playlist, .firstRun, .rerun, .fillers: return 0
    default: break
    }
    let now = now()
    return try read { db in
      let (condition, arguments) = try LibrarySQL.choice(of: content, now: now, in: db)
      let sql = LibrarySQL.lengthless(in: content, where: condition)
      return try Row.fetchOne(db, sql: sql, arguments: StatementArguments(arguments))?[0] ?? 0
    }
  }
}
