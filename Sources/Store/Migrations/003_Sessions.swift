extension Migration {
  /// How many viewers a channel may have at once; NULL for any number.
  static let sessions = Migration(
    name: "003_Sessions",
    sql: """
      ALTER TABLE channel ADD COLUMN viewer_limit INTEGER;
      """)
}
