import FoundationEssentials
import Glibc

/// A note on disk about a running child, for the successor of a killed station.
///
/// Normally the kernel ends the children together with the station; the note
/// is for those that outlive even that, such as the worker of a killed nginx.
struct ProcessNote: Hashable, Codable {
  /// The child's number, which is its group's too.
  var id: pid_t
  /// When it started, in ticks since boot.
  var start: UInt64
  /// The program's path.
  var program: String

  /// Writes the note of a child that has just started.
  static func write(_ name: String, id: pid_t, program: String, folder: String) {
    guard let process = RunningProcess(id: id) else { return }
    // What /proc will show of it has no links in it.
    let path = realPath(of: program) ?? program
    let note = ProcessNote(id: id, start: process.start, program: path)
    guard let bytes = try? JSONEncoder().encode(note) else { return }
    try? bytes.write(to: URL(filePath: "\(folder)/\(name).json"), options: .atomic)
  }

  /// Removes the note of a child that has ended.
  static func remove(_ name: String, folder: String) {
    unlink("\(folder)/\(name).json")
  }

  /// The notes that a predecessor left.
  static func all(in folder: String) -> [ProcessNote] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.compactMap { name in
      FileManager.default.contents(atPath: "\(folder)/\(name)")
        .flatMap { try? JSONDecoder().decode(ProcessNote.self, from: $0) }
    }
  }

  /// Whether a process is this child, or one that it started in its group.
  func covers(_ process: RunningProcess) -> Bool {
    guard process.group == id, process.start >= start, let found = process.program else {
      return false
    }
    if process.id == id, process.start != start { return false }
    // A program that was replaced on disk since is shown as "… (deleted)".
    return found == program || found == program + " (deleted)"
  }
}
