public import Control
import Library
import Logging
public import Playout
import Synchronization

// MARK: - Sessions: who may come in, who goes

extension Transcoder {
  /// Says whether there is room for a viewer, and puts the channel on air behind the answer.
  public func admit(
    _ reception: Reception, _ visit: Visit, _ reply: @escaping @Sendable (ControlReply) -> Void
  ) {
    let now = facilities.now()
    let failure = door.withLock { door -> ControlFailure? in
      door.channelLimits[reception.channel] = visit.viewerLimit ?? 0
      if let failure = refusal(of: visit.viewer, on: reception.channel, at: &door) {
        return failure
      }
      door.invite(visit, at: now)
      return nil
    }
    if let failure {
      refused(visit.viewer, from: reception.channel, failure)
      return reply(.failed(failure))
    }
    // A channel that there is no place for is refused here; all else shows at the playlist.
    if order(reception, failing: reply, { $0.tune(nil) }) { reply(.done) }
  }

  /// Joins a viewer of the endless stream, who hears of each segment, if there is room.
  public func watch(
    _ reception: Reception, viewer: Viewer, _ listener: @escaping @Sendable (ControlReply) -> Void
  ) {
    let failure = door.withLock { door -> ControlFailure? in
      if let failure = refusal(of: viewer, on: reception.channel, at: &door) { return failure }
      order(reception, failing: listener) { $0.watch(viewer, listener) }
      return nil
    }
    guard let failure else { return }
    refused(viewer, from: reception.channel, failure)
    listener(.failed(failure))
  }

  /// Notes what a viewer of the endless stream was sent.
  public func sent(_ reception: Reception, session: String, sequence: Int64, bytes: Int64) {
    existing(reception)?.take(session, sequence: sequence, bytes: max(0, bytes))
  }

  /// Notes that a viewer of the endless stream hung up.
  public func unwatch(_ reception: Reception, session: String) {
    existing(reception)?.unwatch(session)
  }

  /// Ends the session of a playlist's viewer who says so.
  public func leave(_ reception: Reception, session: String) {
    existing(reception)?.leave(session)
  }

  /// Ends a session, wherever it watches; a playlist's viewer is turned away from then on.
  ///
  /// - Throws: `unknownSession` when there is none.
  public func end(session: String) throws(ControlFailure) {
    let isDone = door.withLock { door in
      for channel in channels.withLock({ Array($0.values) }) {
        guard let viewer = channel.expel(session) else { continue }
        if viewer.mode == .hls {
          door.bar(viewer, from: channel.reception, as: .ended, at: facilities.now())
        }
        return true
      }
      return false
    }
    guard isDone else {
      throw ControlFailure(
        .unknownSession, "There is no session '\(session.prefix(16))', or it has ended already.")
    }
  }

  /// Notes a request below `/live/`.
  func see(_ request: SeenRequest) {
    let session = request.viewer.session
    if request.isTurnedAway {
      return door.withLock { $0.knock(session, at: facilities.now()) }
    }
    guard let channel = existing(request.reception), !channel.see(request) else { return }
    let failure = door.withLock { door -> ControlFailure? in
      // What it was given before the door was closed may only be heard of now.
      guard door.outcasts[session] == nil else { return nil }
      if let failure = refusal(of: request.viewer, on: channel.id, at: &door) {
        door.bar(request.viewer, from: channel.reception, as: .refused, at: facilities.now())
        return failure
      }
      channel.letIn(request, showsMessages: door.welcome(session))
      return nil
    }
    if let failure { refused(request.viewer, from: channel.id, failure) }
  }

  /// Takes over who was turned away by a killed predecessor.
  public func adoptDoor() {
    door.withLock { $0.adopt(at: facilities.now()) }
  }

  /// Turns away who must tune anew, forgets who has not come, and lets those in again for whom
  /// there is a place by now.
  ///
  /// To be called once a second or so.
  public func tidyDoor() {
    for channel in channels.withLock({ Array($0.values) }) {
      for viewer in channel.takeOutdated() {
        door.withLock {
          $0.bar(viewer, from: channel.reception, as: .ended, at: facilities.now())
        }
      }
    }
    door.withLock { door in
      door.tidy(at: facilities.now())
      let waiting = door.outcasts.values.filter { $0.bar == .refused }
        .sorted { $0.since < $1.since }
      // The first in line for each place; the others are looked at the next time.
      for outcast in waiting.prefix(8) {
        guard refusal(of: outcast.viewer, on: outcast.channel.channel, at: &door) == nil else {
          continue
        }
        door.pardon(outcast.viewer.session)
      }
    }
  }

  /// Takes what happened to viewers since the last call.
  public func takeSessionNews() -> SessionNews {
    var all = news.withLock { news in
      defer { news = SessionNews() }
      return news
    }
    for channel in channels.withLock({ Array($0.values) }) { all.add(channel.takeNews()) }
    return all
  }

  /// Why a viewer may not come in; nil when it may, or returns to its place.
  private func refusal(
    of viewer: Viewer, on id: ChannelID, at door: inout Door
  ) -> ControlFailure? {
    var here = Audience.Crowd()
    var everywhere = Audience.Crowd()
    var limit = 0
    for channel in channels.withLock({ Array($0.values) }) {
      let (crowd, planned) = channel.crowd(beside: viewer)
      everywhere.all += crowd.all
      everywhere.atAddress += crowd.atAddress
      guard channel.id == id else { continue }
      if channel.knows(viewer.session) { return nil }
      (here, limit) = (crowd, planned)
    }
    return facilities.limits.refusal(
      of: viewer, onChannel: here, channelLimit: door.channelLimits[id] ?? limit,
      everywhere: everywhere)
  }

  private func refused(_ viewer: Viewer, from id: ChannelID, _ failure: ControlFailure) {
    news.withLock {
      $0.add(
        SessionChange(
          .refused, at: facilities.now(), channel: id, viewer: viewer, text: failure.detail))
    }
    facilities.log.info(
      "viewer refused",
      metadata: ["channel": "\(id.rawValue)", "reason": "\(failure.detail)"])
    onChange()
  }
}
