import GRDB
public import Library
public import Playout

enum GuideSQL {
  private static let programmes = """
    SELECT t.id, t.start_at, t.end_at, t.media,
      m.kind, m.title, s.title, m.season, m.episode, m.year,
      t.title, t.role, t.together, t.hidden, t.target
    FROM timeline t LEFT JOIN media m ON m.id = t.media LEFT JOIN show s ON s.id = m.show
    WHERE t.channel = :channel AND t.start_at < :to AND t.end_at > :from
      AND t.start_at >= coalesce((SELECT max(p.start_at) FROM timeline p
        WHERE p.channel = :channel AND p.start_at <= :from), :from)
    ORDER BY t.start_at
    """
  /// Rows come in the order of the index, so nothing is sorted.
  static let window = programmes
  static let nowAndNext = programmes + " LIMIT 2"
  /// Enough to find the next programme behind its fillers.
  static let nowAndSoon = programmes + " LIMIT 400"
}

extension Store {
  /// The programmes of all enabled channels between two moments, by channel
  /// number and time.
  public func guide(from: Moment, to: Moment) throws(StoreError) -> [GuideRow] {
    let now = presentIfTuned
    return try read { db in
      try enabledChannels(db).flatMap { channel in
        try Airing(of: channel, now: now).programmes(from: from, to: to, now: now, in: db)
          .map { GuideRow(channel: channel.id, programme: $0) }
      }
    }
  }

  /// The programmes of one channel between two moments.
  public func guide(
    of channel: Channel, from: Moment, to: Moment
  ) throws(StoreError) -> [Programme] {
    let now = presentIfTuned
    return try read { db in
      try Airing(of: channel, now: now).programmes(from: from, to: to, now: now, in: db)
    }
  }

  /// What every enabled channel airs at a moment and what follows, by number.
  public func onAir(at moment: Moment) throws(StoreError) -> [OnAirRow] {
    let now = presentIfTuned
    return try read { db in
      try enabledChannels(db).map { channel in
        let found = try Airing(of: channel, now: now)
          .nowAndNext(at: moment, now: now, in: db).nowAndNext(at: moment)
        return OnAirRow(channel: channel, now: found.now, next: found.next)
      }
    }
  }

  private func enabledChannels(_ db: Database) throws -> [Channel] {
    try db.rows(ChannelSQL.all, [], { try ProgrammedChannel(row: $0).channel })
      .filter(\.isEnabled)
  }
}

extension Airing {
  /// What the guide shows between two moments.
  func programmes(
    from: Moment, to: Moment, now: Moment, in db: Database
  ) throws -> [Programme] {
    try read(GuideSQL.window, target: 14, from: from, to: to, in: db, GuideEntry.init(row:))
      .folded().takenOver(
        by: takeOvers(from: from, to: to, in: db), from: from, to: to, now: now)
  }

  /// Enough of what the guide shows from a moment on to tell what is on and what follows.
  fileprivate func nowAndNext(
    at moment: Moment, now: Moment, in db: Database
  ) throws -> [Programme] {
    let above = try takeOvers(from: moment, to: .farFuture, in: db)
    if let on = above.first(where: { $0.isOn(at: moment) }) {
      let end = on.shownEnd(at: now)
      return try programmes(from: moment, to: end + .milliseconds(1), now: now, in: db)
    }
    let pair = try read(
      GuideSQL.nowAndNext, target: 14, from: moment, to: .farFuture, in: db,
      GuideEntry.init(row:))
    let isPlain = pair.allSatisfy { !$0.isHidden && $0.group == $0.start }
    let entries =
      isPlain
      ? pair
      : try read(
        GuideSQL.nowAndSoon, target: 14, from: moment, to: moment + .days(1), in: db,
        GuideEntry.init(row:))
    return entries.folded().takenOver(by: above, from: moment, to: .farFuture, now: now)
  }
}

extension Moment {
  /// Later than all that is ever scheduled, and early enough to be reckoned with.
  static let farFuture = Moment(milliseconds: 9_000_000_000_000_000)
}
