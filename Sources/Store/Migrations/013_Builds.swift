extension Migration {
  /// Builds that an external program has under way.
  ///
  /// `idea` is what it has said so far, as JSON. `ended` says why nothing more is taken; `calls`
  /// also keeps two calls at once from overwriting each other. What was finished is in the
  /// channel's rules.
  static let builds = Migration(
    name: "013_Builds",
    sql: """
      CREATE TABLE build (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
        idea TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        calls INTEGER NOT NULL DEFAULT 0,
        idle INTEGER NOT NULL DEFAULT 0,
        ended TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX build_channel ON build (channel);
      """)
}
