import ChildProcess
import Control
import Library
import Logging
import Packaging
import Pipeline
import Playout

// MARK: - Runs: which ffmpeg is read, and which one waits

extension AirLoop {
  /// Keeps a run going, and starts the next one in time.
  func keepRunning(at now: Moment) throws(ControlFailure) {
    if let behind = lag(at: now), behind > Self.hopeless, !window.sequences.isEmpty,
      !storage.isFull
    {
      log.warning("fell behind, going on at the present", metadata: ["lag": "\(behind.seconds)"])
      dropRuns()
    }
    let lead = lead(at: now)
    guard lead < Self.absurd || window.sequences.isEmpty else {
      // Nothing would be listed until the clock is there again; whoever tunes begins anew.
      throw ControlFailure(.stopped, "The clock was set back by \(lead.milliseconds / 1000) s.")
    }
    if current == nil { try startCurrent(at: now) }
    schedule.keepFresh()
    if try !keepLive(at: now) {
      try standInIfSlow()
      try judgeAwaited(at: now)
    }
    guard next == nil, standIn == nil, let current, stream.hasPicture else { return }
    let end = current.predictedEnd
    guard end.ticks - stream.position.ticks < Self.headStart.milliseconds * 90 else { return }
    next = try start(cue(at: end, now: now), entry: .regular)
  }

  /// How far the stream is made ahead of the clock; negative when it is behind.
  func lead(at now: Moment) -> Span {
    Span(milliseconds: stream.position.milliseconds - now.milliseconds)
  }

  /// How far the stream is behind the clock; nil when it is not.
  func lag(at now: Moment) -> Span? {
    let lead = lead(at: now)
    return lead < .zero ? .zero - lead : nil
  }

  func startCurrent(at now: Moment) throws(ControlFailure) {
    if let standIn, let entry = standIn.scout.entry {
      return try takeOver(from: standIn, at: entry)
    }
    // A source goes on being awaited from one screen to the next.
    if standIn?.run.source == nil { standIn = nil }
    let isCold =
      (window.sequences.isEmpty && !hasMade) || (lag(at: now) ?? .zero) > Self.hopeless
    let position = isCold ? try entry(at: now) : stream.position
    let cue = try cue(at: position, now: now)
    try followRenditions()
    if let next, next.cue.content == cue.content, !isCold {
      self.next = nil
      try takePlace(for: next)
      current = next
      begin(next, at: settle(position, on: cue), isCold: false)
      return
    }
    next = nil
    guard let run = try start(cue, entry: isCold ? .coldStart : .regular) else { return }
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
  func takePlace(for run: ItemRun) throws(ControlFailure) {
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

  func begin(_ run: ItemRun, at join: StreamTime, isCold: Bool) {
    run.lastPicture = .now
    run.began = .now
    run.join = join
    switch run.method {
    case .copy:
      // Copies are cut at the planned end.
      stream.begin(
        isCold ? .aligned(source: firstTimeStamp, time: join) : .at(join), until: run.cue.end)
    case .screen, .live: stream.begin(.at(join), until: run.cue.end)
    case .encode:
      // Encodes deliver the frames they were asked for; one that does not stop is cut as well.
      let end = run.predictedEnd
      stream.begin(.at(join), until: StreamTime(ticks: end.ticks + Self.overrun.milliseconds * 90))
    }
    noteBegin(of: run, at: join)
  }

  func noteBegin(of run: ItemRun, at join: StreamTime) {
    record.note(method: run.description, isSlate: run.cue.item == nil, from: join)
    subtitles.begin(run.cue, base: run.join, at: join)
    log.info(
      "run begins",
      metadata: [
        "item": "\(run.cue.item?.title ?? "screen")", "method": "\(run.description)",
        "at": "\(join.milliseconds)",
      ])
  }

  /// What to show from a position on, by the newest plan.
  func cue(at position: StreamTime, now: Moment) throws(ControlFailure) -> Cue {
    let plan = try plan(at: Moment(milliseconds: position.milliseconds), now: now)
    var cue = CueSheet.cue(
      at: position, plan: plan, unplayable: schedule.obstacles(at: position))
    if cue.item == nil, let retry = schedule.retry(after: position) {
      cue.end = CueSheet.screenEnd(at: min(cue.end, retry), plan: plan)
    }
    if cue.item?.live != nil || awaitsTakeOver(at: position) {
      cue = CueSheet.screen(before: cue)
    }
    return cue
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

  /// Starts what brings a cue; nil while its screen or the card of a song is being made, or what is
  /// drawn over it is being tried.
  func start(_ cue: Cue, entry: KeyFrameCadence) throws(ControlFailure) -> ItemRun? {
    guard let plan = schedule.plan else {
      throw ControlFailure(.noPlan, "The channel has no plan.")
    }
    switch cue.content {
    case .screen(let message): return try screenRun(cue, saying: message, plan)
    case .item(let item, let offset):
      let card = card(for: item, plan)
      guard card != .pending, let drawn = drawn(over: item, from: cue.join) else { return nil }
      return try itemRun(item, offset: offset, cue: cue, plan, entry: entry, card, drawn)
    }
  }

  private func itemRun(
    _ item: PlanItem, offset: Span, cue: Cue, _ plan: Plan, entry: KeyFrameCadence,
    _ card: TitleCard, _ drawn: Drawn
  ) throws(ControlFailure) -> ItemRun {
    var plan = plan
    if let machine = facilities.machine() { plan.profile = machine.able(plan.profile) }
    return try spawning { () throws(ChildError) in
      try ItemRun(
        item, offset: offset, cue: cue, plan: plan, target: target, entry: entry,
        standing: standing(of: item), card: card, drawn: drawn,
        engaging: { [profile = plan.profile] in engage(for: profile) }, ffmpeg: facilities.ffmpeg,
        wake: channel.wake)
    }
  }

  /// Starts an ffmpeg; says what to do where it can't be started.
  func spawning(_ start: () throws(ChildError) -> ItemRun) throws(ControlFailure) -> ItemRun {
    do throws(ChildError) {
      return try start()
    } catch {
      throw ControlFailure(
        .startFailed, "ffmpeg can't be started: \(error). Try `exstreamtv doctor`.")
    }
  }

  private func dropRuns() {
    if current != nil { _ = stream.endItem(complete: false) }
    current = nil
    next = nil
    standIn = nil
  }
}
