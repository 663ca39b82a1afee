import Library
import Schedule
import TestSupport

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

func schedule(
  _ library: LibrarySnapshot, _ order: PlayOrder = .shuffle, seed: UInt64 = 7
) -> ContinuousSchedule {
  ContinuousSchedule(
    rules: ContinuousRules(content: .library, order: order, seed: seed), library: library)
}

/// The entries of each round, in order.
func rounds(of entries: [ScheduledItem]) -> [[MediaID]] {
  Dictionary(grouping: entries, by: \.cycle).sorted { $0.key < $1.key }
    .map { $0.value.map(\.media) }
}
