import Control
import Library
import Logging
import Playout
import Synchronization

// MARK: - On demand: the channel's clock stands still while nobody watches

extension AirLoop {
  /// How long an on-demand channel stays on air with nobody watching, at most.
  ///
  /// Its clock runs meanwhile: who comes back misses no more than that.
  private static let onDemandIdle = Span.seconds(2)

  /// Whether the channel is to go on where its last viewer left it.
  private var isOnDemand: Bool {
    channel.reception.isLive && schedule.plan?.channel.kind == .onDemand
  }

  /// How long the channel stays on air with nobody watching.
  var idle: Span { isOnDemand ? min(facilities.idle, Self.onDemandIdle) : facilities.idle }

  /// Has an on-demand channel go on before anything of its plan is shown.
  ///
  /// - Parameters:
  ///   - kept: What the channel's files tell.
  ///   - isAlive: Whether viewers still have segments to come, so that there was no pause.
  ///   - now: The present.
  /// - Throws: Why there is no plan to go on with.
  func goOn(after kept: AirState?, isAlive: Bool, at now: Moment) throws(ControlFailure) {
    guard isOnDemand else { return }
    // A transcoder that was killed could not report when it was left.
    let since = isAlive ? nil : kept.map { $0.paused ?? $0.written }
    guard since != nil || schedule.plan?.channel.pausedAt != nil else { return }
    facilities.resumed(channel.id, now, since)
    schedule.expire()
    _ = try plan(at: now, now: now)
  }

  /// The moment at which an on-demand channel was left; nil for all others.
  var pause: Moment? {
    guard isOnDemand else { return nil }
    return channel.shared.withLock { min($0.audience.lastSeen, facilities.now()) }
  }

  /// Tells when an on-demand channel was left; what can't be told now is in the kept state.
  func reportPause(at moment: Moment?) {
    guard let moment else { return }
    facilities.paused(channel.id, moment)
    log.info("paused", metadata: ["at": "\(moment.milliseconds)"])
  }
}
