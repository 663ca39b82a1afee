import FoundationEssentials
import Glibc

/// What `/proc` tells of one process.
struct RunningProcess: Hashable {
  /// Its number.
  let id: pid_t
  /// The number of its process group.
  let group: pid_t
  /// When it started, in ticks since boot: with the number its identity.
  let start: UInt64
  /// The program's path; nil when it is not ours to see.
  let program: String?

  /// The process of a number; nil when there is none, or a dead one.
  init?(id: pid_t) {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(id)/stat") else { return nil }
    // The name stands in parentheses and may hold anything, parentheses too.
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X", let group = pid_t(fields[2]),
      let start = UInt64(fields[19])
    else { return nil }
    self.id = id
    self.group = group
    self.start = start
    program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/exe")
  }

  /// Every process that can be seen.
  static var all: [RunningProcess] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.compactMap(RunningProcess.init)
  }
}
