import Foundation

/// The processes below one, as `/proc` tells.
enum ProcessTree {
  /// One process.
  struct Entry {
    var pid: Int32
    var parent: Int32
    var name: String
    var isZombie: Bool
  }

  /// Every process that the given one started, down to the last grandchild.
  static func below(_ root: Int32) -> [Entry] {
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
  static func named(_ name: String, below root: Int32) -> [Entry] {
    below(root).filter { $0.name == String(name.prefix(15)) && !$0.isZombie }
  }

  /// How many descriptors a process holds.
  static func descriptors(of pid: Int32) -> Int {
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
