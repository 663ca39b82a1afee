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
    /// Sessions of the endless stream that are to end, and what they are told.
    var closing: [(session: String, reason: ControlFailure)] = []
    /// Viewers of playlists who must tune anew.
    var outdated: [String] = []
    /// Who watches.
    var audience: Audience
    /// How many viewers the plan allows; zero for any number.
    var viewerLimit = 0
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
    shared = Mutex(Shared(audience: Audience(of: reception.channel, at: self.facilities.now())))
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
      shared.audience.leave(session, because: .left, at: facilities.now())
      guard !reception.isLive, shared.isDeserted else { return }
      shared.stopReason = ControlFailure(.stopped, "Its last viewer went elsewhere.")
    }
    onChange()
  }

  /// Notes a request for the playlist or a segment by a viewer who is known.
  ///
  /// - Returns: False when it is not, so that somebody must decide whether it may come in.
  func see(_ request: SeenRequest) -> Bool {
    let seen = shared.withLock { shared -> (known: Bool, new: Bool) in
      guard shared.audience.knows(request.viewer.session) else { return (false, false) }
      let isNew = shared.audience.see(
        request.viewer, bytes: request.bytes, sequence: request.sequence, at: facilities.now())
      return (true, isNew)
    }
    if seen.new { onChange() }
    return seen.known
  }

  /// Lets a playlist's viewer in.
  func letIn(_ request: SeenRequest, showsMessages: Bool) {
    shared.withLock {
      _ = $0.audience.see(
        request.viewer, bytes: request.bytes, sequence: request.sequence,
        showsMessages: showsMessages, at: facilities.now())
    }
    onChange()
  }

  /// Notes what a viewer of the endless stream was sent.
  func take(_ session: String, sequence: Int64, bytes: Int64) {
    shared.withLock {
      $0.audience.take(session, sequence: sequence, bytes: bytes, at: facilities.now())
    }
  }

  /// Ends a session because somebody wants it to.
  ///
  /// - Returns: Who it was; nil when it is not here.
  func expel(_ session: String) -> Viewer? {
    let viewer = shared.withLock { shared -> Viewer? in
      let viewer = shared.audience.leave(session, because: .ended, at: facilities.now())
      if viewer?.mode == .ts {
        shared.closing.append((session, ControlFailure(.ended, "The session was ended.")))
      }
      return viewer
    }
    guard viewer != nil else { return nil }
    wake.ring()
    onChange()
    return viewer
  }

  /// Takes the viewers of playlists who can't go on with what these list now; their sessions are over.
  func takeOutdated() -> [Viewer] {
    shared.withLock { shared in
      defer { shared.outdated = [] }
      return shared.outdated.compactMap {
        shared.audience.leave($0, because: .changed, at: facilities.now())
      }
    }
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

  /// Takes what happened to its viewers since the last call.
  func takeNews() -> SessionNews {
    shared.withLock { $0.audience.takeNews() }.later(by: reception.shift)
  }

  /// Who would be here beside a viewer, and how many may be as far as the plan told.
  func crowd(beside viewer: Viewer) -> (Audience.Crowd, limit: Int) {
    shared.withLock {
      ($0.audience.crowd(beside: viewer, at: facilities.now()), $0.viewerLimit)
    }
  }

  /// Whether a session is here, or was a moment ago.
  func knows(_ session: String) -> Bool {
    shared.withLock { $0.audience.knows(session) }
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
