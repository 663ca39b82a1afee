import Store

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a folder can't be read, for the person who can change it.
struct FolderProblem: Hashable, Sendable {
  var state: LibraryFolder.State
  var detail: String

  /// What is wrong with a folder; nil when it can be read.
  static func of(_ path: String) -> FolderProblem? {
    guard let folder = opendir(path) else { return worded(errno, path) }
    closedir(folder)
    // Listing needs "read", going in needs "execute".
    guard access(path, R_OK | X_OK) == 0 else { return worded(errno, path) }
    return nil
  }

  private static func worded(_ code: Int32, _ path: String) -> FolderProblem {
    switch code {
    case EACCES, EPERM:
      FolderProblem(
        state: .denied,
        detail: "The folder \(path) may not be read by this user; give it read permission on the "
          + "folder and every folder above. Its media are kept.")
    case ENOTDIR:
      FolderProblem(state: .missing, detail: "\(path) is no folder. Its media are kept.")
    case ENOENT:
      FolderProblem(
        state: .missing,
        detail: "The folder \(path) is not there; mount its disk or remove the folder. Its media "
          + "are kept.")
    default:
      FolderProblem(
        state: .missing,
        detail: "The folder \(path) can't be read (\(String(cString: strerror(code)))). Its media "
          + "are kept.")
    }
  }
}
