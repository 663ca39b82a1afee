import Library
import Packaging
import Playout

// MARK: - Take-overs: a live source in the place of the programmes

extension AirLoop {
  /// How many bytes of a programme are read at once while a source is to take over: of a small file
  /// no more than seconds, so that the source is not shown late.
  static let sip = 20 * 188

  /// What takes over at a moment.
  ///
  /// Only from what is seen live: what a source sent is kept nowhere, so whoever watches the past
  /// sees the programmes below.
  func takeOver(at moment: Moment) -> TakeOver? {
    channel.reception.isLive ? schedule.plan?.takeOver(at: moment) : nil
  }

  /// What takes over where the stream is; as with items, a few frames make no difference.
  func takeOver(dueAt position: StreamTime) -> TakeOver? {
    takeOver(at: Moment(milliseconds: position.milliseconds) + CueSheet.tolerance)
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
  ///
  /// Before anything of it is read: a small file may come in one piece.
  func cutForTakeOver(after position: StreamTime) {
    guard let run = current, run.source == nil, standIn == nil, channel.reception.isLive,
      let end = schedule.plan?.takeOvers.lazy
        .map({ StreamTime(milliseconds: $0.start.milliseconds) }).first(where: { $0 > position }),
      soonest < end, end < run.cue.end
    else { return }
    run.cue.end = end
    stream.end(at: end)
  }

  /// Has the screen end that was shown while sources were tried: the programme comes back.
  func endTrials() {
    guard live.hasFailedAll, takeOver(dueAt: stream.position) != nil,
      current?.cue.content == .screen(.oneMoment)
    else { return }
    current?.cue.end = soonest
    stream.end(at: soonest)
  }
}
