import Glibc

/// Whom nginx's worker runs as when root starts it.
public struct WorkerUser: Hashable, Sendable {
  /// The account's name.
  public let name: String
  /// The name of its main group.
  public let group: String
  /// The account's number.
  let id: uid_t
  /// The number of its main group.
  let groupID: gid_t

  /// The first account of nginx's usual ones that can reach all these folders.
  ///
  /// - Parameters:
  ///   - folders: What the worker has to read.
  ///   - ours: Folders among them or above them whose group will be set to the worker's.
  /// - Returns: The account; root itself where some folder above keeps every other one out.
  static func fitting(folders: [String], ours: Set<String>) -> WorkerUser {
    ["www-data", "nginx", "nobody"].lazy
      .compactMap(WorkerUser.init(account:))
      .first { user in folders.allSatisfy { user.reaches($0, ours: ours) } }
      ?? WorkerUser(account: "root") ?? WorkerUser(name: "root", group: "root", id: 0, groupID: 0)
  }

  private init(name: String, group: String, id: uid_t, groupID: gid_t) {
    self.name = name
    self.group = group
    self.id = id
    self.groupID = groupID
  }

  /// An account of this system; nil when there is none of that name.
  init?(account name: String) {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16384)
    guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
      return nil
    }
    self.name = name
    id = entry.pw_uid
    groupID = entry.pw_gid
    var groupEntry = Glibc.group()
    var foundGroup: UnsafeMutablePointer<Glibc.group>?
    guard getgrgid_r(groupID, &groupEntry, &buffer, buffer.count, &foundGroup) == 0,
      foundGroup != nil, let groupName = groupEntry.gr_name
    else { return nil }
    group = String(cString: groupName)
  }

  /// Whether every folder down to this one lets the account through.
  private func reaches(_ folder: String, ours: Set<String>) -> Bool {
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/" + part
      guard ours.contains(path) || passes(path) else { return false }
    }
    return true
  }

  private func passes(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    if status.st_uid == id { return status.st_mode & S_IXUSR != 0 }
    if status.st_gid == groupID { return status.st_mode & S_IXGRP != 0 }
    return status.st_mode & S_IXOTH != 0
  }
}
