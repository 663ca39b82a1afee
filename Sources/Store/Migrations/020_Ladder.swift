extension Migration {
  /// Smaller pictures of a profile, as a list in JSON, and what its segments are.
  static let ladder = Migration(
    name: "020_Ladder",
    sql: """
      ALTER TABLE profile ADD COLUMN ladder TEXT;
      ALTER TABLE profile ADD COLUMN segments TEXT NOT NULL DEFAULT 'transportStream';
      """)
}
