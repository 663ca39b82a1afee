import Foundation
import GRDB
public import Library
public import Playout

enum TakeOverSQL {
  static let columns = "o.id, o.start_at, o.end_at, o.title, o.sources"
  static let window = """
    SELECT \(columns) FROM take_over o
    WHERE o.channel = :channel AND o.start_at < :to AND coalesce(o.end_at, :from + 1) > :from
    ORDER BY o.start_at
    """
  static let insert = """
    INSERT INTO take_over (channel, start_at, end_at, title, sources) VALUES (?, ?, ?, ?, ?)
    """
  static let byID = "SELECT \(columns) FROM take_over o WHERE o.id = ? AND o.channel = ?"
  static let end = "UPDATE take_over SET end_at = ? WHERE id = ?"
  static let remove = "DELETE FROM take_over WHERE id = ?"
  static let forget = "DELETE FROM take_over WHERE channel = ?"
  static let prune = "DELETE FROM take_over WHERE channel = ? AND end_at <= ?"
  static let open = """
    SELECT count(*) FROM take_over WHERE end_at IS NULL AND start_at <= ?
    """
}

extension Store {
  /// What takes over a channel at some time from a moment on, in order.
  public func takeOvers(
    of channel: ChannelID, from: Moment
  ) throws(StoreError) -> [TakeOver] {
    try read { try $0.takeOvers(of: channel, from: from, to: .farFuture) }
  }

  /// Whether the guide shows one that nobody has said the end of.
  public func hasOpenTakeOvers(at now: Moment) throws(StoreError) -> Bool {
    try read { try $0.count(TakeOverSQL.open, [now.milliseconds]) > 0 }
  }

  /// Stores a take-over; its number is drawn.
  ///
  /// - Returns: The take-over with its number.
  /// - Throws: `notFound` when there is no such channel; `conflict` when the channel has no
  ///   programmes to take over from, when it is taken over at that time, or too often.
  public func insert(
    _ takeOver: TakeOver, on channel: ChannelID
  ) throws(StoreError) -> TakeOver {
    let now = now()
    return try write { db in
      try Self.check(takeOver, on: channel, now: now, in: db)
      try db.run(
        TakeOverSQL.insert,
        [
          channel.rawValue, takeOver.start.milliseconds, takeOver.end?.milliseconds,
          takeOver.title,
          String(decoding: try JSONEncoder().encode(takeOver.sources), as: UTF8.self),
        ])
      var stored = takeOver
      stored.id = db.lastInsertedRowID
      return stored
    }
  }

  /// Ends a take-over at a moment, or removes one that has not begun by then.
  ///
  /// - Throws: `notFound` when the channel has no such take-over, `conflict` when it is over.
  public func endTakeOver(
    _ id: Int64, of channel: ChannelID, at moment: Moment
  ) throws(StoreError) {
    let now = now()
    try write { db in
      guard
        let old = try db.first(
          TakeOverSQL.byID, [id, channel.rawValue], TakeOver.init(row:))
      else {
        throw StoreError(
          .notFound, subject: "take-over \(id)",
          detail: "The channel has no take-over \(id). See its take-overs.")
      }
      guard old.latestEnd > now else {
        throw StoreError(
          .conflict, subject: "take-over \(id)", detail: "The take-over '\(old.title)' is over.")
      }
      guard old.start < moment else {
        try db.run(TakeOverSQL.remove, [id])
        return
      }
      try db.run(TakeOverSQL.end, [min(moment, old.latestEnd).milliseconds, id])
    }
  }

  private static func check(
    _ takeOver: TakeOver, on id: ChannelID, now: Moment, in db: Database
  ) throws {
    guard
      let channel = try db.first(
        ChannelSQL.byID, [id.rawValue], { try ProgrammedChannel(row: $0).channel })
    else { throw unknown(id) }
    guard channel.kind.isProgrammed else {
      throw StoreError(
        .conflict, subject: "channel \(channel.number)",
        detail: channel.kind == .live
          ? "'\(channel.name)' is a live channel: change its sources instead."
          : "'\(channel.name)' is a mirror: take over the channel that it shows instead.")
    }
    let others = try db.takeOvers(of: id, from: now, to: .farFuture)
    guard others.count < TakeOver.most else {
      throw StoreError(
        .conflict, subject: "channel \(channel.number)",
        detail: "The channel has \(TakeOver.most) take-overs already; remove one first.")
    }
    guard let other = others.first(where: takeOver.overlaps) else { return }
    throw StoreError(
      .conflict, subject: "channel \(channel.number)",
      detail: "'\(other.title)' takes over the channel at that time; end it first, or choose "
        + "another time.", field: other.isOn(at: takeOver.start) ? "start" : "end")
  }
}

extension Database {
  /// What takes over a channel at some time between two moments, in order.
  func takeOvers(of channel: ChannelID, from: Moment, to: Moment) throws -> [TakeOver] {
    let arguments: StatementArguments = [
      "channel": channel.rawValue, "from": from.milliseconds, "to": to.milliseconds,
    ]
    return try rows(TakeOverSQL.window, arguments, TakeOver.init(row:))
      .filter { $0.latestEnd > from }
  }
}

extension Airing {
  /// What takes over between two moments.
  ///
  /// What is live is shown as it comes, and kept nowhere: a mirror that is late shows the
  /// programmes below.
  func takeOvers(from: Moment, to: Moment, in db: Database) throws -> [TakeOver] {
    isTakenOver ? try db.takeOvers(of: rows, from: from, to: to) : []
  }
}

extension TakeOver {
  init(row: Row) throws {
    let json: String = row[4]
    self.init(
      id: row[0], start: Moment(milliseconds: row[1]),
      end: (row[2] as Int64?).map(Moment.init(milliseconds:)), title: row[3],
      sources: (try? JSONDecoder().decode([LiveSource].self, from: Data(json.utf8))) ?? [])
  }
}
