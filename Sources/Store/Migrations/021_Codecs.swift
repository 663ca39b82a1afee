extension Migration {
  /// How a profile's pictures and sound are coded, and whether there are pictures at all.
  ///
  /// Two profiles are added unless somebody has such a name.
  static let codecs = Migration(
    name: "021_Codecs",
    sql: """
      ALTER TABLE profile ADD COLUMN video_codec TEXT NOT NULL DEFAULT 'h264';
      ALTER TABLE profile ADD COLUMN bit_depth INTEGER NOT NULL DEFAULT 8;
      ALTER TABLE profile ADD COLUMN audio_codec TEXT NOT NULL DEFAULT 'aac';
      ALTER TABLE profile ADD COLUMN has_picture INTEGER NOT NULL DEFAULT 1;
      INSERT INTO profile
        (id, name, position, width, height, frame_rate, video_bitrate, preset, audio_bitrate,
          allows_copy, hardware, video_codec, bit_depth, segments)
      SELECT max(id) + 1, '4K HEVC', max(position) + 1, 3840, 2160, 30, 16000000, 'superfast',
        192000, 1, 'automatic', 'hevc', 10, 'fragmented' FROM profile
        WHERE NOT EXISTS (SELECT 1 FROM profile WHERE name = '4K HEVC' COLLATE NOCASE);
      INSERT INTO profile
        (id, name, position, width, height, frame_rate, video_bitrate, preset, audio_bitrate,
          allows_copy, b_frames, has_picture)
      SELECT max(id) + 1, 'Audio only', max(position) + 1, 640, 360, 25, 100000, 'ultrafast',
        160000, 1, 0, 0 FROM profile
        WHERE NOT EXISTS (SELECT 1 FROM profile WHERE name = 'Audio only' COLLATE NOCASE);
      """)
}
