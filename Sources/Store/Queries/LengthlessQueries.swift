import GRDB
public import Schedule

extension LibrarySQL {
  /// How many files of a content are there, but of unknown length.
  static func lengthless(in content: ContentSelector) -> String {
    """
    SELECT count(*) FROM (\(media(of: content, isPlayable: false))
      AND m.missing_at IS NULL AND m.error IS NULL AND ifnull(m.duration, 0) < 1000)
    """
  }
}

extension Store {
  /// How many files of a content are there, but of unknown length, so that nothing can play them.
  public func lengthless(in content: ContentSelector) throws(StoreError) -> Int {
    // What is made of others is not asked: those are.
    guard !content.isMadeOfOthers else { return 0 }
    var arguments: StatementArguments = ["id": content.id]
    if case .season(_, let season) = content { arguments += ["season": season] }
    return try read { db in
      try db.first(LibrarySQL.lengthless(in: content), arguments) { $0[0] as Int } ?? 0
    }
  }
}
