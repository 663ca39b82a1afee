extension Migration {
  /// What each channel shows while there is no programme.
  static let screens = Migration(
    name: "002_Screens",
    sql: """
      ALTER TABLE channel ADD COLUMN screen_picture TEXT NOT NULL DEFAULT 'text';
      ALTER TABLE channel ADD COLUMN screen_sound TEXT NOT NULL DEFAULT 'silent';
      ALTER TABLE channel ADD COLUMN screen_image TEXT;
      ALTER TABLE channel ADD COLUMN screen_music TEXT;
      """)
}
