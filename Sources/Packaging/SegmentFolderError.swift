/// Why a file of a channel could not be written, read or removed.
public struct SegmentFolderError: Error, Hashable, Sendable {
  /// The kinds of failure that ask for different remedies.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// No space or quota is left.
    case diskFull
    /// The rights do not suffice.
    case denied
    /// The file system is read-only.
    case readOnly
    /// The device failed.
    case deviceFailed
    /// Something on the way is a file, or missing.
    case noFolder
    /// Too many files are open.
    case tooManyFiles
    /// The file is there, but not what it should be.
    case corrupt
    /// Anything else.
    case failed
  }

  /// What kind of failure.
  public var code: Code
  /// What was tried, such as `write`.
  public var action: String
  /// The file or folder that it is about.
  public var path: String
  /// The system's error number; zero for ``Code/corrupt``.
  public var number: Int32

  /// A failure with all its parts.
  public init(_ code: Code, action: String, path: String, number: Int32 = 0) {
    self.code = code
    self.action = action
    self.path = path
    self.number = number
  }
}

extension SegmentFolderError: CustomStringConvertible {
  /// A sentence that names the file and what to do.
  public var description: String {
    let remedy =
      switch code {
      case .diskFull: "the disk is full; free some space"
      case .denied: "access is denied; check the owner and mode of the folder"
      case .readOnly: "the file system is read-only; mount it writable"
      case .deviceFailed: "the disk failed; look at the system's log"
      case .noFolder: "the folder is missing or is a file; check the path"
      case .tooManyFiles: "too many files are open; raise the limit"
      case .corrupt: "its content can't be understood; it may be removed"
      case .failed: "the system refused"
      }
    return "cannot \(action) \(path): \(remedy)" + (number == 0 ? "" : " (error \(number))")
  }
}
