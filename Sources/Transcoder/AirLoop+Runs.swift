import ChildProcess
import Control
import Library
import Logging
import Packaging
import Pipeline
import Playout
import Synchronization

// MARK: - Runs: which ffmpeg is read, and which one waits

extension AirLoop {
  /// Keeps a run going, and starts the next one in time.
  func keepRunning(at now: Moment) throws(ControlFailure) {
    if let behind = lag(at: now), behind > Self.hopeless, !window.sequences.isEmpty {
      log.warning("fell behind, going on at the present", metadata: ["lag": "\(behind.seconds)"])
      dropRuns()
    }
    let lead = stream.position.milliseconds - now.milliseconds
    guard lead < Self.absurd.milliseconds || window.sequences.isEmpty else {
      // Nothing would be listed until the clock is there again; whoever tunes begins anew.
      throw ControlFailure(.stopped, "The clock was set back by \(lead / 1000) s.")
    }
    if current == nil { try startCurrent(at: now) }
    schedule.keepFresh()
    guard next == nil, let current, stream.hasPicture else { return }
    let end = current.predictedEnd(frameRate: schedule.plan?.profile.frameRate ?? 30)
    guard end.ticks - stream.position.ticks < Self.headStart.milliseconds * 90 else { return }
    next = try start(cue(at: end, now: now), entry: .regular)
  }

  /// How far the stream is behind the clock; nil when it is not.
  private func lag(at now: Moment) -> Span? {
    let lag = Span(milliseconds: now.milliseconds - stream.position.milliseconds)
    return lag > .zero ? lag : nil
  }

  private func startCurrent(at now: Moment) throws(ControlFailure) {
    let isCold = window.sequences.isEmpty || (lag(at: now) ?? .zero) > Self.hopeless
    let position = isCold ? try entry(at: now) : stream.position
    let cue = try cue(at: position, now: now)
    if let next, next.cue.content == cue.content, !isCold {
      self.next = nil
      try takePlace(for: next)
      current = next
      begin(next, at: settle(position, on: cue), isCold: false)
      return
    }
    next = nil
    let run = try start(cue, entry: isCold ? .coldStart : .regular)
    try takePlace(for: run)
    current = run
    begin(run, at: isCold ? position : settle(position, on: cue), isCold: isCold)
  }

  /// Where a cold start begins: at the present.
  ///
  /// A shifted channel that comes in just after an item's beginning begins
  /// with it: its viewer asked for that programme, and shifts are rounded.
  private func entry(at now: Moment) throws(ControlFailure) -> StreamTime {
    let present = StreamTime(milliseconds: now.milliseconds)
    guard !channel.reception.isLive, let item = try plan(at: now, now: now).item(at: now),
      now - item.start <= Reception.grain + .seconds(1)
    else { return present }
    let beginning = StreamTime(milliseconds: item.start.milliseconds)
    // What was shown before the channel was left is not shown again.
    return beginning < stream.position ? present : beginning
  }

  /// Takes or gives back the channel's place among those that are encoded.
  private func takePlace(for run: ItemRun) throws(ControlFailure) {
    guard run.isEncoder else {
      encoderPlace = nil
      return
    }
    guard encoderPlace == nil else { return }
    encoderPlace = try facilities.capacity.takeEncoder(isBeginning: window.sequences.isEmpty)
  }

  /// Puts the first picture exactly at its planned time if that is a frame's stretch away.
  ///
  /// Copied items end up to a few frames before their planned end; a last
  /// frame held a little longer keeps that from adding up.
  private func settle(_ position: StreamTime, on cue: Cue) -> StreamTime {
    guard let item = cue.item else { return position }
    let planned = StreamTime(milliseconds: item.start.milliseconds)
    let early = planned.ticks - position.ticks
    return early > 0 && early <= frameDuration * 3 / 2 ? planned : position
  }

  private func begin(_ run: ItemRun, at join: StreamTime, isCold: Bool) {
    run.lastProgress = .now
    run.join = join
    if case .copy = run.method {
      // Copies are cut at the planned end; encodes deliver the frames they were asked for.
      stream.begin(
        isCold ? .aligned(source: 900_000, time: join) : .at(join), until: run.cue.end)
    } else {
      stream.begin(.at(join), until: nil)
    }
    record.note(method: run.description, isSlate: run.cue.item == nil, from: join)
    log.info(
      "run begins",
      metadata: [
        "item": "\(run.cue.item?.title ?? "slate")", "method": "\(run.description)",
        "at": "\(join.milliseconds)",
      ])
  }

