import Config
import FoundationEssentials
import Glibc

/// Makes the folders that the station's processes meet in.
struct StationFolders {
  let settings: Settings

  /// Makes the data folder, and everything below the run folder.
  ///
  /// - Returns: Whom nginx's worker is to run as; nil when nginx can't choose.
  /// - Throws: ``StationError`` that names the folder that can't be written.
  func make() throws -> WorkerUser? {
    let run = settings.run
    try make(settings.data)
    guard access(settings.data, W_OK) == 0 else { throw denied(settings.data) }
    for folder in [run.path, run.live, run.guide, run.nginx, run.log, run.processes] {
      try make(folder)
      guard access(folder, W_OK) == 0 else { throw denied(folder) }
    }
    if run.hasSocketFolder { try makePrivate(run.sockets) }
    let user = workerUser()
    try admit(user, to: run.path)
    if run.hasSocketFolder { try admit(user, to: run.sockets) }
    return user
  }

  /// Only root can start nginx's worker as somebody else.
  private func workerUser() -> WorkerUser? {
    guard getuid() == 0 else { return nil }
    let run = settings.run
    return WorkerUser.fitting(
      folders: [run.live, run.guide, run.sockets, settings.www], ours: [run.path, run.sockets])
  }

  /// The run folder is for us and nginx's worker; its sockets are as open as nginx makes them.
  private func admit(_ user: WorkerUser?, to folder: String) throws(StationError) {
    if let user, chown(folder, 0, user.groupID) != 0 { throw denied(folder) }
    guard chmod(folder, user == nil ? 0o700 : 0o750) == 0 else { throw denied(folder) }
  }

  private func make(_ folder: String) throws(StationError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StationError(
        "The folder '\(folder)' can't be made: \(systemFailure()). "
          + "Make it writable for this user or set EXSTREAMTV_DATA to another folder.")
    }
  }

  /// A folder below /tmp may have been made by somebody else to listen in.
  private func makePrivate(_ folder: String) throws(StationError) {
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw denied(folder) }
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      status.st_uid == getuid()
    else {
      throw StationError(
        "The folder '\(folder)' belongs to somebody else; remove it, "
          + "or set EXSTREAMTV_RUN to a shorter path.")
    }
  }

  private func denied(_ folder: String) -> StationError {
    StationError(
      "The folder '\(folder)' can't be written: \(systemFailure()). "
        + "Make it writable for this user or set EXSTREAMTV_DATA to another folder.")
  }
}
