extension Migration {
  /// Which sound track of a file a channel plays: a list of rules as JSON; NULL where it plays the
  /// file's own default.
  static let audioRules = Migration(
    name: "015_AudioRules",
    sql: "ALTER TABLE channel ADD COLUMN audio_rules TEXT;")
}
