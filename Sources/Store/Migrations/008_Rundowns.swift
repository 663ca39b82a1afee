extension Migration {
  /// Rule sets, where channels stand in them, and what each entry is there for.
  ///
  /// `channel.rules` is a rule set as JSON; NULL for a channel that plays its
  /// content in its order for ever. `standing` is where it stood at
  /// `standing_at`, as JSON; its places in contents are rows of `cursor`, so
  /// that they can be shown and set one by one. Entries of before know the
  /// cursor that they moved, so that channels go on where they were.
  static let rundowns = Migration(
    name: "008_Rundowns",
    sql: """
      ALTER TABLE channel ADD COLUMN rules TEXT;
      ALTER TABLE channel ADD COLUMN standing TEXT;
      ALTER TABLE channel ADD COLUMN standing_at INTEGER;
      CREATE TABLE cursor (
        channel TEXT NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        place TEXT NOT NULL,
        PRIMARY KEY (channel, key)
      ) STRICT, WITHOUT ROWID;

      ALTER TABLE timeline ADD COLUMN role TEXT NOT NULL DEFAULT 'programme';
      ALTER TABLE timeline ADD COLUMN content TEXT NOT NULL DEFAULT '';
      ALTER TABLE timeline ADD COLUMN path TEXT NOT NULL DEFAULT '';
      ALTER TABLE timeline ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE timeline ADD COLUMN together INTEGER;
      ALTER TABLE timeline ADD COLUMN title TEXT;
      ALTER TABLE timeline ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE timeline ADD COLUMN target TEXT;
      UPDATE timeline SET path = 'base/0', content = (
        SELECT c.content_kind || ifnull(':' || c.content_id, '') || '/' || c.play_order
        FROM channel c WHERE c.id = timeline.channel);
      """)
}
