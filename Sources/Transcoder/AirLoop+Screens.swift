import Control
import Library
import Logging
import Packaging
import Pipeline
import Playout

// MARK: - Screens: what is shown when there is no programme

extension AirLoop {
  /// Has the screens made that may be needed at once, whenever that will be.
  func prepareScreens(for plan: Plan) {
    // The first one may be needed in a second.
    facilities.screens.prepare(order(saying: .oneMoment, plan), isUrgent: true)
    if !plan.darkness.isEmpty {
      facilities.screens.prepare(order(saying: .darkness, plan), isUrgent: true)
    }
    prepareCards(for: plan)
    prepareGraphics(for: plan)
    facilities.screens.prepare(order(saying: .offAir, plan), isUrgent: false)
    for limit in facilities.limits.possible(channelLimit: plan.channel.viewerLimit ?? 0) {
      facilities.screens.prepare(
        AnnouncementDesk.order(limit, plan.profile), isUrgent: false)
    }
  }

  /// A run that plays a screen; nil while the screen is being made.
  ///
  /// A channel that would run dry shows a screen that it has for the moment.
  func screenRun(
    _ cue: Cue, saying message: ScreenMessage, _ plan: Plan
  ) throws(ControlFailure) -> ItemRun? {
    var failure: String?
    switch facilities.screens.look(for: order(saying: message, plan), bell: channel.wake) {
    case .ready(let reel):
      note(problem: reel.problem)
      return ItemRun(cue: cue, reel: reel)
    case .failed(let reason): failure = reason
    case .pending: guard isInNeed else { return nil }
    }
    // Black that is waited for is worth more than words in its place.
    guard message != .darkness || failure != nil, let reel = spareReel(plan) else {
      guard let failure else { return nil }
      throw ControlFailure(.startFailed, "Not even a screen can be shown: \(failure)")
    }
    var cue = cue
    let soon = StreamTime(milliseconds: cue.join.milliseconds + StandIn.lead.milliseconds)
    cue.end = CueSheet.screenEnd(at: min(cue.end, soon), plan: plan)
    return ItemRun(cue: cue, reel: reel)
  }

  /// A general screen of the channel, if one was made.
  private func spareReel(_ plan: Plan) -> ScreenReel? {
    for message in [ScreenMessage.offAir, .oneMoment] {
      if case .ready(let reel) = facilities.screens.look(
        for: order(saying: message, plan), bell: channel.wake)
      {
        return reel
      }
    }
    return nil
  }

  /// The screen of the channel with a message; nobody is to be startled while he waits.
  private func order(saying message: ScreenMessage, _ plan: Plan) -> ScreenOrder {
    var screen = plan.channel.screen
    if message == .oneMoment { screen.sound = .silent }
    if message == .darkness { screen = Screen(picture: .black, sound: .silent) }
    return ScreenOrder(screen: screen, message: message, profile: plan.profile)
  }

  private func note(problem: String?) {
    guard record.screenProblem != problem else { return }
    record.screenProblem = problem
    if let problem { log.warning("another screen is shown", metadata: ["reason": "\(problem)"]) }
  }

  /// Whether viewers have hardly anything left to see.
  private var isInNeed: Bool {
    lead(at: facilities.now()) < StandIn.need
  }

  /// Plays a screen from its beginning again; one that brings nothing is worthless.
  func turn(_ run: ItemRun, _ reel: ScreenReel) throws(ControlFailure) {
    let lap = stream.endItem(complete: true)
    try store()
    guard lap.frames > 0 else {
      facilities.screens.forget(reel.order)
      let failure = RunFailure(kind: .endedEarly, why: "The file of the screen is damaged.")
      return try finish(run, complete: false, because: failure)
    }
    frameDuration = lap.frameDuration
    barrenRuns = 0
    guard lap.next.ticks + frameDuration / 2 < run.cue.end.ticks else {
      return try finish(run, complete: true, because: nil)
    }
    reel.rewind()
    stream.begin(.at(lap.next), until: run.cue.end)
  }
}

// MARK: - Standing in for an item that takes its time

