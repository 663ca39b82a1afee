extension Migration {
  /// Profiles that people make and change.
  ///
  /// `id` is what the API calls a profile, since its name may change; channels
  /// know the name, which is changed there in the same transaction. Profiles
  /// of before keep their values and their names; two are added unless somebody has such a name.
  static let profiles = Migration(
    name: "014_Profiles",
    sql: """
      ALTER TABLE profile ADD COLUMN id INTEGER;
      UPDATE profile SET id = position;
      CREATE UNIQUE INDEX profile_id ON profile(id);
      ALTER TABLE profile ADD COLUMN video_buffer INTEGER;
      ALTER TABLE profile ADD COLUMN coding TEXT NOT NULL DEFAULT 'high';
      ALTER TABLE profile ADD COLUMN b_frames INTEGER NOT NULL DEFAULT 2;
      ALTER TABLE profile ADD COLUMN key_frame_seconds INTEGER NOT NULL DEFAULT 2;
      ALTER TABLE profile ADD COLUMN loudness INTEGER;
      ALTER TABLE profile ADD COLUMN scaling TEXT NOT NULL DEFAULT 'pad';
      ALTER TABLE profile ADD COLUMN deinterlacing TEXT NOT NULL DEFAULT 'automatic';
      ALTER TABLE profile ADD COLUMN maps_tones INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE profile ADD COLUMN threads INTEGER NOT NULL DEFAULT 4;
      ALTER TABLE profile ADD COLUMN hardware TEXT NOT NULL DEFAULT 'software';
      INSERT OR IGNORE INTO profile
        (id, name, position, width, height, frame_rate, video_bitrate, preset, audio_bitrate,
          allows_copy, b_frames, threads, hardware)
      VALUES
        (5, 'Copy first', 5, 1920, 1080, 60, 12000000, 'veryfast', 192000, 1, 2, 4, 'automatic'),
        (6, 'Low power', 6, 854, 480, 25, 1000000, 'ultrafast', 96000, 1, 0, 2, 'automatic');
      """)
}
