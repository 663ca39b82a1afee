import Foundation
import GRDB
import Library
public import Playout
public import Schedule

enum StandingSQL {
  static let byChannel = "SELECT standing FROM channel WHERE id = ?"
  static let cursors = "SELECT key, place FROM cursor WHERE channel = ?"
  static let keep = "UPDATE channel SET standing = ?, standing_at = ? WHERE id = ?"
  static let put = """
    INSERT INTO cursor (channel, key, place) VALUES (?, ?, ?)
    ON CONFLICT (channel, key) DO UPDATE SET place = excluded.place WHERE place <> excluded.place
    """
  static let drop = """
    DELETE FROM cursor WHERE channel = ? AND key NOT IN (SELECT value FROM json_each(?))
    """
}

extension Store {
  /// Where a channel stood before its entries that began since then; nil when none were kept yet.
  public func standing(of channel: ChannelID) throws(StoreError) -> EngineState? {
    try read { db in
      guard
        let text = try db.first(
          StandingSQL.byChannel, [channel.rawValue], { $0[0] as String? }
        ).flatMap(\.self),
        var state = try? JSONDecoder().decode(EngineState.self, from: Data(text.utf8))
      else { return nil }
      let cursors = try db.rows(StandingSQL.cursors, [channel.rawValue]) { row in
        (key: row[0] as String, place: row[1] as String)
      }
      for (key, place) in cursors {
        // A place that can't be read is begun anew; the channel plays on.
        state.cursors[key] = try? JSONDecoder().decode(Cursor.self, from: Data(place.utf8))
      }
      return state
    }
  }

  static func keep(
    _ state: EngineState, of channel: ChannelID, in db: Database
  ) throws {
    var rest = state
    rest.cursors = [:]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    try db.run(
      StandingSQL.keep, [try json(rest), state.at.milliseconds, channel.rawValue])
    try db.run(StandingSQL.drop, [channel.rawValue, try json(state.cursors.keys.sorted())])
    for (key, cursor) in state.cursors {
      try db.run(StandingSQL.put, [channel.rawValue, key, try json(cursor)])
    }
  }
}

extension ProgrammedChannel {
  /// All that the channel plays, and when: its rule set, or what its content and order mean.
  ///
  /// - Throws: `corrupt` when the stored rules can't be read.
  public func programming() throws(StoreError) -> RuleSet {
    guard let ruleSet else { return RuleSet(rules) }
    do {
      return try JSONDecoder().decode(RuleSet.self, from: Data(ruleSet.utf8))
    } catch {
      throw StoreError(
        .corrupt, subject: "channel \(channel.number)",
        detail: "The stored rules of '\(channel.name)' can't be read; give it rules anew.")
    }
  }

  /// What the engine runs for the channel.
  ///
  /// - Throws: What is wrong with its stored rules.
  public func rundown() throws -> Rundown {
    try programming().rundown(seed: rules.seed)
  }

  /// Gives the channel a rule set; one that only names a content and an order is kept as these.
  ///
  /// - Throws: `failed` when it can't be written as JSON.
  public mutating func programme(by rules: RuleSet) throws(StoreError) {
    if let slot = rules.base.slots.first, let content = slot.content?.selector,
      let order = slot.order,
      rules == RuleSet(ContinuousRules(content: content, order: order, seed: self.rules.seed))
    {
      ruleSet = nil
      (self.rules.content, self.rules.order) = (content, order)
      return
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(rules) else {
      throw StoreError(
        .failed, subject: "channel \(channel.number)", detail: "The rules can't be written.")
    }
    ruleSet = String(decoding: data, as: UTF8.self)
    // What is not played must not be kept from being removed.
    self.rules.content = .library
  }
}
