import GRDB
public import Library
import Playout

enum GuideSQL {
  /// Rows come in the order of the two indexes, so nothing is sorted.
  static let window = """
    SELECT c.id, t.id, t.start_at, t.end_at, t.media,
      m.kind, m.title, s.title, m.season, m.episode, m.year
    FROM channel c
    JOIN timeline t ON t.channel = c.id AND t.start_at < :to AND t.end_at > :from
      AND t.start_at >= coalesce((SELECT max(p.start_at) FROM timeline p
        WHERE p.channel = c.id AND p.start_at <= :from), :from)
    LEFT JOIN media m ON m.id = t.media LEFT JOIN show s ON s.id = m.show
    WHERE c.enabled = 1
    ORDER BY c.number_key, t.start_at
    """
  static let nowAndNext = """
    SELECT t.id, t.start_at, t.end_at, t.media,
      m.kind, m.title, s.title, m.season, m.episode, m.year
    FROM timeline t LEFT JOIN media m ON m.id = t.media LEFT JOIN show s ON s.id = m.show
    WHERE t.channel = :channel AND t.end_at > :at
      AND t.start_at >= coalesce((SELECT max(p.start_at) FROM timeline p
        WHERE p.channel = :channel AND p.start_at <= :at), :at)
    ORDER BY t.start_at LIMIT 2
    """
}

extension Store {
  /// The programmes of all enabled channels between two moments, by channel
  /// number and time.
  public func guide(from: Moment, to: Moment) throws(StoreError) -> [GuideRow] {
    try read { db in
      try db.rows(GuideSQL.window, ["from": from.milliseconds, "to": to.milliseconds]) { row in
        guard let channel = ChannelID(rawValue: row[0]) else {
          throw StoreError(
            .corrupt, subject: "channel", detail: "A stored channel has no valid identity.")
        }
        return GuideRow(channel: channel, programme: Programme(row: row, at: 1))
      }
    }
  }

  /// What every enabled channel airs at a moment and what follows, by number.
  public func onAir(at moment: Moment) throws(StoreError) -> [OnAirRow] {
    try read { db in
      try db.rows(ChannelSQL.all, [], { try ProgrammedChannel(row: $0).channel })
        .filter(\.isEnabled)
        .map { channel in
          let pair = try db.rows(
            GuideSQL.nowAndNext,
            ["channel": channel.id.rawValue, "at": moment.milliseconds]
          ) { Programme(row: $0, at: 0) }
          let found = pair.nowAndNext(at: moment)
          return OnAirRow(channel: channel, now: found.now, next: found.next)
        }
    }
  }
}

extension Programme {
  fileprivate init(row: Row, at index: Int) {
    self.init(
      id: row[index], start: Moment(milliseconds: row[index + 1]),
      end: Moment(milliseconds: row[index + 2]), name: MediaTitle(row: row, at: index + 4),
      media: MediaID(rawValue: row[index + 3]))
  }
}
