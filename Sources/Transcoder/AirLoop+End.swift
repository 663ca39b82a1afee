import Control
import Library
import Logging
import Packaging
import Playout
import Synchronization

// MARK: - Off air: what viewers are told, and what stays behind

extension AirLoop {
  /// Tells everybody that it is over, and removes what viewers could still find.
  ///
  /// Where the program ends nothing is removed: for the viewers it is not over.
  func end(because reason: ControlFailure) {
    current = nil
    next = nil
    standIn = nil
    encoderPlace = nil
    startingPlace = nil
    facilities.capacity.note(late: nil, of: self)
    for listener in watchers.values { listener(.failed(reason)) }
    watchers = [:]
    let joining = channel.shared.withLock { shared in
      defer { shared.joining = [] }
      for session in shared.audience.sessions.keys {
        shared.audience.leave(session, because: .offAir, at: facilities.now())
      }
      return shared.joining
    }
    for (_, listener) in joining { listener(.failed(reason)) }
    answerTuning(.failed(reason))
    if reason.code == .unreachable {
      handOver()
    } else {
      forgetUnlisted()
      let pause = pause
      if isPrepared { clear(paused: pause) }
      reportPause(at: pause)
    }
    log.info("channel off air", metadata: ["reason": "\(reason.detail)"])
    onChange()
  }

  /// Leaves to the next transcoder what one that was killed would have left.
  private func handOver() {
    guard isPrepared, let refusal = keepStored() else { return }
    log.warning("the next transcoder begins anew", metadata: ["reason": "\(refusal)"])
  }

  private func clear(paused: Moment?) {
    do throws(SegmentFolderError) {
      try folder.clear(keepingState: true)
      try folder.writeState(snapshot(paused: paused))
      if !channel.reception.isLive { try folder.remove(name: Self.planName) }
    } catch {
      log.warning("segments stay behind", metadata: ["reason": "\(error)"])
    }
  }

  /// Takes the clock back to the present: what was made ahead is gone, and nobody watches.
  ///
  /// To a second before it, so that the next tune is marked as a jump for
  /// those who went on asking for the playlist.
  private func forgetUnlisted() {
    var state = stream.state
    let past = StreamTime(milliseconds: facilities.now().milliseconds - 1000)
    if let position = state.position, past < position {
      state.position = past
      state.soundGrid = nil
      state.clock = nil
    }
    window = SegmentWindow()
    stream = ChannelStream(
      resuming: state, shape: SegmentShape(first: [], regular: 180_000, target: max(1, target)))
  }
}
