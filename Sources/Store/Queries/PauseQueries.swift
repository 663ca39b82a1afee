import GRDB
public import Library
public import Playout

enum PauseSQL {
  static let state = """
    SELECT kind, paused_at, resumed_at, premiere FROM channel WHERE id = ?
    """
  static let pause = "UPDATE channel SET paused_at = ? WHERE id = ?"
  static let resume = "UPDATE channel SET paused_at = NULL, resumed_at = ? WHERE id = ?"
  /// What is on air at a moment.
  static let current = """
    SELECT \(TimelineSQL.columns) FROM timeline t
    WHERE t.channel = :channel AND t.end_at > :at
      AND t.start_at = (SELECT max(p.start_at) FROM timeline p
        WHERE p.channel = :channel AND p.start_at <= :at)
    """
  static let cut = "UPDATE timeline SET end_at = ? WHERE id = ?"
  /// Places are unique, so all entries leave theirs before any takes its new one.
  static let lift = """
    UPDATE timeline SET start_at = -(start_at + :delay), end_at = end_at + :delay,
      together = CASE WHEN together >= :since THEN together + :delay ELSE together END
    WHERE channel = :channel AND start_at >= :since
    """
  static let land = "UPDATE timeline SET start_at = -start_at WHERE channel = ? AND start_at < 0"
  static let goOn = """
    INSERT INTO timeline (channel, start_at, end_at, media, in_point, cycle,
      role, content, path, turn, together, title, hidden, target)
    SELECT channel, :start, :end, media, :in, cycle,
      role, content, path, turn, ifnull(together, start_at), title, hidden, target
    FROM timeline WHERE id = :id
    """
}

extension Store {
  /// How near to a programme's beginning or end a pause counts as being at it.
  static let pauseGrain = Span.seconds(1)
  /// How much earlier than the last beginning a pause may be reported for.
  private static let lateness = Span.seconds(5)

  /// Notes that nobody watches an on-demand channel since a moment.
  ///
  /// - Returns: Whether its clock stands still from now on; false where it does already, or where
  ///   the channel is of another kind or unknown.
  @discardableResult
  public func pause(_ id: ChannelID, at moment: Moment) throws(StoreError) -> Bool {
    let moment = min(moment, now())
    return try write { db in
      guard let state = try db.first(PauseSQL.state, [id.rawValue], PauseState.init(row:)),
        state.kind == .onDemand, state.pausedAt == nil,
        moment >= state.resumedAt - Self.lateness
      else { return false }
      let place = try Self.place(of: max(moment, state.resumedAt), id, db)
      try db.run(PauseSQL.pause, [place.milliseconds, id.rawValue])
      return true
    }
  }

  /// Has an on-demand channel go on where it stood still.
  ///
  /// What was interrupted continues, and all that follows comes later by the pause. What is past
  /// stays as it was.
  ///
  /// - Parameters:
  ///   - id: The channel.
  ///   - moment: The present.
  ///   - since: When it was last watched, where nobody could report that; counts only if no pause
  ///     is known and the channel has not gone on since then.
  /// - Returns: Whether the timeline changed.
  /// - Throws: When the database can't be written; then nothing has changed.
  @discardableResult
  public func resume(
    _ id: ChannelID, at moment: Moment, since: Moment? = nil
  ) throws(StoreError) -> Bool {
    try write { db in try Self.resume(id, at: moment, since: since, db) }
  }

  @discardableResult
  static func resume(
    _ id: ChannelID, at moment: Moment, since: Moment?, _ db: Database
  ) throws -> Bool {
    guard let state = try db.first(PauseSQL.state, [id.rawValue], PauseState.init(row:)),
      state.kind == .onDemand
    else { return false }
    let unreported = try since.flatMap { $0 > state.resumedAt ? $0 : nil }
      .map { try place(of: $0, id, db) }
    guard let pause = state.pausedAt ?? unreported else { return false }
    try db.run(PauseSQL.resume, [max(moment, pause).milliseconds, id.rawValue])
    guard moment > pause else { return false }
    try move(id, from: pause, to: moment, db)
    return true
  }

  /// A moment, or the beginning or the end of the programme that is within a second of it.
  private static func place(
    of moment: Moment, _ id: ChannelID, _ db: Database
  ) throws -> Moment {
    guard let entry = try current(id, at: moment, db) else { return moment }
    if moment - entry.start < pauseGrain { return entry.start }
    return entry.end - moment < pauseGrain ? entry.end : moment
  }

  private static func move(
    _ id: ChannelID, from pause: Moment, to moment: Moment, _ db: Database
  ) throws {
    let delay = moment - pause
    let interrupted = try current(id, at: pause, db).flatMap { $0.start < pause ? $0 : nil }
    try db.run(
      PauseSQL.lift,
      ["channel": id.rawValue, "since": pause.milliseconds, "delay": delay.milliseconds])
    try db.run(PauseSQL.land, [id.rawValue])
    guard let interrupted else { return }
    try db.run(PauseSQL.cut, [pause.milliseconds, interrupted.id])
    try db.run(
      PauseSQL.goOn,
      [
        "start": moment.milliseconds, "end": (interrupted.end + delay).milliseconds,
        "in": (interrupted.inPoint + (pause - interrupted.start)).milliseconds,
        "id": interrupted.id,
      ])
  }

  private static func current(
    _ id: ChannelID, at moment: Moment, _ db: Database
  ) throws -> TimelineEntry? {
    try db.first(
      PauseSQL.current, ["channel": id.rawValue, "at": moment.milliseconds],
      TimelineEntry.init(row:))
  }
}

/// What is stored of a channel's clock.
private struct PauseState {
  var kind: ChannelKind?
  var pausedAt: Moment?
  /// When it last went on; its premiere when it never did.
  var resumedAt: Moment

  init(row: Row) {
    kind = ChannelKind(rawValue: row[0])
    pausedAt = (row[1] as Int64?).map(Moment.init(milliseconds:))
    resumedAt = Moment(milliseconds: (row[2] as Int64?) ?? row[3])
  }
}
