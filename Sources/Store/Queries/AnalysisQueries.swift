import GRDB
public import Library

enum AnalysisSQL {
  /// Whether a row was made of the file as the scan last saw it.
  static let isCurrent = "a.media = m.id AND a.size = m.size AND a.modified = m.modified"
  private static let from = """
    FROM media m LEFT JOIN analysis a ON \(isCurrent)
    WHERE m.missing_at IS NULL AND m.error IS NULL
    """
  private static let file = "m.id, m.path, m.size, m.modified, m.probe"

  /// By identity, so that a job goes through all of them once, whatever comes of each.
  static func next(in scope: AnalysisScope) -> String {
    "SELECT \(file) \(from) AND \(condition(scope)) AND m.id > :after ORDER BY m.id LIMIT 1"
  }

  static func count(in scope: AnalysisScope) -> String {
    "SELECT count(*) \(from) AND \(condition(scope)) AND m.id > :after"
  }

  private static let isUnseen = "(a.media IS NULL OR NOT a.is_whole)"

  private static func condition(_ scope: AnalysisScope) -> String {
    switch scope {
    case .unseen: "\(isUnseen) AND ifnull(:id, 0) = 0"
    case .folder: "m.folder = :id AND (\(isUnseen) OR a.failure IS NOT NULL)"
    case .media: "m.id = :id"
    }
  }

  static let byMedia = """
    SELECT \(AnalysisRecord.columns) FROM media m JOIN analysis a ON \(isCurrent)
    WHERE m.id = ?
    """
  static let store = """
    INSERT INTO analysis (media, size, modified, analyzed_at, failure, dips, loudness)
    SELECT m.id, m.size, m.modified, :now, :failure, :dips, :loudness
    FROM media m WHERE m.id = :media AND m.size = :size AND m.modified = :modified
    ON CONFLICT(media) DO UPDATE SET size = excluded.size, modified = excluded.modified,
      analyzed_at = excluded.analyzed_at, failure = excluded.failure, dips = excluded.dips,
      loudness = excluded.loudness, is_whole = 1
    """
  /// Dips of a medium `m`, as JSON.
  static let dips = "(SELECT a.dips FROM analysis a WHERE \(isCurrent))"
  static let asked = """
    SELECT count(*) FROM job WHERE state = 'queued' AND kind = 'analysis' AND subject IS NOT NULL
    """
  static let scans = """
    SELECT count(*) FROM job WHERE state IN ('queued', 'running') AND kind = 'scan'
    """
}

extension AnalysisScope {
  fileprivate var id: Int64? {
    switch self {
    case .unseen: nil
    case .folder(let id): id.rawValue
    case .media(let id): id.rawValue
    }
  }
}

extension Store {
  /// The next file that is to be looked through, behind the one before.
  public func nextToAnalyze(
    _ scope: AnalysisScope, after: MediaID? = nil
  ) throws(StoreError) -> UnseenMedia? {
    try read {
      try $0.first(
        AnalysisSQL.next(in: scope), ["id": scope.id, "after": after?.rawValue ?? 0],
        UnseenMedia.init(row:))
    }
  }

  /// How many files are to be looked through, behind one.
  public func countToAnalyze(
    _ scope: AnalysisScope, after: MediaID? = nil
  ) throws(StoreError) -> Int {
    try read {
      try $0.count(
        AnalysisSQL.count(in: scope), ["id": scope.id, "after": after?.rawValue ?? 0])
    }
  }

  /// Keeps what came of looking through a file.
  ///
  /// - Returns: False when the file was scanned anew meanwhile, so that nothing was stored.
  @discardableResult
  public func keep(
    _ found: MediaAnalysis, failure: String? = nil, of media: MediaID, stamp: MediaStamp
  ) throws(StoreError) -> Bool {
    let time = now().milliseconds
    return try write { db in
      try db.run(
        AnalysisSQL.store,
        [
          "media": media.rawValue, "size": stamp.size, "modified": stamp.modified.milliseconds,
          "now": time, "failure": failure, "dips": StoredList.text(found.dips) ?? "[]",
          "loudness": StoredList.text(found.loudness) ?? "[]",
        ]) == 1
    }
  }

  /// What came of looking through some files; those that were not, or that changed, are left out.
  public func analyses(
    of media: some Sequence<MediaID>
  ) throws(StoreError) -> [MediaID: AnalysisRecord] {
    try read { db in
      var found: [MediaID: AnalysisRecord] = [:]
      for id in media {
        found[id] = try db.first(
          AnalysisSQL.byMedia, [id.rawValue], AnalysisRecord.init(row:))
      }
      return found
    }
  }

  /// Asks for files to be looked through.
  @discardableResult
  public func enqueueAnalysis(_ scope: AnalysisScope) throws(StoreError) -> Job {
    let subject = scope.description
    return try enqueue(kind: .analysis, subject: subject.isEmpty ? nil : subject)
  }

  /// Whether somebody waits for certain files to be looked through.
  public func isAnalysisAskedFor() throws(StoreError) -> Bool {
    try read { try $0.count(AnalysisSQL.asked) } > 0
  }

  /// Whether folders are being read, or about to be.
  public func isScanning() throws(StoreError) -> Bool {
    try read { try $0.count(AnalysisSQL.scans) } > 0
  }
}
