public import Foundation
import GRDB
public import Library
public import Playout
public import Schedule

enum TimelineSQL {
  static let columns = """
    t.id, t.channel, t.start_at, t.end_at, t.media, t.in_point, t.cycle,
    t.role, t.content, t.path, t.turn, t.together, t.title, t.hidden, t.target,
    t.look
    """

  /// Entries never overlap, so the last one that starts at or before a moment
  /// is the only one that can still be on air there: the search begins at it.
  static let window = """
    SELECT \(columns) FROM timeline t
    WHERE t.channel = :channel AND t.start_at < :to AND t.end_at > :from
      AND t.start_at >= coalesce((SELECT max(p.start_at) FROM timeline p
        WHERE p.channel = :channel AND p.start_at <= :from), :from)
    ORDER BY t.start_at
    """
  static let last = """
    SELECT \(columns) FROM timeline t WHERE t.channel = ? ORDER BY t.start_at DESC LIMIT 1
    """
  /// The first entry that is on air at a moment or later.
  static let first = """
    SELECT \(columns) FROM timeline t
    WHERE t.channel = :channel AND t.end_at > :from AND t.start_at < :to
      AND t.start_at >= coalesce((SELECT max(p.start_at) FROM timeline p
        WHERE p.channel = :channel AND p.start_at <= :from), :from)
    ORDER BY t.start_at LIMIT 1
    """
  static let tail = """
    SELECT \(columns) FROM timeline t
    WHERE t.channel = :channel AND t.start_at >= :from ORDER BY t.start_at
    """
  static let remove = "DELETE FROM timeline WHERE channel = ? AND start_at >= ?"
  static let insert = """
    INSERT INTO timeline (channel, start_at, end_at, media, in_point, cycle,
      role, content, path, turn, together, title, hidden, target, look)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  static let lastEnd = """
    SELECT end_at FROM timeline WHERE channel = ? ORDER BY start_at DESC LIMIT 1
    """
  /// What the next build goes on from stays whatever its age.
  static let prune = """
    DELETE FROM timeline WHERE channel = :channel AND start_at < :before AND end_at <= :before
      AND start_at < coalesce((SELECT c.standing_at FROM channel c WHERE c.id = :channel),
        (SELECT p.start_at FROM timeline p WHERE p.channel = :channel
          ORDER BY p.start_at DESC LIMIT 1 OFFSET 1))
    """
  private static let screens = EntryRole.allCases.filter(\.isScreen)
    .map { "'\($0.rawValue)'" }.joined(separator: ", ")
  /// The limit is 25 minutes of the shortest items that a scan lets in, which is more than the
  /// transcoder wants to have in hand; six hours of clips would be megabytes.
  static let plan = """
    SELECT t.id, t.start_at, t.end_at, t.in_point,
      m.kind, m.title, s.title, m.season, m.episode, m.year, m.path, m.probe, t.target,
      a.loudness, t.role, t.look, x.folder, x.tracks
    FROM timeline t LEFT JOIN media m ON m.id = t.media LEFT JOIN show s ON s.id = m.show
      LEFT JOIN analysis a ON \(AnalysisSQL.isCurrent)
      LEFT JOIN subtitle x ON \(SubtitleSQL.isCurrent)
    WHERE t.channel = :channel AND t.start_at < :to AND t.end_at > :from
      AND t.start_at >= coalesce((SELECT max(p.start_at) FROM timeline p
        WHERE p.channel = :channel AND p.start_at <= :from), :from)
      AND t.role NOT IN (\(screens))
    ORDER BY t.start_at LIMIT 1500
    """
  /// Holes that are black, and where another channel is shown, whose holes may be.
  static let darkness = """
    SELECT t.start_at, t.end_at, t.target FROM timeline t
    WHERE t.channel = :channel AND t.start_at < :to AND t.end_at > :from
      AND t.start_at >= coalesce((SELECT max(p.start_at) FROM timeline p
        WHERE p.channel = :channel AND p.start_at <= :from), :from)
      AND (t.target IS NOT NULL
        OR t.content = '\(ScheduledItem.black)' AND t.role IN (\(screens)))
    ORDER BY t.start_at LIMIT 1500
    """
}

extension Store {
  /// A channel's entries that are on air at some time between two moments.
  public func timeline(
    of channel: ChannelID, from: Moment, to: Moment
  ) throws(StoreError) -> [TimelineEntry] {
    try read { db in
      guard let airing = try self.airing(of: channel, db) else { return [] }
      return try airing.read(TimelineSQL.window, from: from, to: to, in: db) { row in
        var entry = try TimelineEntry(row: row)
        entry.channel = channel
        return entry
      }
    }
  }

  /// The first moment from a given one on at which a channel shows something; nil without any.
  public func earliestMoment(
    of channel: ChannelID, since: Moment
  ) throws(StoreError) -> Moment? {
    try read { db in
      let entries = try airing(of: channel, db)?.read(
        TimelineSQL.first, from: since, to: .farFuture, in: db, TimelineEntry.init(row:))
      return entries?.first.map { max($0.start, since) }
    }
  }

  /// The last entry that a channel stores.
  public func lastEntry(of channel: ChannelID) throws(StoreError) -> TimelineEntry? {
    try read { try $0.first(TimelineSQL.last, [channel.rawValue], TimelineEntry.init(row:)) }
  }

  /// What a channel's timeline holds from a moment on, as it is stored.
  public func timelineTail(
    of channel: ChannelID, from: Moment
  ) throws(StoreError) -> [TimelineEntry] {
    try read { db in
      try db.rows(
        TimelineSQL.tail, ["channel": channel.rawValue, "from": from.milliseconds],
        TimelineEntry.init(row:))
    }
  }

  /// What a channel plays in the next hours, with all that playing needs.
  ///
  /// Begins with the item on air. Media that are gone are still listed, so
  /// that a slate fills their time.
  ///
  /// - Parameters:
  ///   - id: The channel.
  ///   - from: The moment to begin with.
  ///   - hours: How many hours.
  ///   - zone: The zone of times that are shown, where the channel's rules name none.
  /// - Returns: The plan; nil when there is no such enabled channel.
  /// - Throws: What the database says.
  public func plan(
    for id: ChannelID, from: Moment, hours: Int, zone: TimeZone = .current
  ) throws(StoreError) -> Plan? {
    try read { db in
      guard
        let entry = try db.first(ChannelSQL.byID, [id.rawValue], ProgrammedChannel.init(row:)),
        case let channel = entry.channel, channel.isEnabled,
        let profile = try db.first(
          ProfileSQL.named, [channel.profile], TranscodeProfile.init(row:))
      else { return nil }
      let airing = Airing(of: channel, now: presentIfTuned)
      let to = from + .hours(Int64(hours))
      let planned = try airing.read(
        TimelineSQL.plan, target: 12, from: from, to: to, in: db, PlannedItem.init(row:))
      // All of them: a long programme is played without another look at the plan.
      var takeOvers = try airing.takeOvers(from: from, to: .farFuture, in: db)
      let desk = try GraphicsDesk(of: entry, airing, in: db, folder: graphicsFolder, zone: zone)
      var items = try desk.dressed(planned, now: presentIfTuned, in: db)
      desk.dress(&takeOvers)
      for index in items.indices {
        if let rules = channel.audioRules {
          items[index].probe = items[index].probe.picking(rules)
        }
        items[index].takeSubtitles(of: channel, planned[index].extracted, in: subtitleFolder)
      }
      if channel.kind == .live {
        for index in items.indices { items[index].live = entry.sources }
      }
      return Plan(
        channel: channel, profile: profile, from: from, items: items, takeOvers: takeOvers,
        darkness: try airing.read(
          TimelineSQL.darkness, target: 2, from: from, to: to, in: db, Darkness.init(row:)))
    }
  }

  /// Removes a channel's entries from a moment on and puts new ones there.
  ///
  /// - Throws: `conflict` when the new entries would overlap one that stays.
  public func replaceTimeline(
    of channel: ChannelID, from: Moment, with items: [ScheduledItem]
  ) throws(StoreError) {
    try write { try Self.replace(in: $0, of: channel, from: from, with: items) }
  }

  private static func replace(
    in db: Database, of channel: ChannelID, from: Moment, with items: [ScheduledItem]
  ) throws {
    try db.run(TimelineSQL.remove, [channel.rawValue, from.milliseconds])
    let kept = try db.first(TimelineSQL.lastEnd, [channel.rawValue]) { $0[0] as Int64 }
    if let kept, let first = items.first, first.start.milliseconds < kept {
      throw StoreError(
        .conflict, subject: "timeline of \(channel.rawValue)",
        detail: "The new entries begin before the one on air ends; build them anew.")
    }
    let insert = try db.cachedStatement(sql: TimelineSQL.insert)
    for item in items {
      try insert.execute(arguments: [
        channel.rawValue, item.start.milliseconds, item.end.milliseconds, item.media.rawValue,
        item.inPoint.milliseconds, item.cycle, item.role.rawValue, item.content, item.path,
        item.turn, item.group.milliseconds, item.title, item.isHidden, item.target,
        item.look.word,
      ])
    }
  }

  /// Applies what upkeep found to be changed.
  ///
  /// - Throws: `conflict` when the new entries would overlap one that stays.
  public func apply(
    _ diff: TimelineDiff?, standing: EngineState? = nil, to channel: ChannelID
  ) throws(StoreError) {
    try write { db in
      if let diff {
        try Self.replace(in: db, of: channel, from: diff.removeFrom, with: diff.insert)
      }
      if let standing { try Self.keep(standing, of: channel, in: db) }
    }
  }

  /// Drops entries that ended longer ago than that; tells how many.
  ///
  /// By each channel's own clock, and later by as much as its latest mirror shows it late: a
  /// mirror's past is kept for as long as any other's.
  @discardableResult
  public func pruneTimelines(olderThan age: Span, now: Moment) throws(StoreError) -> Int {
    try write { db in
      try db.rows(ChannelSQL.all, [], { try ProgrammedChannel(row: $0).channel })
        .filter { $0.kind != .mirror }
        .reduce(0) { count, channel in
          let latest = try db.count(ChannelSQL.latestMirror, [channel.id.rawValue])
          let before = channel.clock(at: now) - age - .milliseconds(Int64(latest))
          try db.run(TakeOverSQL.prune, [channel.id.rawValue, (now - age).milliseconds])
          return count
            + (try db.run(
              TimelineSQL.prune,
              ["channel": channel.id.rawValue, "before": before.milliseconds]))
        }
    }
  }

  private func airing(of id: ChannelID, _ db: Database) throws -> Airing? {
    try db.first(ChannelSQL.byID, [id.rawValue], { try ProgrammedChannel(row: $0).channel })
      .map { Airing(of: $0, now: presentIfTuned) }
  }

  /// The moment at which a paused channel would go on: a full second that whoever reads the clock
  /// just before asking finds in the past.
  var presentIfTuned: Moment {
    let now = now().milliseconds
    return Moment(milliseconds: now - now % 1000 - 1000)
  }
}

extension TimelineEntry {
  init(row: Row) throws {
    guard let channel = ChannelID(rawValue: row[1]) else {
      throw StoreError(
        .corrupt, subject: "timeline", detail: "A stored timeline entry has no valid channel.")
    }
    self.init(
      id: row[0], channel: channel, start: Moment(milliseconds: row[2]),
      end: Moment(milliseconds: row[3]), media: MediaID(rawValue: row[4]),
      inPoint: Span(milliseconds: row[5]), cycle: row[6],
      role: EntryRole(rawValue: row[7]) ?? .programme, content: row[8], path: row[9],
      turn: row[10], group: (row[11] as Int64?).map(Moment.init(milliseconds:)), title: row[12],
      isHidden: row[13], target: row[14], look: Look(word: row[15]))
  }
}

extension MediaTitle {
  /// Reads kind, title, show title, season, episode and year from a column on;
  /// the row of a medium that is gone has none of them.
  init(row: Row, at index: Int) {
    guard let kind = row[index] as String? else {
      self = .unavailable
      return
    }
    self.init(
      kind: MediaKind(rawValue: kind) ?? .other, title: row[index + 1], showTitle: row[index + 2],
      season: row[index + 3], episode: row[index + 4], year: row[index + 5])
  }
}

extension Darkness: Shown, Hourly {
  fileprivate init(row: Row) {
    self.init(start: Moment(milliseconds: row[0]), end: Moment(milliseconds: row[1]))
  }

  init?(_ hour: LiveHour) { nil }

  mutating func enter(late span: Span) { start = start + span }
}

extension PlanItem {
  init(row: Row) {
    self.init(
      id: row[0], start: Moment(milliseconds: row[1]), end: Moment(milliseconds: row[2]),
      inPoint: Span(milliseconds: row[3]), title: MediaTitle(row: row, at: 4).line,
      path: row[10] ?? "", probe: MediaProbe(stored: row[11]), loudness: StoredList.read(row[13]))
  }
}
