import ChildProcess
import Control
import Dossiers
import Library
import Logging
import Packaging
import Pipeline
import Playout

// MARK: - Live: a source that is shown as it comes

extension AirLoop {
  /// How much of a live picture is kept in hand at most; what comes faster has to wait.
  static let liveLead = Span.seconds(6)
  /// How far a source may fall behind the clock before it is joined anew.
  static let liveLag = Span.seconds(2)
  /// A source that fell behind sooner than that is no better than one that failed.
  private static let steadiness = Duration.seconds(60)

  /// Keeps a source going while a live picture is due; false where none is.
  ///
  /// Every source enters from a screen that is a little ahead of the clock, so
  /// that viewers have seconds in hand when it falls silent.
  func keepLive(at now: Moment) throws(ControlFailure) -> Bool {
    let place = max(stream.position, StreamTime(milliseconds: now.milliseconds))
    let position = Moment(milliseconds: place.milliseconds)
    if live.isOn || schedule.isExpired { _ = try plan(at: position, now: now) }
    let takeOver = takeOver(dueAt: place)
    cutForTakeOver(after: place)
    let item = takeOver?.item ?? schedule.plan?.item(at: position)
    live.take(item?.live ?? [])
    if let run = current, let source = run.source, !live.sources.contains(source) { try leave(run) }
    guard let item, live.isOn, let end = schedule.plan?.liveEnd(from: item) else {
      if standIn?.run.source != nil { standIn = nil }
      return false
    }
    if let run = current, run.source != nil {
      try keep(run, until: end, at: now)
      return true
    }
    if let waiting = standIn {
      // A programme below a take-over may be awaited behind a screen as any other.
      guard waiting.run.source != nil else { return false }
      judgeSource(waiting)
      return true
    }
    guard takeOver == nil || canBeTakenOver(at: now) else { return false }
    if current != nil, let source = live.due(at: .now) { try tryOut(source, item, until: end) }
    return takeOver == nil || standIn != nil
  }

  private func keep(_ run: ItemRun, until end: StreamTime, at now: Moment) throws(ControlFailure) {
    if run.cue.end != end {
      run.cue.end = end
      stream.end(at: max(end, soonest))
    }
    let shown = run.began.duration(to: .now)
    if shown > LiveDesk.proof { live.prove() }
    guard let lag = lag(at: now), lag > Self.liveLag, isFilling else { return }
    if shown > Self.steadiness {
      log.info("live source fell behind, joining anew", metadata: ["lag": "\(lag.seconds)"])
      return try leave(run)
    }
    try finish(run, complete: false, because: .slow)
  }

  /// Starts a source behind the screen.
  private func tryOut(
    _ source: LiveSource, _ item: PlanItem, until end: StreamTime
  ) throws(ControlFailure) {
    let plan = schedule.plan
    guard let drawn = drawn(over: item, from: soonest) else { return }
    // Not asked of a card again after the last one failed, nor for a radio.
    let engagement =
      live.hasFailed || isRadio ? .processor : plan.map { engage(for: $0.profile) } ?? .processor
    guard let plan,
      let arguments = Pipeline.arguments(
        forLive: source, profile: plan.profile.cut(to: target), card: engagement.card,
        overlay: drawn.overlay)
    else {
      _ = live.fail(at: .now)
      return
    }
    let cue = Cue(content: .item(item, offset: item.inPoint), join: soonest, end: end)
    let run = try spawning { () throws(ChildError) in
      try ItemRun(
        source,
        as: ([live.words] + [engagement.remark, drawn.remark].compactMap(\.self))
          .joined(separator: ", "),
        scripts: drawn.overlay?.scripts(for: plan.profile, length: longestLive) ?? [],
        cue: cue, command: [facilities.ffmpeg] + arguments, session: engagement.session,
        wake: channel.wake)
    }
    standIn = StandIn(run)
    next = nil
    if let run = standIn?.run { try takePlace(for: run) }
  }

  /// Whether the channel sends sound only.
  var isRadio: Bool { schedule.plan?.profile.hasPicture == false }

  /// Gives up an awaited source that brought no picture.
  private func judgeSource(_ waiting: StandIn) {
    guard !waiting.isFound, let failure = failure(of: waiting.run) else { return }
    let run = waiting.run
    fallFromSource(run, frames: 0, at: soonest, because: failure.ofSource(hasPicture: !isRadio))
    standIn = nil
    run.stop()
    endTrials()
  }

  /// Goes on to the next source after one that failed.
  func fallFromSource(
    _ run: ItemRun, frames: Int, at stop: StreamTime, because failure: RunFailure?
  ) {
    let complaint = SourceComplaint(stderrTail: run.complaints)
    let failure =
      failure
      ?? RunFailure(kind: .told(complaint.kind), why: complaint.sentence, status: run.ended?.status)
    record.failures += 1
    record.lastFailure = "\(run.description): \(failure.why)"
    let step = live.fail(at: .now)
    log.warning(
      "live source failed",
      metadata: [
        "source": "\(run.description)", "frames": "\(frames)", "reason": "\(failure.why)",
        "next": "\(step)",
        "stderr": "\(Secrets.hidden(in: run.complaints.suffix(3).joined(separator: " | ")))",
      ])
    report(failure, of: run, frames: frames, at: stop, next: step)
  }

  /// Takes a source out of the stream that has done nothing wrong.
  private func leave(_ run: ItemRun) throws(ControlFailure) {
    _ = stream.endItem(complete: false)
    try store()
    run.stop()
    current = nil
    try startCurrent(at: facilities.now())
  }
}

extension Plan {
  /// Where the live picture ends that an item begins: with the last one of the same sources.
  fileprivate func liveEnd(from item: PlanItem) -> StreamTime {
    var end = item.end
    for later in items where later.live == item.live && later.start == end {
      end = later.end
    }
    return StreamTime(milliseconds: end.milliseconds)
  }
}
