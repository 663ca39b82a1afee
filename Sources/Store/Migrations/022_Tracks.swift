extension Migration {
  /// How loud each sound track of a file is, as a list in JSON.
  ///
  /// What was measured of one track stays; a file that has others is not looked through as a whole
  /// and is so again.
  static let tracks = Migration(
    name: "022_Tracks",
    sql: """
      ALTER TABLE analysis ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 1;
      UPDATE analysis SET is_whole = 0 WHERE failure IS NULL AND media IN
        (SELECT id FROM media
          WHERE CASE WHEN json_valid(probe) THEN json_array_length(probe, '$.audio') > 1 END);
      ALTER TABLE analysis ADD COLUMN measured TEXT NOT NULL DEFAULT '[]';
      UPDATE analysis SET measured = json_array(json_object('stream', stream,
          'integrated', loudness, 'range', loudness_range, 'truePeak', true_peak))
        WHERE stream IS NOT NULL AND loudness IS NOT NULL AND loudness_range IS NOT NULL
          AND true_peak IS NOT NULL;
      ALTER TABLE analysis DROP COLUMN stream;
      ALTER TABLE analysis DROP COLUMN loudness;
      ALTER TABLE analysis DROP COLUMN loudness_range;
      ALTER TABLE analysis DROP COLUMN true_peak;
      ALTER TABLE analysis RENAME COLUMN measured TO loudness;
      """)
}
