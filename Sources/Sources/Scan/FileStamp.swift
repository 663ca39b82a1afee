import Glibc
public import Library

/// How a file looked when it was scanned; another look means that it was changed.
public struct FileStamp: Hashable, Sendable {
  /// Its size in bytes.
  public var size: Int64
  /// When it was last written to.
  public var modified: Moment

  /// A stamp with both its parts.
  public init(size: Int64, modified: Moment) {
    self.size = size
    self.modified = modified
  }
}

extension FileStamp {
  init(_ facts: stat) {
    let written = facts.st_mtim
    self.init(
      size: Int64(facts.st_size),
      modified: Moment(
        milliseconds: Int64(written.tv_sec) * 1000 + Int64(written.tv_nsec) / 1_000_000))
  }
}
