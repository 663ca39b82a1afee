import GRDB
import Library
import Playout

/// How a channel's stored entries become what it shows: the one place where mirrors and pauses
/// shift a timeline.
///
/// A mirror shows all entries of its source some time later. A paused channel shows its past as
/// it was, and from the present on what it would show if somebody tuned now: the interrupted
/// programme from where it stopped, and all that follows.
struct Airing {
  /// A stretch of time in which the entries are shown late by the same span.
  struct Stretch {
    /// When it begins; nil: never has.
    var from: Moment?
    /// When it ends; nil: never does.
    var to: Moment?
    /// How much later than stored the entries are shown.
    var delay: Span
  }

  /// The channel that stores the entries.
  let rows: ChannelID
  /// Every stretch, in order.
  let stretches: [Stretch]
  /// The channel, if it is a live one, which stores none.
  private let live: Channel?
  /// Whether it shows what takes over the channel of its entries.
  let isTakenOver: Bool

  /// How a channel is shown if the present is a given moment.
  init(of channel: Channel, now: Moment) {
    live = channel.kind == .live ? channel : nil
    rows = channel.mirror?.channel ?? channel.id
    isTakenOver = live == nil && channel.mirror?.offset ?? .zero == .zero
    guard channel.kind == .onDemand, let pause = channel.pausedAt, pause < now else {
      stretches = [Stretch(delay: channel.mirror?.offset ?? .zero)]
      return
    }
    stretches = [
      Stretch(to: pause, delay: .zero), Stretch(from: now, delay: now - pause),
    ]
  }

  /// Reads what is shown at some time between two moments.
  ///
  /// - Parameters:
  ///   - sql: Selects what `:channel` has between `:from` and `:to`, in order.
  ///   - target: The column with the channel that is shown instead, if the rows have one.
  ///   - depth: Of how many channels each is shown by the one before.
  ///   - from: The first moment.
  ///   - to: The end of the last.
  ///   - db: The database.
  ///   - map: Reads a row.
  /// - Returns: The entries in order, where and as they are shown.
  /// - Throws: What SQLite reports.
  func read<Entry: Shown & Hourly>(
    _ sql: String, target: Int? = nil, depth: Int = 0, from: Moment, to: Moment,
    in db: Database, _ map: (Row) throws -> Entry
  ) throws -> [Entry] {
    if let live { return LiveHour.hours(of: live, from: from, to: to).compactMap(Entry.init) }
    return try stretches.flatMap { stretch -> [Entry] in
      let from = stretch.from.map { max($0, from) } ?? from
      let to = stretch.to.map { min($0, to) } ?? to
      guard from < to else { return [] }
      let arguments: StatementArguments = [
        "channel": rows.rawValue, "from": (from - stretch.delay).milliseconds,
        "to": (to - stretch.delay).milliseconds,
      ]
      // Read to the end first: what another channel shows is read by the same statement.
      let found = try db.rows(sql, arguments) { row in
        (entry: try map(row).shown(in: stretch), other: target.flatMap { row[$0] as String? })
      }
      guard let target, found.contains(where: { $0.other != nil }) else {
        return found.map(\.entry)
      }
      return try found.flatMap { entry, other -> [Entry] in
        guard let other else { return [entry] }
        let start = max(entry.start, from + stretch.delay)
        return try Self.shown(
          by: other, sql, target: target, depth: depth,
          window: start..<max(start, min(entry.end, to + stretch.delay)), in: db, map
        ).map { $0.shown(through: entry) }
      }
    }
  }

  /// How many channels may show each other, one the next.
  private static let deepest = 4

  /// What another channel shows meanwhile; nothing where channels show each other in a circle.
  private static func shown<Entry: Shown & Hourly>(
    by id: String, _ sql: String, target: Int, depth: Int, window: Range<Moment>,
    in db: Database, _ map: (Row) throws -> Entry
  ) throws -> [Entry] {
    guard depth < deepest, !window.isEmpty,
      let channel = try db.first(
        ChannelSQL.byID, [id], { try ProgrammedChannel(row: $0).channel })
    else { return [] }
    let (from, to) = (window.lowerBound, window.upperBound)
    return try Airing(of: channel, now: from).read(
      sql, target: target, depth: depth + 1, from: from, to: to, in: db, map
    ).map { entry in
      var entry = entry
      if entry.start < from { entry.enter(late: from - entry.start) }
      entry.end = min(entry.end, to)
      return entry
    }
  }
}

/// What has a place in a timeline.
protocol Shown {
  var start: Moment { get set }
  var end: Moment { get set }
  /// Begins that much later, further into the medium.
  mutating func enter(late span: Span)
  /// The same, where an entry of another channel has it shown.
  func shown(through entry: Self) -> Self
}

extension Shown {
  func shown(through entry: Self) -> Self { self }
}

extension Shown {
  fileprivate func shown(in stretch: Airing.Stretch) -> Self {
    var entry = self
    entry.start = start + stretch.delay
    entry.end = end + stretch.delay
    if let from = stretch.from, entry.start < from { entry.enter(late: from - entry.start) }
    if let to = stretch.to { entry.end = min(entry.end, to) }
    return entry
  }
}

extension TimelineEntry: Shown {
  mutating func enter(late span: Span) {
    start = start + span
    inPoint = inPoint + span
  }
}

extension PlanItem: Shown {
  mutating func enter(late span: Span) {
    start = start + span
    inPoint = inPoint + span
  }
}

extension Programme: Shown {
  mutating func enter(late span: Span) { start = start + span }
}
