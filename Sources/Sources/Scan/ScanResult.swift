/// What a folder scan came to.
public struct ScanResult: Hashable, Sendable {
  /// The paths of all media files that are there, the failed ones too.
  public var seen: Set<String>
  /// Whether all of the folder was read to its end; only then are files that
  /// were not seen gone.
  public var isComplete: Bool

  /// A result with both its parts.
  public init(seen: Set<String>, isComplete: Bool) {
    self.seen = seen
    self.isComplete = isComplete
  }
}

/// Why a folder could not be scanned at all.
public enum ScanError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no such folder.
  case missing(folder: String)
  /// The folder may not be read.
  case denied(folder: String)
  /// The path is that of something else than a folder.
  case notAFolder(folder: String)
  /// The system can't read the folder.
  case unreadable(folder: String, reason: String)
  /// ffprobe does not start.
  case noProbe(folder: String, reason: String)

  /// A sentence that names the folder, and one that says what to do.
  public var description: String {
    switch self {
    case .missing(let folder):
      "The folder '\(folder)' does not exist. "
        + "Create it, mount its disk, or take it out of the library."
    case .denied(let folder):
      "The folder '\(folder)' may not be read. "
        + "Give the user that runs EXStreamTV permission to read and enter it."
    case .notAFolder(let folder):
      "'\(folder)' is a file, not a folder. Add the folder that holds it."
    case .unreadable(let folder, let reason):
      "The folder '\(folder)' can't be read: \(reason). Check its disk or network mount."
    case .noProbe(let folder, let reason):
      "The folder '\(folder)' was not scanned: \(reason) "
        + "Install ffmpeg, or name ffprobe's path in EXSTREAMTV_FFPROBE."
    }
  }
}
