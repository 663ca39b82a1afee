import GRDB
import Library
public import Playout
public import Schedule

enum WarningSQL {
  static let byChannel = """
    SELECT kind, path, at, count, detail FROM schedule_warning WHERE channel = ? ORDER BY place
    """
  static let counts = """
    SELECT channel, count(*) FROM schedule_warning GROUP BY channel
    """
  static let forget = "DELETE FROM schedule_warning WHERE channel = ?"
  static let insert = """
    INSERT INTO schedule_warning (channel, place, kind, path, at, count, detail)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    """
}

extension Store {
  /// What the last look ahead found that can't be done as a channel's rules say.
  public func warnings(of channel: ChannelID) throws(StoreError) -> [ScheduleWarning] {
    try read { try $0.rows(WarningSQL.byChannel, [channel.rawValue], ScheduleWarning.init(row:)) }
  }

  /// How many warnings each channel has that has any.
  public func warningCounts() throws(StoreError) -> [ChannelID: Int] {
    let rows = try read { db in
      try db.rows(WarningSQL.counts, []) { (ChannelID(rawValue: $0[0]), $0[1] as Int) }
    }
    return Dictionary(
      rows.compactMap { id, count in id.map { ($0, count) } }, uniquingKeysWith: { $1 })
  }

  /// Keeps what a look ahead found, in the place of what the one before found.
  ///
  /// - Returns: Whether it is something else.
  @discardableResult
  public func keep(
    _ warnings: [ScheduleWarning], of channel: ChannelID
  ) throws(StoreError) -> Bool {
    guard try self.warnings(of: channel) != warnings else { return false }
    try write { db in
      try db.run(WarningSQL.forget, [channel.rawValue])
      let insert = try db.cachedStatement(sql: WarningSQL.insert)
      for (place, warning) in warnings.enumerated() {
        try insert.execute(arguments: [
          channel.rawValue, place, warning.kind.rawValue, warning.path, warning.at.milliseconds,
          warning.count, warning.detail,
        ])
      }
    }
    return true
  }
}

extension ScheduleWarning {
  fileprivate init(row: Row) {
    self.init(
      kind: Kind(rawValue: row[0]) ?? .stuck, path: row[1], at: Moment(milliseconds: row[2]),
      count: row[3], detail: row[4])
  }
}
