extension Migration {
  /// Graphics that people make, which channels have, and which entries of timelines show.
  ///
  /// `design` is JSON, `image` the file's name in the folder of graphics. A channel's graphics are
  /// a list of numbers as JSON; an entry's `look` says what is different from its channel's, NULL
  /// for nothing. Numbers are never given again: what is past may name a graphic that is gone.
  static let graphics = Migration(
    name: "019_Graphics",
    sql: """
      CREATE TABLE graphic (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        image TEXT,
        design TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX graphic_name ON graphic(name COLLATE NOCASE);
      ALTER TABLE channel ADD COLUMN graphics TEXT;
      ALTER TABLE timeline ADD COLUMN look TEXT;
      """)
}
