import Control
import Foundation
import Library
import Store

/// A folder to be read from now on.
struct NewFolder: Codable {
  var path: String
}

func addFolder(_ call: Call, _ wish: NewFolder) throws -> FolderAnswer {
  let path = try FolderPath.checked(wish.path, private: call.studio.privateFolders)
  let folder = try call.studio.store.insertFolder(path: path)
  try call.studio.store.enqueue(kind: .scan, subject: String(folder.id.rawValue))
  call.publish(.library, "folder added")
  return FolderAnswer(folder)
}

/// Which folders may be read for media.
enum FolderPath {
  /// The path without detours, of a folder that is there and can be read.
  static func checked(_ given: String, private hidden: [String]) throws -> String {
    guard given.hasPrefix("/"), given.utf8.count <= 4096, !given.utf8.contains(0) else {
      throw refusal("Give the folder's full path, such as /srv/media.")
    }
    let path = tidied(given)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw refusal("There is no folder \(path). Check the path, or mount the disk.")
    }
    guard isFolder.boolValue else {
      throw refusal("\(path) is a file. Give the folder that holds it.")
    }
    guard access(path, R_OK | X_OK) == 0 else {
      throw refusal("The folder \(path) may not be read. Give this user permission to read it.")
    }
    try checkIsNotOurs(path, hidden)
    return path
  }

  /// Segments and guide files are no media; the links that lead there do not matter.
  private static func checkIsNotOurs(_ path: String, _ hidden: [String]) throws {
    let real = resolved(path)
    for ours in hidden.map(resolved) {
      guard real == ours || isInside(real, ours) || isInside(ours, real) else { continue }
      throw refusal(
        "The folder \(path) holds EXStreamTV's own files (\(ours)). Choose another, or move those.")
    }
  }

  /// Whether a file really lies in one of these folders, whatever links lead there.
  static func lies(_ path: String, inside folders: [String]) -> Bool {
    let real = resolved(path)
    return folders.map(resolved).contains { isInside(real, $0) }
  }

  private static func refusal(_ detail: String) -> Problem { .invalid("path", detail) }

  /// The path without `.`, `..` and doubled slashes.
  static func tidied(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  private static func isInside(_ path: String, _ folder: String) -> Bool {
    path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return tidied(path) }
    defer { free(real) }
    return String(cString: real)
  }
}
