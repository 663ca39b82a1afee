extension Migration {
  /// Which subtitles a channel offers and draws into its pictures, and what was extracted.
  ///
  /// The channel's are lists as JSON; NULL for none. `subtitle` has a row for each file that was
  /// gone through; it counts while the file's stamp is the one that it was made of. `tracks` tells
  /// as JSON what came of each track, by its index in the probe, and `folder` where its words are.
  /// One that failed has the reason, so that the file is not tried again by itself until it changes.
  static let subtitles = Migration(
    name: "018_Subtitles",
    sql: """
      ALTER TABLE channel ADD COLUMN subtitles TEXT;
      ALTER TABLE channel ADD COLUMN burn_rules TEXT;
      CREATE TABLE subtitle (
        media INTEGER PRIMARY KEY REFERENCES media(id) ON DELETE CASCADE,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        extracted_at INTEGER NOT NULL,
        folder TEXT NOT NULL,
        tracks TEXT NOT NULL DEFAULT '[]'
      ) STRICT;
      """)
}
