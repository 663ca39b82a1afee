extension Migration {
  /// On-demand channels and mirrors.
  ///
  /// A mirror stores no entries: it shows those of `source`, `source_offset`
  /// later. An on-demand channel's clock stands still since `paused_at`, if
  /// that is set; `resumed_at` is when it last went on, so that one pause is
  /// never made up for twice.
  static let kinds = Migration(
    name: "005_Kinds",
    sql: """
      ALTER TABLE channel ADD COLUMN source TEXT REFERENCES channel(id);
      ALTER TABLE channel ADD COLUMN source_offset INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE channel ADD COLUMN paused_at INTEGER;
      ALTER TABLE channel ADD COLUMN resumed_at INTEGER;
      CREATE INDEX channel_source ON channel(source) WHERE source IS NOT NULL;
      """)
}
