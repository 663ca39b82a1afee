import Foundation
import GRDB
public import Library
import Playout
import Schedule

enum BuildSQL {
  static let byID = """
    SELECT id, channel, idea, created_at, calls, idle, ended FROM build WHERE id = ?
    """
  static let openOf = "SELECT count(*) FROM build WHERE channel = ? AND ended IS NULL"
  static let insert = "INSERT INTO build (id, channel, idea, created_at) VALUES (?, ?, ?, ?)"
  static let update = """
    UPDATE build SET idea = ?, calls = ?, idle = ?, ended = ? WHERE id = ? AND calls = ?
    """
  static let prune = "DELETE FROM build WHERE created_at < ?"
}

extension Store {
  /// How many builds of a channel may be under way at once.
  public static let mostBuilds = 4

  /// A build by its id; nil when there is none.
  public func build(_ id: String) throws(StoreError) -> BuildSession? {
    try read { try $0.first(BuildSQL.byID, [id], BuildSession.init(row:)) }
  }

  /// Keeps a build that begins, and forgets those that began before a moment.
  ///
  /// - Throws: `conflict` when the channel has too many under way.
  public func insert(_ build: BuildSession, forgetting moment: Moment) throws(StoreError) {
    try write { db in
      try db.run(BuildSQL.prune, [moment.milliseconds])
      guard try db.count(BuildSQL.openOf, [build.channel.rawValue]) < Self.mostBuilds else {
        throw StoreError(
          .conflict, subject: "builds of \(build.channel.rawValue)",
          detail: "The channel has \(Self.mostBuilds) builds under way; finish or discard one.")
      }
      try db.run(
        BuildSQL.insert,
        [
          build.id, build.channel.rawValue, try Self.json(build.build),
          build.createdAt.milliseconds,
        ])
    }
  }

  /// Keeps where a build is after a call.
  ///
  /// - Throws: `conflict` when another call was answered meanwhile.
  public func update(_ build: BuildSession, after calls: Int) throws(StoreError) {
    try write { db in
      let changed = try db.run(
        BuildSQL.update,
        [
          try Self.json(build.build), build.calls, build.idle, build.ended, build.id, calls,
        ])
      guard changed == 1 else {
        throw StoreError(
          .conflict, subject: "build \(build.id)",
          detail: "Another call to this build was answered meanwhile; make one at a time.")
      }
    }
  }

  private static func json(_ build: ScriptBuild) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(build), as: UTF8.self)
  }
}
