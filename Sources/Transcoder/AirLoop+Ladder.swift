import ChildProcess
import Control
import Dossiers
import Library
import Logging
import Packaging
import Pipeline
import Playout

// MARK: - Judging: deadlines, the ladder, and what is told of a failure

extension AirLoop {
  /// After how much of it a rung is held to serve a file.
  private static let proof = Span.seconds(5)

  /// Ends the current run when it is done, has failed or hangs.
  func judge(wants: Bool) throws(ControlFailure) {
    guard let current else { return }
    if stream.hasReachedOut {
      return try finish(current, complete: true, because: nil)
    }
    if let drainedAt = current.drainedAt {
      return try judgeDrained(current, since: drainedAt)
    }
    note(current)
    guard wants else { return }
    let silence = current.lastPicture.duration(to: .now)
    let limits = current.deadlines
    let limit = limit(limits)
    if silence > limits.start, !current.isStarted {
      let failure = RunFailure(
        kind: .notStarted, why: "ffmpeg did not start within \(limits.start.components.seconds) s.")
      try finish(current, complete: false, because: failure)
    } else if silence > limit {
      let failure = RunFailure.late(
        hadPicture: stream.hasPicture, hadBytes: current.hasBytes, after: silence)
      try finish(current, complete: false, because: failure)
    }
  }

  /// How long to wait for the next picture: not long where viewers would soon see none.
  private func limit(_ limits: Deadlines) -> Duration {
    guard stream.hasPicture else { return limits.firstPicture }
    let thin = current?.source == nil ? Deadlines.thinLead : Deadlines.thinLiveLead
    guard lead(at: facilities.now()) < thin else { return limits.progress }
    return min(limits.progress, Deadlines.urgent)
  }

  /// The pipe is closed before the process is reaped.
  private func judgeDrained(
    _ run: ItemRun, since drained: ContinuousClock.Instant
  ) throws(ControlFailure) {
    if let ended = run.ended {
      try finish(run, complete: ended.status == .exited(0), because: nil)
    } else if drained.duration(to: .now) > Deadlines.reaping {
      try finish(run, complete: false, because: .lingering)
    }
  }

  /// Ends the current run and decides what its item deserves.
  func finish(
    _ run: ItemRun, complete: Bool, because failure: RunFailure?
  ) throws(ControlFailure) {
    let reachedOut = stream.hasReachedOut
    let end = stream.endItem(complete: complete)
    try store()
    run.stop()
    current = nil
    if end.frames > 1 { frameDuration = end.frameDuration }
    if end.frames > 0 { hasMade = true }
    barrenRuns = end.frames > 0 ? 0 : barrenRuns + 1
    guard barrenRuns <= Self.barrenLimit else {
      throw ControlFailure(
        .startFailed, "\(barrenRuns) ffmpeg runs one after another brought no picture.")
    }
    let missing = Span(milliseconds: run.cue.end.milliseconds - end.next.milliseconds)
    guard !reachedOut, missing > CueSheet.tolerance else { return praise(run, end: end) }
    let ended = run.ended ?? ChildEnd(status: .exited(0))
    fall(
      run, frames: end.frames, at: end.next,
      because: failure
        ?? RunFailure(ended, complaints: run.complaints, frames: end.frames, missing: missing))
  }

  /// Takes the next rung of the ladder for an item whose run fell short.
  ///
  /// Each rung goes on from where the stream stopped; after the last one a
  /// screen fills the item's time: the timeline and the guide win.
  func fall(_ run: ItemRun, frames: Int, at position: StreamTime, because failure: RunFailure) {
    if run.source != nil {
      return fallFromSource(
        run, frames: frames, at: position, because: failure.ofSource(hasPicture: !isRadio))
    }
    let failure = failure.ofArtwork(run.cue.item?.probe.artwork, complaints: run.complaints)
      .without(card: run.card)
    record.failures += 1
    let subject = run.cue.item?.title ?? "screen"
    record.lastFailure = "\(subject): \(failure.why)"
    log.warning(
      "run fell short",
      metadata: [
        "item": "\(subject)", "method": "\(run.description)", "frames": "\(frames)",
        "reason": "\(failure.why)",
        "stderr": "\(run.complaints.suffix(3).joined(separator: " | "))",
      ])
    next = nil
    // A screen that failed is simply made again; the count of barren runs is its bound.
    guard let item = run.cue.item, let plan = schedule.plan else { return }
    var standing = schedule.standings[item.id] ?? Standing(rung: run.rung)
    let rungs = Rung.rungs(
      for: item.probe, profile: plan.profile, targetDuration: target, hasCard: run.card != nil,
      decodesOnCard: run.decodesOnCard
        && !StderrClassification.blamesEncoder(in: run.complaints))
    let mayBeOverlay = run.isDrawnOver && frames == 0 && !failure.isForeign && !failure.isAway
    let step =
      mayBeOverlay
      ? standing.strip()
      : standing.fall(failure, frames: frames, at: position, rungs: rungs)
    schedule.standings[item.id] = standing
    if step == .screen, !standing.hasShown, standing.isFilesFault {
      facilities.memory?.remember(run.rung, of: item.path, failed: true)
    }
    report(failure, of: run, frames: frames, at: position, next: step.sentence)
  }

