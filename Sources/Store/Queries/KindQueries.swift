import GRDB
import Library
import Playout

// What must be true of a channel of its kind.

extension Store {
  /// Looks whether a channel can be of its kind among all the others.
  ///
  /// - Throws: `notFound` when its source does not exist, `conflict` when the source can't be
  ///   shown later, or when mirrors show this channel and then could not any more.
  static func checkKind(of channel: Channel, in db: Database) throws {
    if channel.kind != .continuous {
      try checkIsNotMirrored(channel.id, "must stay a continuous channel", in: db)
    }
    guard channel.kind == .mirror else { return }
    guard let mirror = channel.mirror,
      let source = try db.first(
        ChannelSQL.byID, [mirror.channel.rawValue], { try ProgrammedChannel(row: $0).channel })
    else {
      throw StoreError(
        .notFound, subject: "channel \(channel.mirror?.channel.rawValue ?? "")",
        detail: "There is no channel that could be shown; choose one of /api/channels.",
        field: "source")
    }
    guard source.kind == .continuous, source.id != channel.id else {
      throw refusal(of: source, for: channel)
    }
  }

  /// Looks whether mirrors show a channel.
  static func checkIsNotMirrored(
    _ id: ChannelID, _ consequence: String, in db: Database
  ) throws {
    let mirrors = try db.rows(ChannelSQL.mirrors, [id.rawValue]) { $0[0] as String }
    guard !mirrors.isEmpty else { return }
    throw StoreError(
      .conflict, subject: "channel \(id.rawValue)",
      detail: "The channel \(consequence) while mirrors show it: "
        + "\(mirrors.joined(separator: ", ")). Remove them first, or give them another source.")
  }

  private static func refusal(of source: Channel, for channel: Channel) -> StoreError {
    let name = "\(source.number) \(source.name)"
    let reason =
      switch source.kind {
      case _ where source.id == channel.id: "A channel can't be a mirror of itself"
      case .mirror: "'\(name)' is a mirror itself"
      default: "'\(name)' has no clock of its own to follow"
      }
    return StoreError(
      .conflict, subject: "channel \(channel.number)",
      detail: "\(reason); choose a continuous channel as the source.", field: "source")
  }
}
