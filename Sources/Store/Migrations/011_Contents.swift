extension Migration {
  /// Collections of more kinds than a list of media.
  ///
  /// `definition` is a `ContentList` as JSON; NULL for a list of media, whose
  /// rows are in `collection_item`. All kinds share their numbers and their
  /// names. `content_text` is what the content of a channel has besides its
  /// number: a query, or a season.
  static let contents = Migration(
    name: "011_Contents",
    sql: """
      ALTER TABLE collection ADD COLUMN kind TEXT NOT NULL DEFAULT 'collection';
      ALTER TABLE collection ADD COLUMN definition TEXT;
      ALTER TABLE channel ADD COLUMN content_text TEXT;
      """)
}
