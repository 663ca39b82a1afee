extension Migration {
  /// Which sound track of a file a channel plays, and how many channels of sound a profile has.
  ///
  /// The former is a list of rules as JSON; NULL where a channel plays the file's own default.
  static let sound = Migration(
    name: "015_Sound",
    sql: """
      ALTER TABLE channel ADD COLUMN audio_rules TEXT;
      ALTER TABLE profile ADD COLUMN audio_channels INTEGER NOT NULL DEFAULT 2;
      """)
}
