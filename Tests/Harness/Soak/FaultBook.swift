/// What was found wrong, by kind: how often, and the first few in words.
package struct FaultBook: Sendable, Codable {
  /// One kind of fault.
  package struct Entry: Sendable, Codable {
    /// How often it was found.
    package var count = 0
    /// The first few, each with its place.
    package var examples: [String] = []
  }

  private static let mostExamples = 8

  /// The faults by kind.
  package private(set) var entries: [String: Entry] = [:]

  /// No fault yet.
  package init() {}

  /// How many there are in all.
  package var count: Int { entries.values.reduce(0) { $0 + $1.count } }

  /// Notes one.
  package mutating func note(_ kind: String, _ example: @autoclosure () -> String) {
    entries[kind, default: Entry()].count += 1
    if entries[kind, default: Entry()].examples.count < Self.mostExamples {
      entries[kind]?.examples.append(example())
    }
  }

  /// Adds those of another watch.
  package mutating func add(_ other: FaultBook, from source: String) {
    for (kind, entry) in other.entries {
      entries[kind, default: Entry()].count += entry.count
      let room = max(0, Self.mostExamples - entries[kind, default: Entry()].examples.count)
      entries[kind]?.examples += entry.examples.prefix(room).map { "\(source): \($0)" }
    }
  }

  /// Every kind in a line of its own.
  package var lines: [String] {
    entries.sorted { $0.key < $1.key }.map { kind, entry in
      "\(kind): \(entry.count) (\(entry.examples.joined(separator: "; ")))"
    }
  }
}
