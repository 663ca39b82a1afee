import GRDB
public import Library

/// A folder that the library reads.
public struct LibraryFolder: Identifiable, Hashable, Sendable {
  /// What the last scan found the folder to be.
  public enum State: String, Codable, CaseIterable, Sendable {
    /// It was read and holds media.
    case ok
    /// It is not there; its media are kept.
    case missing
    /// It may not be read; its media are kept.
    case denied
    /// It was read and holds no media.
    case empty
    /// It was never read to its end.
    case unscanned
  }

  /// The folder's number.
  public var id: FolderID
  /// Its absolute path.
  public var path: String
  /// When it was added.
  public var addedAt: Moment
  /// How many playable media it holds.
  public var items: Int
  /// How many files of it can't be played.
  public var failed: Int
  /// When a scan last ended.
  public var lastScan: Moment?
  /// What that scan found.
  public var state: State
  /// The same in words.
  public var detail: String?

  /// A folder with all its parts.
  public init(
    id: FolderID, path: String, addedAt: Moment, items: Int = 0, failed: Int = 0,
    lastScan: Moment? = nil, state: State = .unscanned, detail: String? = nil
  ) {
    self.id = id
    self.path = path
    self.addedAt = addedAt
    self.items = items
    self.failed = failed
    self.lastScan = lastScan
    self.state = state
    self.detail = detail
  }

  init(row: Row) {
    self.init(
      id: FolderID(rawValue: row[0]), path: row[1], addedAt: Moment(milliseconds: row[2]),
      items: row[6], failed: row[7], lastScan: (row[3] as Int64?).map(Moment.init(milliseconds:)),
      state: State(rawValue: row[4]) ?? .unscanned, detail: row[5])
  }
}
