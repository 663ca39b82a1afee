import GRDB
public import Library

enum ScanSQL {
  /// But for files whose subtitles an earlier version saw without their marks.
  static let stamps = """
    SELECT path, size, modified FROM media WHERE folder = ? AND error IS NULL
      AND CASE WHEN probe LIKE '%"subtitles":[{%' AND json_valid(probe)
        THEN json_type(probe, '$.subtitles[0].isDefault') IS NOT NULL ELSE 1 END
    """
  static let besides = """
    SELECT path, probe FROM media WHERE folder = ? AND probe LIKE '%"file":{%'
    """
  static let probe = "SELECT id, probe FROM media WHERE path = ?"
  static let setProbe = "UPDATE media SET probe = ? WHERE id = ?"
  static let forgetSubtitles = """
    DELETE FROM subtitle WHERE media = (SELECT id FROM media WHERE path = ?)
    """
  static let present = "SELECT id, path FROM media WHERE folder = ? AND missing_at IS NULL"
  static let markMissing = "UPDATE media SET missing_at = ? WHERE id = ?"
  static let markFound = """
    UPDATE media SET missing_at = NULL, folder = :folder
    WHERE path = :path AND (missing_at IS NOT NULL OR folder <> :folder)
    """
  static let upsert = """
    INSERT INTO media (folder, path, kind, title, year, show, season, episode, duration,
      size, modified, probe, error, missing_at, added_at)
    VALUES (:folder, :path, :kind, :title, :year, :show, :season, :episode, :duration,
      :size, :modified, :probe, NULL, NULL, :now)
    ON CONFLICT(path) DO UPDATE SET folder = excluded.folder, kind = excluded.kind,
      title = excluded.title, year = excluded.year, show = excluded.show,
      season = excluded.season, episode = excluded.episode, duration = excluded.duration,
      size = excluded.size, modified = excluded.modified, probe = excluded.probe,
      error = NULL, missing_at = NULL
    """
  /// What is known of a file that broke is kept for guide and history.
  static let upsertFailed = """
    INSERT INTO media (folder, path, kind, title, duration, size, modified, error, added_at)
    VALUES (:folder, :path, 'other', :title, 0, :size, :modified, :error, :now)
    ON CONFLICT(path) DO UPDATE SET folder = excluded.folder, size = excluded.size,
      modified = excluded.modified, error = excluded.error, missing_at = NULL
    """
  /// The show of that title whose year fits best; an unknown year fits any.
  static let show = """
    SELECT id, year FROM show
    WHERE title = :title COLLATE NOCASE
      AND (:year IS NULL OR year IS NULL OR year = :year)
    ORDER BY year IS NOT :year, id LIMIT 1
    """
  static let insertShow = "INSERT INTO show (title, year) VALUES (?, ?)"
  static let datedShow = "UPDATE show SET year = ? WHERE id = ?"
  static let pruneMedia = """
    DELETE FROM media WHERE missing_at < ?
      AND NOT EXISTS (SELECT 1 FROM timeline t WHERE t.media = media.id)
      AND NOT EXISTS (SELECT 1 FROM collection_item i WHERE i.media = media.id)
    """
  static let pruneShows = """
    DELETE FROM show WHERE NOT EXISTS (SELECT 1 FROM media m WHERE m.show = show.id)
      AND NOT EXISTS (SELECT 1 FROM channel c
        WHERE c.content_kind IN ('show', 'season') AND c.content_id = show.id
          OR EXISTS (SELECT 1 FROM \(CollectionSQL.rules) WHERE j.key = 'content'
            AND json_extract(j.value, '$.kind') IN ('show', 'season')
            AND json_extract(j.value, '$.id') = show.id))
      AND NOT EXISTS (SELECT 1 FROM collection c, \(CollectionSQL.parts)
        WHERE j.key = 'content' AND json_extract(j.value, '$.kind') IN ('show', 'season')
          AND json_extract(j.value, '$.id') = show.id)
    """
}

