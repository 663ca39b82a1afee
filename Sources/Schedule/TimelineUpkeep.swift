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

  private let schedule: ContinuousSchedule
  private let premiere: Moment

  /// The upkeep of one channel.
  public init(schedule: ContinuousSchedule, premiere: Moment) {
    self.schedule = schedule
    self.premiere = premiere
  }

  /// What has to change.
  ///
  /// - Parameters:
  ///   - existing: At least the two last entries that began by now, and all later ones, in order.
  ///   - now: The present; what starts within the lead of it does not move either.
  ///   - lead: ``lead`` while the channel is on air; zero where nothing has been made ahead.
  ///   - item: The medium of the entry that the channel goes on from, as the
  ///     library knows it even if it can't be played any more.
  /// - Returns: The change; nil when there is none.
  public func diff(
    existing: [ScheduledItem], now: Moment, lead: Span = lead, item: ScheduleItem? = nil
  ) -> TimelineDiff? {
    let kept = existing.prefix { $0.start <= now + lead }
    let future = existing.dropFirst(kept.count)
    let wanted = entries(after: kept, now: now, item: item)
    let same = zip(future, wanted).prefix { $0 == $1 }.count
    if same == wanted.count, same == future.count || same > 0 { return nil }
    let rest = Array(wanted.dropFirst(same))
    guard let boundary = future.dropFirst(same).first?.start ?? rest.first?.start else {
      return nil
    }
    return TimelineDiff(removeFrom: boundary, insert: rest)
  }

  /// The entry that the channel goes on from.
  public static func anchor(
    of existing: [ScheduledItem], now: Moment, lead: Span = lead
  ) -> ScheduledItem? {
    existing.prefix { $0.start <= now + lead }.last
  }

  private func entries(
    after kept: ArraySlice<ScheduledItem>, now: Moment, item: ScheduleItem?
  ) -> [ScheduledItem] {
    let start = start(after: kept.last, now: now)
    let cursor = Cursor(after: kept, item: item)
    let end = now + Self.horizon
    // What a late first build has to make up for does not count against the limit.
    let behind = schedule.extend(after: cursor, from: start, until: min(now, end))
    guard let last = behind.last else {
      return schedule.extend(after: cursor, from: start, until: end, limit: Self.most)
    }
    return behind
      + schedule.extend(
        after: Cursor(after: Array(kept) + behind), from: last.end, until: end, limit: Self.most)
  }

  /// After an outage the channel goes on now, at a full second, instead of
  /// filling hours that nobody saw.
  private func start(after last: ScheduledItem?, now: Moment) -> Moment {
    let second = Moment(milliseconds: now.milliseconds - now.milliseconds % 1000)
    guard let last else { return premiere < now - Self.oldestPremiere ? second : premiere }
    return max(last.end, second)
  }
}
