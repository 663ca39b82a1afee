public import Library

/// Keeps a channel's timeline true to its rules and its library: what is on
/// air and what is past never moves, what comes is laid ahead.
///
/// Run again on an unchanged library it only adds at the end; run after a
/// change it replaces from the first entry that differs.
public struct TimelineUpkeep: Sendable {
  /// How far ahead a timeline is built.
  public static let horizon = Span.days(14)
  /// How long the past is kept.
  public static let past = Span.days(7)
  /// How many entries are built ahead at most, however short they are.
  public static let most = 10_000
  /// How far ahead nothing moves any more: streams are made ahead of the clock,
  /// and what is made can't be taken back.
  public static let lead = Span.seconds(60)
  /// How old a premiere may be to be honoured when nothing was built yet.
  public static let oldestPremiere = Span.days(1)

  private let rundown: Rundown
  private let library: LibrarySnapshot
  private let zone: ZoneTable
  private let premiere: Moment

  /// What upkeep found.
  public struct Finding: Hashable, Sendable {
    /// What has to change; nil when nothing has.
    public var diff: TimelineDiff?
    /// Where the channel stood before what is on air, with all that belongs to it.
    public var state: EngineState?
    /// What can't be done as the rules say.
    public var warnings: [ScheduleWarning]
  }

  /// The upkeep of one channel.
  public init(
    _ rundown: Rundown, library: LibrarySnapshot, zone: ZoneTable = .utc, premiere: Moment
  ) {
    self.rundown = rundown
    self.library = library
    self.zone = zone
    self.premiere = premiere
  }

  /// What has to change.
  ///
  /// - Parameters:
  ///   - state: Where the channel stood before the existing entries; nil before the first.
  ///   - existing: All entries since then, in order.
  ///   - now: The present; what starts within the lead of it does not move either.
  ///   - lead: ``lead`` while the channel is on air; zero where nothing has been made ahead.
  /// - Returns: The change, and where the channel stands.
  public func finding(
    after state: EngineState? = nil, existing: [ScheduledItem], now: Moment, lead: Span = lead
  ) -> Finding {
    let items = EntryItems(rundown, library)
    var kept = existing.prefix { $0.start <= now + lead }
    // What belongs together stays together.
    if let group = kept.last?.group {
      kept = existing.prefix { $0.start <= now + lead || $0.group == group }
    }
    var standing = state
    var present = state
    var group: Moment?
    for entry in kept {
      if entry.group != group, entry.start <= now { present = standing }
      group = entry.group
      if standing == nil { standing = EngineState(at: entry.start) }
      standing?.note(entry, item: items.item(of: entry))
    }
    let future = Array(existing.dropFirst(kept.count))
    let made = entries(after: standing, now: now)
    let diff =
      cut(kept, existing, made: made.entries, before: state, items, now + lead)
      ?? diff(of: future, and: made.entries)
    return Finding(diff: diff, state: present, warnings: made.warnings)
  }

  private func diff(
    of future: [ScheduledItem], and wanted: [ScheduledItem]
  ) -> TimelineDiff? {
    let same = zip(future, wanted).prefix { $0 == $1 }.count
    if same == wanted.count, same == future.count || same > 0 { return nil }
    let rest = Array(wanted.dropFirst(same))
    guard let boundary = future.dropFirst(same).first?.start ?? rest.first?.start else {
      return nil
    }
    return TimelineDiff(removeFrom: boundary, insert: rest)
  }

  /// A screen that is on air gives way as soon as there is something to play.
  private func cut(
    _ kept: ArraySlice<ScheduledItem>, _ existing: [ScheduledItem], made: [ScheduledItem],
    before state: EngineState?, _ items: EntryItems, _ frozen: Moment
  ) -> TimelineDiff? {
    let second = Moment(milliseconds: (frozen.milliseconds / 1000 + 1) * 1000)
    guard var last = kept.last, last.role.isScreen, last.end > second, last.start < second,
      last.role != .flex
    else { return nil }
    last.end = second
    var standing = state ?? EngineState(at: kept[kept.startIndex].start)
    for entry in kept.dropLast() + [last] { standing.note(entry, item: items.item(of: entry)) }
    let wanted = entries(after: standing, now: frozen).entries
    guard let first = wanted.first, !first.role.isScreen else { return nil }
    return TimelineDiff(removeFrom: last.start, insert: [last] + wanted)
  }

  private func entries(
    after state: EngineState?, now: Moment
  ) -> (entries: [ScheduledItem], warnings: [ScheduleWarning]) {
    let end = now + Self.horizon
    let hasBegun = state != nil
    var state = state ?? EngineState(at: start(now: now))
    let second = Moment(milliseconds: now.milliseconds - now.milliseconds % 1000)
    // After an outage the channel goes on now, at a full second, instead of
    // filling hours that nobody saw.
    if hasBegun, state.at < second { (state.at, state.since) = (second, second) }
    var engine = Engine(rundown, library: library, zone: zone, state: state)
    guard !engine.isEmpty else { return ([], engine.emptyWarnings) }
    // What a late first build has to make up for does not count against the limit.
    let behind = engine.run(until: min(now, end))
    let ahead = engine.run(until: end, limit: Self.most)
    return (behind + ahead, engine.warnings)
  }

  private func start(now: Moment) -> Moment {
    premiere < now - Self.oldestPremiere
      ? Moment(milliseconds: now.milliseconds - now.milliseconds % 1000) : premiere
  }
}

extension Engine {
  /// What is said of a channel that has nothing at all.
  var emptyWarnings: [ScheduleWarning] {
    [
      ScheduleWarning(
        kind: .empty, path: "base", at: state.at,
        detail: "Nothing that the rules name can be played; the channel's screen is shown.")
    ]
  }
}
