extension Migration {
  /// How fast endless streams are handed over, and the most bits a second; NULL for any number.
  static let pacing = Migration(
    name: "004_Pacing",
    sql: """
      ALTER TABLE channel ADD COLUMN pacing TEXT NOT NULL DEFAULT 'adaptive';
      ALTER TABLE channel ADD COLUMN target_bitrate INTEGER;
      """)
}
