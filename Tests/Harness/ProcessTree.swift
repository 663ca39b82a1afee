import Foundation
import Glibc

/// The processes below one, as `/proc` tells.
package enum ProcessTree {
  /// One process.
  package struct Entry {
    package var pid: Int32
    package var parent: Int32
    package var name: String
    package var isZombie: Bool
  }

  /// Every process that the given one started, down to the last grandchild.
  package static func below(_ root: Int32) -> [Entry] {
    let all = entries()
    var found: [Entry] = []
    var parents: Set<Int32> = [root]
    while true {
      let next = all.filter { parents.contains($0.parent) }
      guard !next.isEmpty else { return found }
      found += next
      parents = Set(next.map(\.pid))
    }
  }

  /// The processes of a station by program name.
  package static func named(_ name: String, below root: Int32) -> [Entry] {
    below(root).filter { $0.name == String(name.prefix(15)) && !$0.isZombie }
  }

  /// How many descriptors a process holds.
  package static func descriptors(of pid: Int32) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count) ?? 0
  }

  private static func entries() -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      guard let pid = Int32(name),
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")")
      else { return nil }
      let fields = stat[stat.index(after: close)...].split(separator: " ")
      guard fields.count > 1, let parent = Int32(fields[1]) else { return nil }
      return Entry(
        pid: pid, parent: parent, name: String(stat[stat.index(after: open)..<close]),
        isZombie: fields[0] == "Z")
    }
  }
}

extension ProcessTree {
  /// The memory of a process in megabytes, shared pages divided among those who share them.
  package static func proportionalMegabytes(of pid: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(pid)/smaps_rollup", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") }
    let words = line?.split(separator: " ") ?? []
    return words.count > 1 ? (Double(words[1]) ?? 0) / 1024 : 0
  }

  /// Processor time of a process and everything below it, its ended children included.
  package static func processorSeconds(below root: Int32) -> Double {
    ([root] + below(root).map(\.pid)).reduce(0) { $0 + processorSeconds(of: $1) }
  }

  private static func processorSeconds(of pid: Int32) -> Double {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let close = stat.lastIndex(of: ")")
    else { return 0 }
    // Fields 14 to 17 of proc(5): own and children's time in user and system mode.
    let fields = stat[stat.index(after: close)...].split(separator: " ")
    return fields[11...14].reduce(0) { $0 + (Double($1) ?? 0) }
      / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Processor time of all ended children of this process.
  package static var reapedProcessorSeconds: Double {
    var usage = rusage()
    getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
