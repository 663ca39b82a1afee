import Config
import FoundationEssentials
import Glibc
import Library
import Store

/// Folders, disk space, the database, and the media folders that it names.
struct FolderExamination {
  let settings: Settings

  func findings() -> [Finding] {
    [
      writable("data folder", settings.data), writable("run folder", settings.run.path), web(),
      templates(), space(),
    ] + database()
  }

  /// A folder that is not there yet is fine where it can be made.
  private func writable(_ name: String, _ path: String) -> Finding {
    var existing = path
    while existing != "/", access(existing, F_OK) != 0 {
      existing = String(existing[..<(existing.lastIndex(of: "/") ?? existing.startIndex)])
      if existing.isEmpty { existing = "/" }
    }
    guard access(existing, W_OK | X_OK) == 0 else {
      return Finding(
        name, .problem,
        "'\(existing)' can't be written: \(systemFailure()). Make it writable for this user or "
          + "set EXSTREAMTV_DATA to another folder.")
    }
    return Finding(name, .ok, existing == path ? path : "\(path) will be made")
  }

  private func web() -> Finding {
    let path = settings.www + "/index.html"
    guard access(path, R_OK) == 0 else {
      return Finding(
        "WebUI", .missing,
        "'\(path)' can't be read. Set EXSTREAMTV_SHARE to the folder that holds www/ and nginx/.")
    }
    return Finding("WebUI", .ok, settings.www)
  }

  private func templates() -> Finding {
    do {
      _ = try NginxTemplate(folder: settings.share.nginx)
      return Finding("nginx templates", .ok, settings.share.nginx)
    } catch {
      return Finding("nginx templates", .missing, "\(error)")
    }
  }

  private func space() -> Finding {
    var status = statvfs()
    guard statvfs(settings.run.path, &status) == 0 || statvfs(parent(settings.data), &status) == 0
    else { return Finding("disk space", .notice, "unknown: \(systemFailure())") }
    let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
    let megabytes = free / 1_000_000
    guard megabytes >= 1000 else {
      return Finding(
        "disk space", .problem,
        "only \(megabytes) MB are free; a channel on air needs about 50 MB, the database grows "
          + "with the library. Free some, or set EXSTREAMTV_DATA to another disk.")
    }
    return Finding("disk space", .ok, "\(megabytes / 1000) GB free")
  }

  private func parent(_ path: String) -> String {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func database() -> [Finding] {
    guard access(settings.database, F_OK) == 0 else {
      return [Finding("database", .ok, "\(settings.database) will be made")]
    }
    do {
      let store = try Store.open(at: settings.database)
      let folders = try store.folders()
      let channels = try store.channels().count
      let state = Finding("database", .ok, "\(settings.database): \(channels) channels")
      return [state] + folders.map(media)
    } catch {
      return [Finding("database", .problem, "\(error)")]
    }
  }

  private func media(_ folder: LibraryFolder) -> Finding {
    let name = "media folder"
    guard access(folder.path, R_OK | X_OK) == 0 else {
      return Finding(
        name, .problem,
        "'\(folder.path)' can't be read: \(systemFailure()). Mount it, give this user read "
          + "permission, or remove the folder from the library.")
    }
    return Finding(name, .ok, "\(folder.path): \(folder.items) can be played")
  }
}
