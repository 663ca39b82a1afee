import Control
import Library

/// The viewers of one channel, kept from what was seen of them.
///
/// A viewer of a playlist is there while requests with its session come; a
/// viewer of the endless stream while its connection stands.
struct Audience: Sendable {
  /// How long after its last request a playlist's viewer counts as gone.
  ///
  /// Players ask at least once a target duration; a paused one is gone.
  static let patience = Span.seconds(15)
  /// The most sessions that are kept, so that invented ones can't fill the memory.
  static let limit = 10_000

  private(set) var sessions: [String: OnAirStatus.Session] = [:]
  /// When the last viewer was seen; at first when the channel was asked for.
  private(set) var lastSeen: Moment

  /// Nobody, as of the moment somebody asked for the channel.
  init(at now: Moment) {
    lastSeen = now
  }

  /// Notes a request of a viewer.
  ///
  /// - Returns: Whether the viewer is new.
  @discardableResult
  mutating func see(_ viewer: Viewer, bytes: Int64, at now: Moment) -> Bool {
    lastSeen = now
    if sessions[viewer.session] != nil {
      sessions[viewer.session]?.lastSeen = now
      sessions[viewer.session]?.bytes += bytes
      return false
    }
    guard sessions.count < Self.limit else { return false }
    sessions[viewer.session] = OnAirStatus.Session(
      viewer: viewer, since: now, lastSeen: now, bytes: bytes)
    return true
  }

  /// Notes that somebody asked for the channel, without a session as yet.
  mutating func touch(at now: Moment) {
    lastSeen = now
  }

  /// Ends a session.
  mutating func leave(_ session: String, at now: Moment) {
    guard sessions.removeValue(forKey: session) != nil else { return }
    lastSeen = now
  }

  /// Forgets playlist viewers that stopped asking.
  ///
  /// - Returns: Whether any was forgotten.
  @discardableResult
  mutating func forgetGone(at now: Moment) -> Bool {
    let before = sessions.count
    sessions = sessions.filter {
      $0.value.viewer.mode == .ts || $0.value.lastSeen + Self.patience >= now
    }
    return sessions.count != before
  }

  /// Whether nobody has been there for a while.
  func isGone(for idle: Span, at now: Moment) -> Bool {
    sessions.isEmpty && lastSeen + idle < now
  }
}
