import Foundation
import GRDB
public import Library
public import Playout
public import Schedule

/// A build that an external program has under way for a channel.
public struct BuildSession: Identifiable, Hashable, Sendable {
  /// What names it in addresses; drawn, so that nobody guesses it.
  public var id: String
  /// The channel.
  public var channel: ChannelID
  /// What was said so far; its end is not known yet.
  public var build: ScriptBuild
  /// When it began.
  public var createdAt: Moment
  /// How many calls it had.
  public var calls: Int
  /// How many of the latest calls brought it no further.
  public var idle: Int
  /// Why nothing more is taken; nil while it is under way.
  public var ended: String?

  /// A build that begins.
  public init(id: String, channel: ChannelID, build: ScriptBuild, createdAt: Moment) {
    self.id = id
    self.channel = channel
    self.build = build
    self.createdAt = createdAt
    (calls, idle) = (0, 0)
  }
}

extension BuildSession {
  init(row: Row) throws {
    let id: String = row[0]
    let idea: String = row[2]
    guard let channel = ChannelID(rawValue: row[1]),
      let build = try? JSONDecoder().decode(ScriptBuild.self, from: Data(idea.utf8))
    else {
      throw StoreError(
        .corrupt, subject: "build \(id)",
        detail: "What the build '\(id)' was told can't be read; begin another one.")
    }
    self.init(
      id: id, channel: channel, build: build, createdAt: Moment(milliseconds: row[3]))
    (calls, idle, ended) = (row[4], row[5], row[6])
  }
}
