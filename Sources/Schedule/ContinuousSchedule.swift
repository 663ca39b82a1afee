public import Library

/// A content played in an order, for ever: the schedule of a continuous channel.
///
/// Pure and deterministic: the same rules, library and cursor give the same
/// entries, built at once or in steps.
///
///     let schedule = ContinuousSchedule(rules: rules, library: snapshot)
///     let day = schedule.extend(after: nil, from: premiere, until: premiere + .days(1))
public struct ContinuousSchedule: Sendable {
  /// Shorter items are not played: nobody would see them, and a timeline of
  /// them would have no end.
  public static let shortest = Span.seconds(1)

  private let rules: ContinuousRules
  private let library: LibrarySnapshot

  /// The schedule that rules make of a library.
  public init(rules: ContinuousRules, library: LibrarySnapshot) {
    self.rules = rules
    self.library = LibrarySnapshot(
      items: library.items.filter { $0.duration >= Self.shortest })
  }

  /// Whether there is nothing to play.
  public var isEmpty: Bool { library.items.isEmpty }

  /// Lays items end to end, from one moment until another is reached.
  ///
  /// - Parameters:
  ///   - cursor: Where the channel stands; nil begins the content anew.
  ///   - start: When the first item starts.
  ///   - end: The last item starts before this moment.
  ///   - limit: How many items there may be at most.
  /// - Returns: The items in order, without overlap and without hole.
  public func extend(
    after cursor: Cursor?, from start: Moment, until end: Moment, limit: Int = .max
  ) -> [ScheduledItem] {
    guard !library.items.isEmpty else { return [] }
    let order = SortOrder(rules: rules, library: library)
    var round =
      cursor.map { Round(of: library.items, in: order, after: $0) }
      ?? Round(0, of: library.items, in: order, avoiding: nil)
    var last = cursor?.last
    var moment = start
    var entries: [ScheduledItem] = []
    while moment < end, entries.count < limit {
      guard let item = round.next() else {
        round = Round(round.cycle + 1, of: library.items, in: order, avoiding: last)
        continue
      }
      let entry = ScheduledItem(
        start: moment, end: moment + item.duration, media: item.id, cycle: round.cycle)
      entries.append(entry)
      moment = entry.end
      last = item.id
    }
    return entries
  }
}
