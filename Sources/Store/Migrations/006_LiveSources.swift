extension Migration {
  /// Where live channels take their picture from, best first.
  static let liveSources = Migration(
    name: "006_LiveSources",
    sql: """
      CREATE TABLE live_source (
        channel TEXT NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        url TEXT NOT NULL,
        user_agent TEXT,
        PRIMARY KEY (channel, position)
      ) STRICT, WITHOUT ROWID;
      """)
}