  /// What to show from a position on, by the newest plan.
  func cue(at position: StreamTime, now: Moment) throws(ControlFailure) -> Cue {
    let plan = try plan(at: Moment(milliseconds: position.milliseconds), now: now)
    return CueSheet.cue(at: position, plan: plan, unplayable: schedule.unplayable)
  }

  func plan(at position: Moment, now: Moment) throws(ControlFailure) -> Plan {
    do throws(PlanFailure) {
      return try schedule.current(at: position, now: now)
    } catch {
      switch error {
      case .unknownChannel:
        throw ControlFailure(
          .unknownChannel, "There is no channel \(channel.id.rawValue), or it is switched off.")
      case .unavailable(let reason):
        throw ControlFailure(.noPlan, "The plan of the channel can't be read: \(reason)")
      }
    }
  }

  private func start(_ cue: Cue, entry: KeyFrameCadence) throws(ControlFailure) -> ItemRun {
    guard let plan = schedule.plan else {
      throw ControlFailure(.noPlan, "The channel has no plan.")
    }
    do throws(ChildError) {
      return try ItemRun(
        cue: cue, plan: plan, target: target, entry: entry,
        forcesEncode: cue.item.map { schedule.encodedInstead.contains($0.id) } ?? false,
        ffmpeg: facilities.ffmpeg, wake: channel.wake)
    } catch {
      throw ControlFailure(
        .startFailed, "ffmpeg can't be started: \(error). Try `exstreamtv doctor`.")
    }
  }

  private func dropRuns() {
    if current != nil { _ = stream.endItem(complete: false) }
    current = nil
    next = nil
  }

  /// Ends the current run and decides what its item deserves.
  func finish(
    _ run: ItemRun, complete: Bool, because reason: String?
  ) throws(ControlFailure) {
    let reachedOut = stream.hasReachedOut
    let end = stream.endItem(complete: complete)
    try store()
    run.stop()
    current = nil
    if end.frames > 1 { frameDuration = end.frameDuration }
    barrenRuns = end.frames > 0 ? 0 : barrenRuns + 1
    guard barrenRuns <= Self.barrenLimit else {
      throw ControlFailure(
        .startFailed, "\(barrenRuns) ffmpeg runs one after another brought no picture.")
    }
    let missing = Span(milliseconds: run.cue.end.milliseconds - end.next.milliseconds)
    guard !reachedOut, missing > CueSheet.tolerance else { return }
    try fall(run, frames: end.frames, reason: reason ?? "it ended \(missing.seconds) s early")
  }

  /// Takes the next rung of the ladder for an item whose run fell short.
  ///
  /// A copy is tried once more as an encode, from where it stopped; an encode
  /// that brought nothing, and a copy's encode that failed too, give way to a
  /// slate until the item's end: the timeline and the guide win.
  private func fall(_ run: ItemRun, frames: Int, reason: String) throws(ControlFailure) {
    record.failures += 1
    let subject = run.cue.item?.title ?? "slate"
    record.lastFailure = "\(subject): \(reason)"
    log.warning(
      "run fell short",
      metadata: [
        "item": "\(subject)", "method": "\(run.description)", "frames": "\(frames)",
        "reason": "\(reason)", "stderr": "\(run.complaints.suffix(3).joined(separator: " | "))",
      ])
    next = nil
    guard let item = run.cue.item else {
      guard frames > 0 else {
        throw ControlFailure(.startFailed, "Not even a black picture can be made: \(reason)")
      }
      return
    }
    if schedule.encodedInstead.insert(item.id).inserted, frames > 0 || run.method == .copy {
      return
    }
    schedule.unplayable[item.id] = "\(item.title) can't be played: \(reason)"
  }
}

extension ItemRun {
  /// Why the run ended, in words.
  func why(_ end: ChildEnd) -> String {
    var signal: Int32?
    if case .signaled(let number) = end.status { signal = number }
    return StderrClassification(stderrTail: complaints, signal: signal).sentence
  }
}