extension AirLoop {
  /// Shows a screen in the place of an item whose ffmpeg has brought nothing yet.
  func standInIfSlow() throws(ControlFailure) {
    guard standIn == nil, let run = current, !run.hasBytes, let plan = schedule.plan,
      run.began.duration(to: .now) >= StandIn.patience, isInNeed, let waiting = StandIn(run),
      case .ready(let reel) = facilities.screens.look(
        for: order(saying: .oneMoment, plan), bell: channel.wake)
    else { return }
    _ = stream.endItem(complete: false)
    standIn = waiting
    let end = StreamTime(
      milliseconds: run.join.milliseconds + CueSheet.longestScreen.milliseconds)
    let cue = Cue(content: .screen(.oneMoment), join: run.join, end: end)
    let screen = ItemRun(cue: cue, reel: reel)
    current = screen
    begin(screen, at: run.join, isCold: false)
  }

  /// Milliseconds until a screen has to stand in; nil where none has to.
  var untilStandIn: Span? {
    guard standIn == nil, let current, current.reel == nil, !current.hasBytes else { return nil }
    let left = StandIn.patience - current.began.duration(to: .now)
    return left > .zero ? .milliseconds(Int64(left / .milliseconds(1)) + 5) : nil
  }

  /// Takes the next bytes of the awaited item, and ends the screen where it enters.
  func readAwaited(_ bytes: UnsafeRawBufferPointer) {
    standIn?.run.lastPicture = .now
    standIn?.run.hasBytes = true
    standIn?.scout.push(bytes, from: soonest)
    guard let entry = standIn?.scout.entry else { return }
    current?.cue.end = entry
    stream.end(at: entry)
  }

  /// The next place at which the screen can end: it holds one picture back.
  var soonest: StreamTime {
    let reached = max(stream.position, current?.join ?? stream.position)
    return StreamTime(ticks: reached.ticks + 2 * frameDuration)
  }

  /// Replaces an awaited item that will not come any more.
  func judgeAwaited(at now: Moment) throws(ControlFailure) {
    guard let waiting = standIn, !waiting.isFound else { return }
    let run = waiting.run
    let isOver = soonest.ticks + CueSheet.tolerance.milliseconds * 90 >= run.cue.end.ticks
    if let failure = isOver ? lateness(of: run) : failure(of: run) {
      fall(run, frames: 0, at: soonest, because: failure)
    } else if !isOver {
      return
    }
    standIn = nil
    run.stop()
    let cue = try cue(at: soonest, now: now)
    guard cue.item != nil, let next = try start(cue, entry: .coldStart),
      let waiting = StandIn(next)
    else {
      let end = schedule.plan.map { CueSheet.screenEnd(at: soonest, plan: $0) } ?? soonest
      current?.cue.end = end
      return stream.end(at: end)
    }
    try takePlace(for: next)
    standIn = waiting
  }

  /// Why an awaited run will not come any more; nil while it may.
  func failure(of run: ItemRun) -> RunFailure? {
    if let drainedAt = run.drainedAt {
      guard let ended = run.ended else {
        return drainedAt.duration(to: .now) > Deadlines.reaping ? .lingering : nil
      }
      return RunFailure(ended, complaints: run.complaints, frames: 0, missing: run.cue.length)
    }
    let limit = run.deadlines.firstPicture
    // A file's first bytes may be far from where it is entered; a source that sends has pictures.
    let since = run.source == nil ? run.lastPicture : run.began
    guard since.duration(to: .now) > limit else { return nil }
    return .late(hadPicture: false, hadBytes: run.hasBytes, after: limit)
  }

  /// Why an item was not seen at all; nil for one that was tuned to at its very end.
  private func lateness(of run: ItemRun) -> RunFailure? {
    if let failure = failure(of: run) { return failure }
    let waited = run.began.duration(to: .now)
    guard waited > StandIn.patience * 3 else { return nil }
    return .late(hadPicture: false, hadBytes: run.hasBytes, after: waited)
  }

  /// Puts the awaited item into the stream, at the place that was found for it.
  func takeOver(from waiting: StandIn, at entry: StreamTime) throws(ControlFailure) {
    let run = waiting.run
    standIn = nil
    try takePlace(for: run)
    current = run
    run.lastPicture = .now
    run.began = .now
    run.join = waiting.scout.start
    stream.begin(waiting.scout, until: run.cue.end)
    noteBegin(of: run, at: entry)
  }
}
