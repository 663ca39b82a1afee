extension Migration {
  /// What the last look ahead found that can't be done as the rules of a channel say.
  static let warnings = Migration(
    name: "009_Warnings",
    sql: """
      CREATE TABLE schedule_warning (
        channel TEXT NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        kind TEXT NOT NULL,
        path TEXT NOT NULL,
        at INTEGER NOT NULL,
        count INTEGER NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (channel, place)
      ) STRICT, WITHOUT ROWID;
      """)
}
