import Library
import Packaging
import Playout

// MARK: - Take-overs: a live source in the place of the programmes

extension AirLoop {
  /// What takes over at a moment.
  ///
  /// Only from what is seen live: what a source sent is kept nowhere, so whoever watches the past
  /// sees the programmes below.
  func takeOver(at moment: Moment) -> TakeOver? {
    channel.reception.isLive ? schedule.plan?.takeOver(at: moment) : nil
  }

  /// Whether a screen is shown where a take-over is due, and not the programme below.
  ///
  /// The programme that was on goes on until the source's first picture, and comes back when no
  /// source can be had. Whoever tunes in meanwhile, or sees one source give way to the next, is
  /// not startled by some seconds of it.
  func awaitsTakeOver(at position: StreamTime) -> Bool {
    guard takeOver(at: Moment(milliseconds: position.milliseconds)) != nil, !live.hasFailedAll
    else {
      return false
    }
    return live.isBetween || (window.sequences.isEmpty && !hasMade)
  }

  /// Whether a source may be asked for: not before viewers have seen most of what was made ahead,
  /// or it would be shown that much late, and not while the programme itself is awaited.
  func canBeTakenOver(at now: Moment) -> Bool {
    lead(at: now) <= Self.liveLead && (current?.reel != nil || stream.hasPicture)
  }

  /// Has the programme that is on end where a take-over begins.
  func cutForTakeOver(after position: Moment) {
    guard let run = current, run.source == nil, standIn == nil, stream.hasPicture,
      channel.reception.isLive,
      let start = schedule.plan?.takeOvers.first(where: { $0.start > position })?.start,
      case let end = StreamTime(milliseconds: start.milliseconds),
      soonest < end, end < run.cue.end
    else { return }
    run.cue.end = end
    stream.end(at: end)
  }

  /// Has the screen end that was shown while sources were tried: the programme comes back.
  func endTrials() {
    let position = Moment(milliseconds: stream.position.milliseconds)
    guard live.hasFailedAll, takeOver(at: position) != nil,
      current?.cue.content == .screen(.oneMoment)
    else { return }
    current?.cue.end = soonest
    stream.end(at: soonest)
  }
}
