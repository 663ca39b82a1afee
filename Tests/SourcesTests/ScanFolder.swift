import Foundation
import Glibc
import Library
import Sources
import TestSupport

/// A folder of media for one test, and a record of what scanning it told.
final class ScanFolder: Sendable {
  private let scratch: ScratchFolder
  /// The folder's path.
  let path: String

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.path
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// Puts a file under a name into the folder, which is made where needed.
  func add(_ clip: Result<String, any Error>, as name: String) throws {
    try add(bytes: try Data(contentsOf: URL(filePath: try clip.get())), as: name)
  }

  func add(_ text: String = "", as name: String) throws {
    try add(bytes: Data(text.utf8), as: name)
  }

  func add(bytes: Data, as name: String) throws {
    // Plain system calls: a name with a newline or a leading dash is no URL.
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(descriptor) }
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard written == bytes.count else { throw POSIXError(.EIO) }
  }

  func link(_ name: String, to target: String) throws {
    guard symlink(target, file(name)) == 0 else { throw POSIXError(.EIO) }
  }

  /// Scans the folder on a thread of its own.
  func scan(
    with ffprobe: String = "/usr/bin/ffprobe", parallel: Int = 4,
    deadline: Duration = .seconds(40), known: [String: FileStamp] = [:],
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Told {
    try await Self.scan(
      path, with: ffprobe, parallel: parallel, deadline: deadline, known: known,
      isCancelled: isCancelled)
  }

  static func scan(
    _ path: String, with ffprobe: String = "/usr/bin/ffprobe", parallel: Int = 4,
    deadline: Duration = .seconds(40), known: [String: FileStamp] = [:],
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Told {
    try await onThread {
      var events: [ScanEvent] = []
      let scan = FolderScan(ffprobe: ffprobe, parallel: parallel, probeDeadline: deadline)
      let result = try scan.run(
        folder: path, known: known, report: { events.append($0) }, isCancelled: isCancelled)
      return Told(events: events, result: result, root: path)
    }
  }
}

/// What a scan told, by the files' names below the folder.
struct Told: Sendable {
  var events: [ScanEvent]
  var result: ScanResult
  var root: String

  var counted: [Int] {
    events.compactMap { if case .counted(let count) = $0 { count } else { nil } }
  }

  var media: [String: ScannedMedia] {
    var media: [String: ScannedMedia] = [:]
    for case .media(let found) in events { media[name(found.path)] = found }
    return media
  }

  var failed: [String: String] {
    var failed: [String: String] = [:]
    for case .failed(let path, _, let reason) in events { failed[name(path)] = reason }
    return failed
  }

  var unchanged: Set<String> {
    Set(events.compactMap { if case .unchanged(let path) = $0 { name(path) } else { nil } })
  }

  /// The stamps of all that was read or failed, as a library would keep them.
  var stamps: [String: FileStamp] {
    var stamps: [String: FileStamp] = [:]
    for event in events {
      switch event {
      case .media(let media): stamps[media.path] = media.stamp
      case .failed(let path, let stamp, _): stamps[path] = stamp
      case .counted, .unchanged, .subtitles: break
      }
    }
    return stamps
  }

  private func name(_ path: String) -> String {
    String(path.dropFirst(root.count + 1))
  }
}
