import Library
import Schedule
import TestSupport
import Testing

/// A moment that is no round number of anything.
let premiere = Moment(milliseconds: 1_790_000_123_457)

/// A library of a size, drawn from a seed: films, episodes of three shows, odd lengths.
func library(of count: Int, seed: UInt64, firstID: Int64 = 1) -> LibrarySnapshot {
  var generator = SeededGenerator(seed: seed)
  let items = (0..<count).map { index in
    let isEpisode = Bool.random(using: &generator)
    let show = Int64.random(in: 1...3, using: &generator)
    return ScheduleItem(
      id: MediaID(rawValue: firstID + Int64(index)),
      duration: Span(milliseconds: .random(in: 600_000...7_200_000, using: &generator)),
      title: "Title \(Int.random(in: 1...500, using: &generator))",
      show: isEpisode ? ShowID(rawValue: show) : nil, showTitle: isEpisode ? "Show \(show)" : nil,
      season: isEpisode ? .random(in: 0...4, using: &generator) : nil,
      episode: isEpisode ? .random(in: 1...24, using: &generator) : nil,
      year: Bool.random(using: &generator) ? .random(in: 1950...2025, using: &generator) : nil,
      position: count - index)
  }
  return LibrarySnapshot(items: items)
}

/// A content that is played in an order for ever, as the engine runs it.
struct Continuous {
  var rundown: Rundown
  var library: LibrarySnapshot
  var key: String

  init(rules: ContinuousRules, library: LibrarySnapshot) throws {
    rundown = try RuleSet(rules).rundown(seed: rules.seed)
    self.library = library
    key = try #require(rundown.contents.keys.first)
  }

  /// Lays items end to end after a cursor.
  func extend(
    after cursor: Cursor?, from start: Moment, until end: Moment, limit: Int = .max
  ) -> [ScheduledItem] {
    var state = EngineState(at: start)
    state.cursors[key] = cursor
    var engine = Engine(rundown, library: library, zone: .utc, state: state)
    return engine.run(until: end, limit: limit)
  }

  /// Where the channel stands after entries.
  func cursor(after entries: [ScheduledItem]) -> Cursor? {
    let items = Dictionary(
      library.contents.values.joined().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    guard let first = entries.first else { return nil }
    var state = EngineState(at: first.start)
    for entry in entries { state.note(entry, item: items[entry.media]) }
    return state.cursors[key]
  }
}

func schedule(
  _ library: LibrarySnapshot, _ order: PlayOrder = .shuffle, seed: UInt64 = 7
) throws -> Continuous {
  try Continuous(
    rules: ContinuousRules(content: .library, order: order, seed: seed), library: library)
}

extension LibrarySnapshot {
  /// The items of a library that is all that is played.
  var list: [ScheduleItem] { contents[.library] ?? [] }
}

/// The entries of each round, in order.
func rounds(of entries: [ScheduledItem]) -> [[MediaID]] {
  Dictionary(grouping: entries, by: \.cycle).sorted { $0.key < $1.key }
    .map { $0.value.map(\.media) }
}

extension TimelineUpkeep {
  /// What has to change.
  func diff(
    after state: EngineState? = nil, existing: [ScheduledItem], now: Moment, lead: Span = lead
  ) -> TimelineDiff? {
    finding(after: state, existing: existing, now: now, lead: lead).diff
  }
}
