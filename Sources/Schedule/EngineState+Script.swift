public import Library

/// Where a script stands besides its turn.
public struct ScriptStanding: Hashable, Codable, Sendable {
  /// In which run each content was last played, by its key.
  public var plays: [String: Int] = [:]
  /// In which run a programme was played last.
  public var run: Int
  /// When the entries began that this one belongs to.
  public var group: Moment
}

extension EngineState {
  /// Whether a path is one of a script's steps, such as `base/s3.0.2`.
  static func isScript(_ path: String) -> Bool {
    let rest = path.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst()
    guard rest.first == UInt8(ascii: "s"), let digit = rest.dropFirst().first else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
  }

  /// Notes what a step of a script has played.
  mutating func noteStep(_ entry: ScheduledItem, of program: String) {
    var standing =
      scripts?[program] ?? ScriptStanding(run: entry.turn, group: entry.group)
    standing.plays[entry.content] = entry.turn
    (standing.run, standing.group) = (entry.turn, entry.group)
    var all = scripts ?? [:]
    all[program] = standing
    scripts = all
  }

  /// Forgets builds that are over, so that what is kept of a channel does not grow with each.
  mutating func forgetBuilds(but program: String) {
    for name in turns.keys where name.hasPrefix(ScriptBuild.prefix) && name != program {
      turns[name] = nil
      scripts?[name] = nil
    }
  }
}
