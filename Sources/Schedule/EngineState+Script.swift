public import Library

/// Where a script stands besides its turn.
public struct ScriptStanding: Hashable, Codable, Sendable {
  /// In which run each content was last played, by its key.
  public var plays: [String: Int] = [:]
  /// In which run a programme was played last.
  public var run: Int
  /// When the entries began that this one belongs to.
  public var group: Moment
  /// When the latest of these entries ends.
  public var end: Moment
}

extension EngineState {
  /// Whether a path is one of a script's steps, such as `base/s3.0.2`.
  static func isScript(_ path: String) -> Bool {
    let rest = path.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst()
    guard rest.first == UInt8(ascii: "s"), let digit = rest.dropFirst().first else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
  }

  /// Notes what a step of a script has laid.
  mutating func noteStep(_ entry: ScheduledItem, of program: String, isPlayed: Bool) {
    guard isPlayed else {
      // What fills a gap in a group of the guide belongs to it.
      if scripts?[program]?.group == entry.group { scripts?[program]?.end = entry.end }
      return
    }
    var standing =
      scripts?[program]
      ?? ScriptStanding(run: entry.turn, group: entry.group, end: entry.end)
    // What a playlist plays counts for the playlist, which is what steps name.
    let content = PlaylistPlace(key: entry.content)?.playlist ?? entry.content
    standing.plays[content] = entry.turn
    (standing.run, standing.group, standing.end) = (entry.turn, entry.group, entry.end)
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
