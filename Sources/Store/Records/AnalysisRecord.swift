import GRDB
public import Library

/// What came of looking through one file.
public struct AnalysisRecord: Hashable, Sendable {
  /// When it was done.
  public var analyzedAt: Moment
  /// Why nothing came of it; nil when something did.
  public var failure: String?
  /// What was found; empty where it failed.
  public var analysis: MediaAnalysis

  /// A record with all its parts.
  public init(analyzedAt: Moment, failure: String? = nil, analysis: MediaAnalysis = .init()) {
    self.analyzedAt = analyzedAt
    self.failure = failure
    self.analysis = analysis
  }

  static let columns = "a.media, a.analyzed_at, a.failure, a.dips, a.loudness"

  init(row: Row) {
    self.init(
      analyzedAt: Moment(milliseconds: row[1]), failure: row[2],
      analysis: MediaAnalysis(
        dips: StoredList.read(row[3]) ?? [], loudness: StoredList.read(row[4]) ?? []))
  }
}

/// A file that waits to be looked through.
public struct UnseenMedia: Identifiable, Hashable, Sendable {
  /// The medium.
  public var id: MediaID
  /// The file's absolute path.
  public var path: String
  /// How the scan saw the file.
  public var stamp: MediaStamp
  /// Its streams.
  public var probe: MediaProbe

  init(row: Row) {
    id = MediaID(rawValue: row[0])
    path = row[1]
    stamp = MediaStamp(size: row[2], modified: Moment(milliseconds: row[3]))
    probe = MediaProbe(stored: row[4])
  }
}

/// Which files are to be looked through.
public enum AnalysisScope: Hashable, Sendable {
  /// All that never were, that changed since, or of which an earlier version heard one track only.
  case unseen
  /// Those of a folder that never were, that changed, or that failed.
  case folder(FolderID)
  /// One file, whatever is known of it.
  case media(MediaID)
}

extension AnalysisScope: LosslessStringConvertible {
  /// The scope as the subject of a job has it; nil for words that are none.
  public init?(_ subject: String) {
    let parts = subject.split(separator: ":")
    guard parts.count == 2, let number = Int64(parts[1]) else {
      guard subject.isEmpty else { return nil }
      self = .unseen
      return
    }
    switch parts[0] {
    case "folder": self = .folder(FolderID(rawValue: number))
    case "media": self = .media(MediaID(rawValue: number))
    default: return nil
    }
  }

  /// The subject of a job; empty for everything.
  public var description: String {
    switch self {
    case .unseen: ""
    case .folder(let id): "folder:\(id.rawValue)"
    case .media(let id): "media:\(id.rawValue)"
    }
  }
}
