extension Migration {
  /// Which sound track of a file a channel plays: a list of rules as JSON; NULL where it plays the
  /// file's own default. And how many channels of sound a profile has.
  static let sound = Migration(
    name: "015_Sound",
    sql: """
      ALTER TABLE channel ADD COLUMN audio_rules TEXT;
      ALTER TABLE profile ADD COLUMN audio_channels INTEGER NOT NULL DEFAULT 2;
      """)
}
