extension Migration {
  /// Live sources that are shown in the place of a channel's programmes for a time.
  ///
  /// `end_at` is null for one that has to be ended by hand; `sources` is JSON,
  /// as they are only ever read and written together.
  static let takeOver = Migration(
    name: "007_TakeOver",
    sql: """
      CREATE TABLE take_over (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        channel TEXT NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
        start_at INTEGER NOT NULL,
        end_at INTEGER CHECK (end_at > start_at),
        title TEXT NOT NULL,
        sources TEXT NOT NULL
      ) STRICT;
      CREATE INDEX take_over_start ON take_over(channel, start_at);
      """)
}