  /// Takes note of a run that filled its time.
  private func praise(_ run: ItemRun, end: ItemEnd) {
    note(run, isComplete: true)
    let faults = StderrClassification.faults(in: run.complaints)
    guard run.source == nil, let item = run.cue.item, faults >= StderrClassification.mostFaults
    else { return }
    let failure = RunFailure(
      kind: .damaged,
      why: "The file is damaged in places: it was shown with faults in picture or sound.",
      status: run.ended?.status)
    // A decoder hides what a copy would pass on to every viewer.
    let isCopy = run.method == .copy
    if isCopy { facilities.memory?.remember(.encode, of: item.path, failed: false) }
    report(
      failure, of: run, frames: end.frames, at: end.next,
      next: isCopy
        ? "It was shown to its end; the next time it will be encoded." : "It was shown to its end.")
  }

  /// Remembers the rung that serves a file.
  private func note(_ run: ItemRun, isComplete: Bool = false) {
    guard !run.isNoted, let item = run.cue.item, isComplete || hasProof(run) else { return }
    run.isNoted = true
    guard var standing = schedule.standings[item.id] else { return }
    standing.shown()
    schedule.standings[item.id] = standing
    guard run.rung != .planned, standing.isFilesFault || standing.isRemembered else { return }
    facilities.memory?.remember(run.rung, of: item.path, failed: false)
  }

  private func hasProof(_ run: ItemRun) -> Bool {
    guard let reached = run.reached else { return false }
    return reached.ticks - run.join.ticks > Self.proof.milliseconds * 90
  }

  /// Where an item stands: as it did before, or as its file is remembered.
  func standing(of item: PlanItem) -> Standing {
    if let standing = schedule.standings[item.id] { return standing }
    guard let rung = facilities.memory?.rung(of: item.path) else { return Standing() }
    let standing = Standing(rung: rung, isRemembered: true)
    schedule.standings[item.id] = standing
    return standing
  }
}

// MARK: - Dossiers

extension AirLoop {
  /// Hands a failure to those who file it.
  func report(
    _ failure: RunFailure, of run: ItemRun, frames: Int, at position: StreamTime, next step: String
  ) {
    guard let desk = facilities.dossiers, let item = run.cue.item, let plan = schedule.plan else {
      return
    }
    var exitStatus: Int?
    var signal: Int?
    switch failure.status {
    case .exited(let code): exitStatus = Int(code)
    case .signaled(let number): signal = Int(number)
    case .failedToStart, nil: break
    }
    desk.file(
      Dossier(
        at: facilities.now(), channel: plan.channel, title: item.title,
        path: run.source?.shownURL ?? item.path,
        rung: run.rung.rawValue, method: run.description, cause: failure.word, why: failure.why,
        exitStatus: exitStatus, signal: signal, frames: frames,
        plannedFrom: Moment(milliseconds: run.join.milliseconds),
        plannedTo: Moment(milliseconds: run.cue.end.milliseconds),
        stoppedAt: Moment(milliseconds: position.milliseconds), arguments: run.command,
        stderr: run.complaints, probe: item.probe, next: [step]))
  }
}

extension AirPlan {
  /// The items that are not to be shown at a position, with the reason.
  func obstacles(at position: StreamTime) -> [PlanItem.ID: String] {
    standings.compactMapValues { standing in
      guard let obstacle = standing.obstacle, obstacle.until.map({ position < $0 }) ?? true else {
        return nil
      }
      return obstacle.reason
    }
  }

  /// When the next item that is away is tried again.
  func retry(after position: StreamTime) -> StreamTime? {
    standings.values.compactMap { $0.obstacle?.until }.filter { position < $0 }.min()
  }
}
