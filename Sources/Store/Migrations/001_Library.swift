extension Migration {
  /// Library, channels, timelines and jobs.
  ///
  /// Times are integers in milliseconds. A removed folder and a vanished
  /// file stay as rows until nothing refers to them any more, so that guide
  /// and cursors still know their names; for the same reason
  /// `timeline.media` is no foreign key.
  static let library = Migration(
    name: "001_Library",
    sql: """
      CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE folder (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path TEXT NOT NULL UNIQUE,
        added_at INTEGER NOT NULL,
        removed_at INTEGER,
        last_scan INTEGER,
        state TEXT NOT NULL DEFAULT 'unscanned',
        detail TEXT
      ) STRICT;

      CREATE TABLE show (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        year INTEGER
      ) STRICT;
      CREATE INDEX show_title ON show(title COLLATE NOCASE);

      CREATE TABLE media (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
        path TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        year INTEGER,
        show INTEGER REFERENCES show(id) ON DELETE SET NULL,
        season INTEGER,
        episode INTEGER,
        duration INTEGER NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        probe TEXT,
        error TEXT,
        missing_at INTEGER,
        added_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX media_folder ON media(folder);
      CREATE INDEX media_show ON media(show, season, episode);
      CREATE INDEX media_missing ON media(missing_at) WHERE missing_at IS NOT NULL;

      CREATE TABLE collection (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE
      ) STRICT;
      CREATE TABLE collection_item (
        collection INTEGER NOT NULL REFERENCES collection(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        media INTEGER NOT NULL REFERENCES media(id) ON DELETE CASCADE,
        PRIMARY KEY (collection, position),
        UNIQUE (collection, media)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX collection_item_media ON collection_item(media);

      CREATE TABLE profile (
        name TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        frame_rate INTEGER NOT NULL,
        video_bitrate INTEGER NOT NULL,
        preset TEXT NOT NULL,
        audio_bitrate INTEGER NOT NULL,
        allows_copy INTEGER NOT NULL
      ) STRICT;
      INSERT INTO profile VALUES
        ('720p', 1, 1280, 720, 30, 3000000, 'veryfast', 160000, 1),
        ('1080p', 2, 1920, 1080, 30, 6000000, 'veryfast', 192000, 1),
        ('480p', 3, 854, 480, 30, 1200000, 'veryfast', 128000, 1),
        ('720p encode', 4, 1280, 720, 30, 3000000, 'veryfast', 160000, 0);

      CREATE TABLE channel (
        id TEXT PRIMARY KEY,
        number TEXT NOT NULL,
        number_key INTEGER NOT NULL UNIQUE,
        name TEXT NOT NULL,
        group_name TEXT,
        enabled INTEGER NOT NULL,
        profile TEXT NOT NULL REFERENCES profile(name),
        premiere INTEGER NOT NULL,
        kind TEXT NOT NULL,
        content_kind TEXT NOT NULL,
        content_id INTEGER,
        play_order TEXT NOT NULL,
        seed INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE timeline (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        channel TEXT NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
        start_at INTEGER NOT NULL,
        end_at INTEGER NOT NULL,
        media INTEGER NOT NULL,
        in_point INTEGER NOT NULL DEFAULT 0,
        cycle INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE UNIQUE INDEX timeline_channel_start ON timeline(channel, start_at);
      CREATE INDEX timeline_media ON timeline(media);

      CREATE TABLE job (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        subject TEXT,
        state TEXT NOT NULL DEFAULT 'queued',
        done INTEGER NOT NULL DEFAULT 0,
        total INTEGER,
        detail TEXT,
        error TEXT,
        cancel INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER
      ) STRICT;
      CREATE INDEX job_state ON job(state, id);
      CREATE UNIQUE INDEX job_queued_twin ON job(kind, ifnull(subject, ''))
        WHERE state = 'queued';
      """)
}
