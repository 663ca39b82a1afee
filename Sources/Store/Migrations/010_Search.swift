extension Migration {
  /// The words by which media are found, and an index that holds all that scheduling reads.
  ///
  /// `media_words` is kept by triggers. It has a copy of the words, so that no
  /// missed change can damage it. What a probe tells is read of valid JSON
  /// only: a row that is damaged must not keep the station from starting.
  /// `media_shelf` holds what can be aired, without the probes, which are
  /// most of a row (`width` and `height` are copies of what these tell); its last columns are empty, and there so that no row has
  /// to be read to see that.
  static let search = Migration(
    name: "010_Search",
    sql: """
      ALTER TABLE media ADD COLUMN width INTEGER;
      ALTER TABLE media ADD COLUMN height INTEGER;
      UPDATE media SET width = json_extract(probe, '$.video.width'),
        height = json_extract(probe, '$.video.height') WHERE json_valid(probe);
      CREATE INDEX media_shelf
        ON media(kind, year, show, season, episode, duration, title, added_at, width, height, size,
          missing_at, error)
        WHERE missing_at IS NULL AND error IS NULL AND duration >= 1000;

      CREATE VIRTUAL TABLE media_words USING fts5(
        title, show, path, codec, audio, lang, subs, container,
        tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
      CREATE VIEW media_wording AS
        SELECT m.id, m.title, s.title AS show, m.path,
          json_extract(j.probe, '$.video.codec') AS codec,
          (SELECT group_concat(json_extract(value, '$.codec'), ' ')
            FROM json_each(j.probe, '$.audio')) AS audio,
          (SELECT group_concat(json_extract(value, '$.language'), ' ')
            FROM json_each(j.probe, '$.audio')) AS lang,
          (SELECT group_concat(json_extract(value, '$.language'), ' ')
            FROM json_each(j.probe, '$.subtitles')) AS subs,
          json_extract(j.probe, '$.container') AS container
        FROM media m LEFT JOIN show s ON s.id = m.show
        JOIN (SELECT id, CASE WHEN json_valid(probe) THEN probe ELSE '{}' END AS probe FROM media) j
          ON j.id = m.id;
      INSERT INTO media_words (rowid, title, show, path, codec, audio, lang, subs, container)
        SELECT * FROM media_wording;

      CREATE TRIGGER media_words_added AFTER INSERT ON media BEGIN
        INSERT INTO media_words (rowid, title, show, path, codec, audio, lang, subs, container)
          SELECT * FROM media_wording WHERE id = new.id;
        UPDATE media SET width = json_extract(probe, '$.video.width'),
          height = json_extract(probe, '$.video.height') WHERE id = new.id AND json_valid(probe);
      END;
      CREATE TRIGGER media_words_changed AFTER UPDATE OF title, show, path, probe ON media
        WHEN old.title IS NOT new.title OR old.show IS NOT new.show OR old.path IS NOT new.path
          OR old.probe IS NOT new.probe
      BEGIN
        DELETE FROM media_words WHERE rowid = old.id;
        INSERT INTO media_words (rowid, title, show, path, codec, audio, lang, subs, container)
          SELECT * FROM media_wording WHERE id = new.id;
        UPDATE media SET width = json_extract(probe, '$.video.width'),
          height = json_extract(probe, '$.video.height') WHERE id = new.id AND json_valid(probe);
      END;
      CREATE TRIGGER media_words_removed AFTER DELETE ON media BEGIN
        DELETE FROM media_words WHERE rowid = old.id;
      END;
      CREATE TRIGGER show_words_changed AFTER UPDATE OF title ON show
        WHEN old.title IS NOT new.title
      BEGIN
        UPDATE media_words SET show = new.title
          WHERE rowid IN (SELECT id FROM media WHERE show = new.id);
      END;
      """)
}