extension Store {
  /// How the files of a folder looked when they were last read.
  ///
  /// Files that could not be played are left out, so that each scan tries
  /// them again: the cause may have been a full pipe, not the file.
  public func stamps(of folder: FolderID) throws(StoreError) -> [String: MediaStamp] {
    let pairs = try read { db in
      try db.rows(ScanSQL.stamps, [folder.rawValue]) { row in
        (row[0] as String, MediaStamp(size: row[1], modified: Moment(milliseconds: row[2])))
      }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// The files with subtitles that lay beside a folder's media when it was scanned.
  public func subtitleFiles(
    of folder: FolderID
  ) throws(StoreError) -> [String: [SubtitleFile]] {
    let pairs = try read { db in
      try db.rows(ScanSQL.besides, [folder.rawValue]) { row in
        (row[0] as String, MediaProbe(stored: row[1]).subtitles.compactMap(\.file))
      }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// Stores what a scan found, in one transaction; tells how many rows changed.
  @discardableResult
  public func upsertScan(_ batch: ScanBatch, in folder: FolderID) throws(StoreError) -> Int {
    let time = now().milliseconds
    return try write { db in
      var changes = 0
      for path in batch.unchanged {
        changes += try db.run(ScanSQL.markFound, ["path": path, "folder": folder.rawValue])
      }
      for (path, tracks) in batch.subtitles {
        changes += try Self.set(tracks, beside: path, db)
      }
      for found in batch.found {
        changes += try Self.upsert(found, in: folder, at: time, db)
      }
      for failed in batch.failed {
        changes += try db.run(
          ScanSQL.upsertFailed,
          [
            "folder": folder.rawValue, "path": failed.path,
            "title": String(failed.path.split(separator: "/").last ?? ""),
            "size": failed.stamp.size, "modified": failed.stamp.modified.milliseconds,
            "error": failed.reason, "now": time,
          ])
      }
      return changes
    }
  }

  /// Marks the files of a folder that a complete scan did not see; tells how many.
  @discardableResult
  public func markMissing(
    in folder: FolderID, except seen: Set<String>
  ) throws(StoreError) -> Int {
    let time = now().milliseconds
    return try write { db in
      let gone = try db.rows(ScanSQL.present, [folder.rawValue]) { row in
        (id: row[0] as Int64, path: row[1] as String)
      }.filter { !seen.contains($0.path) }
      for medium in gone { try db.run(ScanSQL.markMissing, [time, medium.id]) }
      return gone.count
    }
  }

  /// Drops media that have been missing since before a moment and that
  /// nothing refers to any more, and the shows and folders that they leave empty.
  @discardableResult
  public func pruneLibrary(before: Moment) throws(StoreError) -> Int {
    try write { db in
      let count = try db.run(ScanSQL.pruneMedia, [before.milliseconds])
      try db.run(ScanSQL.pruneShows)
      try db.run(FolderSQL.prune)
      return count
    }
  }

  private static func upsert(
    _ found: FoundMedia, in folder: FolderID, at time: Int64, _ db: Database
  ) throws -> Int {
    try db.run(ScanSQL.forgetSubtitles, [found.path])
    let show = try found.showTitle.map { try Self.show(titled: $0, year: found.year, db) }
    return try db.run(
      ScanSQL.upsert,
      [
        "folder": folder.rawValue, "path": found.path, "kind": found.kind.rawValue,
        "title": found.title, "year": found.year, "show": show, "season": found.season,
        "episode": found.episode, "duration": found.duration.milliseconds,
        "size": found.stamp.size, "modified": found.stamp.modified.milliseconds,
        "probe": try found.probe.stored(), "now": time,
      ])
  }

  private static func set(
    _ tracks: [SubtitleStream], beside path: String, _ db: Database
  ) throws -> Int {
    let known = try db.first(ScanSQL.probe, [path]) { row in
      (id: row[0] as Int64, probe: MediaProbe(stored: row[1]))
    }
    guard let known else { return 0 }
    var probe = known.probe
    probe.subtitles.removeAll { $0.file != nil }
    probe.subtitles += tracks
    try db.run(ScanSQL.forgetSubtitles, [path])
    return try db.run(ScanSQL.setProbe, [try probe.stored(), known.id])
  }

  private static func show(titled title: String, year: Int?, _ db: Database) throws -> Int64 {
    let known = try db.first(ScanSQL.show, ["title": title, "year": year]) { row in
      (id: row[0] as Int64, year: row[1] as Int?)
    }
    guard let known else {
      try db.run(ScanSQL.insertShow, [title, year])
      return db.lastInsertedRowID
    }
    if let year, known.year == nil { try db.run(ScanSQL.datedShow, [year, known.id]) }
    return known.id
  }
}
