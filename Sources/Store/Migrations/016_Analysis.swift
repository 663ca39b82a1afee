extension Migration {
  /// What a pass over each whole file told: `dips` as JSON, loudness in LUFS, LU and dBTP.
  ///
  /// A row counts while the file's stamp is the one that it was made of; one that failed has the
  /// reason, so that the file is not tried again by itself until it changes.
  static let analysis = Migration(
    name: "016_Analysis",
    sql: """
      CREATE TABLE analysis (
        media INTEGER PRIMARY KEY REFERENCES media(id) ON DELETE CASCADE,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        analyzed_at INTEGER NOT NULL,
        failure TEXT,
        dips TEXT NOT NULL DEFAULT '[]',
        stream INTEGER,
        loudness REAL,
        loudness_range REAL,
        true_peak REAL
      ) STRICT;
      """)
}
