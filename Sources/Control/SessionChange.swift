public import Library
public import Playout

/// Something that happened to a viewer, for the pages that are open.
public struct SessionChange: Hashable, Codable, Sendable {
  /// What happened.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// A viewer began to watch.
    case started
    /// A viewer is gone, and why.
    case ended
    /// A viewer was not let in: a limit was reached.
    case refused
    /// A viewer is to be shown a text.
    case message
  }

  /// Why a session is over.
  public enum Reason: String, Codable, CaseIterable, Sendable {
    /// The client hung up.
    case left
    /// The client stopped asking.
    case idle
    /// The same client asked anew, and this one fell silent.
    case replaced
    /// The client did not take what it was sent.
    case stalled
    /// Somebody ended it.
    case ended
    /// The channel went off air.
    case offAir
    /// The channel's coding was changed: who tunes anew can go on.
    case changed
  }

  /// What happened.
  public var kind: Kind
  /// When.
  public var at: Moment
  /// The channel.
  public var channel: ChannelID
  /// The session's identity.
  public var session: String
  /// The client's short name.
  public var client: String
  /// The client's network address.
  public var address: String
  /// Why it is over.
  public var reason: Reason?
  /// Which limit was reached, or the message.
  public var text: String?

  /// A change with all its parts.
  public init(
    _ kind: Kind, at: Moment, channel: ChannelID, viewer: Viewer, reason: Reason? = nil,
    text: String? = nil
  ) {
    self.kind = kind
    self.at = at
    self.channel = channel
    session = viewer.session
    client = ClientName.short(of: viewer.client)
    address = viewer.address
    self.reason = reason
    self.text = text
  }
}

/// What is published about sessions: some changes, and how many more there were.
public struct SessionNews: Hashable, Codable, Sendable {
  /// The most changes that one message holds; more are only counted.
  public static let limit = 100

  /// The changes, oldest first.
  public private(set) var changes: [SessionChange] = []
  /// How many were left out.
  public private(set) var missed = 0

  /// News of some changes.
  public init(_ changes: [SessionChange] = []) {
    for change in changes { add(change) }
  }

  /// Whether there is nothing to tell.
  public var isEmpty: Bool { changes.isEmpty && missed == 0 }

  /// Adds a change, or counts it when there are too many.
  public mutating func add(_ change: SessionChange) {
    guard changes.count < Self.limit else {
      missed += 1
      return
    }
    changes.append(change)
  }

  /// The same news by a clock that is ahead.
  public func later(by shift: Span) -> SessionNews {
    var news = self
    for index in news.changes.indices { news.changes[index].at = changes[index].at + shift }
    return news
  }

  /// Adds later news.
  public mutating func add(_ news: SessionNews) {
    for change in news.changes { add(change) }
    missed += news.missed
  }
}
