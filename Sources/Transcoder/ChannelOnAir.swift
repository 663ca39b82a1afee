import Control
import Foundation
import Library
import Playout
import Synchronization

/// A channel that somebody asked for, from its first request until everybody
/// has left.
///
/// The channel's work is done by one plain thread, ``AirLoop``; this is the
/// side that all other threads talk to. Nothing here waits.
final class ChannelOnAir: Sendable {
  /// Hears what a viewer is to be told; called on the channel's thread.
  typealias Listener = @Sendable (ControlReply) -> Void

  /// What the others leave for the channel's thread, and it for them.
  struct Shared {
    /// Whether the thread has ended: nothing is taken any more.
    var isClosed = false
    /// Why the channel is to end, if it is.
    var stopReason: ControlFailure?
    /// Whether the plan has to be read anew.
    var wantsRefresh = false
    /// Those who wait for the first segment.
    var tuning: [Listener] = []
    /// Viewers of the endless stream who have not been told anything yet.
    var joining: [(viewer: Viewer, listener: Listener)] = []
    /// Sessions of the endless stream that ended.
    var leaving: [String] = []
    /// Who watches.
    var audience: Audience
    /// What the thread last said of itself.
    var status: OnAirStatus?

    /// Whether nobody watches or is about to.
    var isDeserted: Bool { tuning.isEmpty && joining.isEmpty && audience.sessions.isEmpty }
  }

  /// The channel.
  var id: ChannelID { reception.channel }

  /// The channel, and how long after live it is shown.
  let reception: Reception
  let shared: Mutex<Shared>
  let wake = WakeUp()
  private let facilities: Facilities
  private let onEnd: @Sendable (ChannelOnAir) -> Void
  private let onChange: @Sendable () -> Void

  /// Puts a channel on air.
  ///
  /// - Parameters:
  ///   - reception: The channel, live or shifted.
  ///   - facilities: The world outside, by the clock of everybody.
  ///   - onChange: Called when the channel's state or its viewers change.
  ///   - onEnd: Called once, after the channel's files are gone.
  init(
    _ reception: Reception, facilities: Facilities, onChange: @escaping @Sendable () -> Void,
    onEnd: @escaping @Sendable (ChannelOnAir) -> Void
  ) {
    self.reception = reception
    self.facilities = facilities.shifted(by: reception.shift)
    self.onChange = onChange
    self.onEnd = onEnd
    shared = Mutex(Shared(audience: Audience(at: self.facilities.now())))
  }

  /// Starts the channel's thread.
  func start() {
    let thread = Thread { [self] in
      repeat {
        AirLoop(channel: self, facilities: facilities, onChange: onChange).run()
      } while !close()
      onEnd(self)
    }
    thread.name = "air \(reception)"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Asks for the channel; the listener hears `done` once a segment is listed.
  ///
  /// - Returns: False when the channel has just ended, so that a new one must be made.
  func tune(_ listener: Listener?) -> Bool {
    leave { shared in
      shared.audience.touch(at: facilities.now())
      if let listener { shared.tuning.append(listener) }
    }
  }

  /// Joins a viewer of the endless stream.
  ///
  /// - Returns: False when the channel has just ended, so that a new one must be made.
  func watch(_ viewer: Viewer, _ listener: @escaping Listener) -> Bool {
    leave { shared in
      shared.audience.see(viewer, bytes: 0, at: facilities.now())
      shared.joining.append((viewer, listener))
    }
  }

  /// Ends a viewer's session.
  func unwatch(_ session: String) {
    _ = leave { $0.leaving.append(session) }
    onChange()
  }

  /// Ends the session of a playlist's viewer who says so.
  ///
  /// A shifted stream that nobody else watches ends with it: nobody comes by chance.
  func leave(_ session: String) {
    _ = leave { shared in
      shared.audience.leave(session, at: facilities.now())
      guard !reception.isLive, shared.isDeserted else { return }
      shared.stopReason = ControlFailure(.stopped, "Its last viewer went elsewhere.")
    }
    onChange()
  }

  /// Notes a viewer's request for the playlist or a segment.
  func see(_ viewer: Viewer, bytes: Int64) {
    let isNew = shared.withLock {
      $0.audience.see(viewer, bytes: bytes, at: facilities.now())
    }
    if isNew { onChange() }
  }

  /// Takes the channel off air.
  func stop(because reason: ControlFailure) {
    _ = leave { $0.stopReason = reason }
  }

  /// Has the plan read anew before the next item.
  func refresh() {
    _ = leave { $0.wantsRefresh = true }
  }

  /// What the channel is doing; nil before its thread has said anything.
  ///
  /// The item's times are the timeline's, all others are by the clock of everybody.
  var status: OnAirStatus? {
    shared.withLock { shared in
      guard var status = shared.status else { return nil }
      status.since = status.since + reception.shift
      status.shift = reception.isLive ? nil : reception.shift
      status.sessions = shared.audience.sessions.values
        .sorted { ($0.since, $0.viewer.session) < ($1.since, $1.viewer.session) }
        .map { $0.later(by: reception.shift) }
      return status
    }
  }

  private func leave(_ order: (inout Shared) -> Void) -> Bool {
    let isOpen = shared.withLock { shared in
      guard !shared.isClosed else { return false }
      order(&shared)
      return true
    }
    if isOpen { wake.ring() }
    return isOpen
  }

  /// Closes the channel, unless somebody asked for it while it was ending.
  private func close() -> Bool {
    shared.withLock { shared in
      shared.stopReason = nil
      shared.status = nil
      guard shared.tuning.isEmpty, shared.joining.isEmpty else { return false }
      shared.isClosed = true
      return true
    }
  }
}

extension OnAirStatus.Session {
  /// The session by a clock that is ahead.
  fileprivate func later(by shift: Span) -> OnAirStatus.Session {
    var session = self
    session.since = since + shift
    session.lastSeen = lastSeen + shift
    return session
  }
}
