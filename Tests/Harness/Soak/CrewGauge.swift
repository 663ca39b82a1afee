import Foundation

/// Memory, descriptors and threads of each of a station's processes over time.
package struct CrewGauge: Sendable {
  /// What one process held at a time.
  package struct Look: Sendable, Codable {
    package var seconds: Double
    package var megabytes: Double
    package var descriptors: Int
    package var threads: Int
  }

  /// How one process fared.
  package struct Course: Sendable, Codable {
    package var name: String
    package var first: Look
    package var last: Look
    /// What the last fifth of the time held more than the middle fifth, as medians.
    package var growth: Look
  }

  private var looks: [String: [Look]] = [:]
  private var begin = ContinuousClock.now
  /// The most runs of ffmpeg at once.
  package private(set) var mostRuns = 0

  init() {}

  /// Looks at everything below the station's first process.
  mutating func look(below root: Int32) {
    let seconds = (ContinuousClock.now - begin).inSeconds
    let all = ProcessTree.below(root).filter { !$0.isZombie }
    mostRuns = max(mostRuns, all.count { $0.name == "ffmpeg" })
    let kept = all.filter { $0.name.hasPrefix("exstreamtv") || $0.name == "nginx" }
    for (pid, name) in kept.map({ ($0.pid, $0.name) }) + [(root, "exstreamtv")] {
      let look = Look(
        seconds: seconds, megabytes: ProcessTree.residentMegabytes(of: pid),
        descriptors: ProcessTree.descriptors(of: pid), threads: ProcessTree.threads(of: pid))
      looks["\(ProcessTree.title(of: pid) ?? name) \(pid)", default: []].append(look)
    }
  }

  /// How each process fared that was looked at often enough.
  package var courses: [Course] {
    looks.sorted { $0.key < $1.key }.compactMap { name, looks in
      guard let first = looks.first, let last = looks.last, looks.count >= 10 else { return nil }
      let fifth = looks.count / 5
      let middle = looks[2 * fifth..<3 * fifth]
      let end = looks.suffix(fifth)
      func growth(_ value: (Look) -> Double) -> Double {
        end.map(value).median - middle.map(value).median
      }
      return Course(
        name: name, first: first, last: last,
        growth: Look(
          seconds: last.seconds - first.seconds, megabytes: growth(\.megabytes),
          descriptors: Int(growth { Double($0.descriptors) }),
          threads: Int(growth { Double($0.threads) })))
    }
  }
}

extension ProcessTree {
  /// The memory that a process has in use, in megabytes.
  package static func residentMegabytes(of pid: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8)) ?? ""
    let words = text.split(separator: " ")
    return words.count > 1 ? (Double(words[1]) ?? 0) * 4096 / 1_048_576 : 0
  }

  /// How many threads a process has.
  package static func threads(of pid: Int32) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task").count) ?? 0
  }

  /// A process's name, with its pool if it has one.
  static func title(of pid: Int32) -> String? {
    guard
      let words = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline")).split(separator: 0)
    else { return nil }
    let texts = words.map { String(decoding: $0, as: UTF8.self) }
    guard let name = texts.first?.split(separator: "/").last else { return nil }
    return texts.contains("--pool") ? "\(name) \(texts.last ?? "")" : String(name)
  }
}

extension [Double] {
  /// The middle of the figures; zero of none.
  package var median: Double {
    let sorted = sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted.count % 2 == 1
      ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
  }
}
