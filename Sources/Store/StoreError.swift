import GRDB

/// Why the database said no, in words for the person who has to act.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: String, CaseIterable, Sendable {
    /// Another process held the database for longer than this one waits.
    case locked
    /// The file is damaged, or no database at all.
    case corrupt
    /// The database was written by a newer version of this program.
    case newerSchema
    /// The database belongs to another program.
    case foreign
    /// The file or its folder can't be written.
    case readOnly
    /// The file or its folder can't be opened.
    case unreachable
    /// The disk is full.
    case full
    /// What was asked for does not exist.
    case notFound
    /// The change contradicts what is stored.
    case conflict
    /// Anything else; the detail carries SQLite's words.
    case failed
  }

  /// What kind of failure.
  public var code: Code
  /// What it is about: the database's path, or a thing such as `channel 7`.
  public var subject: String
  /// A sentence that names the thing and says what to do.
  public var detail: String
  /// The field of the request that is at fault, if one is.
  public var field: String?

  /// A failure with all its parts.
  public init(_ code: Code, subject: String, detail: String, field: String? = nil) {
    self.code = code
    self.subject = subject
    self.detail = detail
    self.field = field
  }

  /// The detail.
  public var description: String { detail }
}

extension StoreError {
  /// Puts what SQLite reported into words.
  init(_ error: any Error, path: String) {
    if let known = error as? StoreError {
      self = known
      return
    }
    guard let failure = error as? DatabaseError else {
      self.init(.failed, subject: path, detail: "The database \(path) failed: \(error)")
      return
    }
    self = StoreError.worded(failure, path: path)
  }

  static func readOnly(_ path: String) -> StoreError {
    StoreError(
      .readOnly, subject: path,
      detail: "The database \(path) can't be written; give this user write permission to the "
        + "file and its folder, or set EXSTREAMTV_DATA to another folder.")
  }

  private static func folder(of path: String) -> String {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.isEmpty ? "." : folder.joined(separator: "/") + (folder.count == 1 ? "/" : "")
  }

  private static func worded(_ failure: DatabaseError, path: String) -> StoreError {
    let words = failure.message ?? failure.resultCode.description
    // The file that readers and writers share can't grow either.
    let isShort = failure.extendedResultCode == .SQLITE_IOERR_SHMSIZE
    switch isShort ? .SQLITE_FULL : failure.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(
        .locked, subject: path,
        detail: "The database \(path) is locked by another process; end that process or try again.")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return StoreError(
        .corrupt, subject: path,
        detail: "The database \(path) is damaged (\(words)). Restore a backup, or move the file "
          + "and its -wal and -shm away to start with an empty one; nothing was deleted.")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return readOnly(path)
    case .SQLITE_CANTOPEN:
      return StoreError(
        .unreachable, subject: path,
        detail: "The database \(path) can't be opened; make sure that its folder exists and "
          + "that this user may write to it.")
    case .SQLITE_FULL:
      return StoreError(
        .full, subject: path,
        detail: "The disk of the folder \(folder(of: path)) is full, so the database can't be "
          + "changed; free some space there and try again. What was stored is kept.")
    case .SQLITE_CONSTRAINT:
      return StoreError(
        .conflict, subject: path, detail: "The change contradicts what is stored: \(words).")
    default:
      return StoreError(.failed, subject: path, detail: "The database \(path) failed: \(words)")
    }
  }
}
