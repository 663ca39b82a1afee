extension Migration {
  /// The sound tracks that a channel offers beside its main one: a list as JSON; NULL for none.
  static let audioTracks = Migration(
    name: "017_AudioTracks", sql: "ALTER TABLE channel ADD COLUMN audio_tracks TEXT;")
}
