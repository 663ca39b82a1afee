import ChildProcess
import Control
import Foundation
import Glibc
import Library
import Logging
import Packaging
import Pipeline
import Playout
import Synchronization

/// The work of one channel on air, on its own plain thread.
///
/// Plan -> cue -> run -> splice -> segment -> list, over and over, with one
/// `poll` that waits for ffmpeg's bytes, for the next segment's time or for
/// somebody who rings.
final class AirLoop {
  /// How much of the work-ahead is used up before the pipe is opened again.
  ///
  /// Short enough for a source on the network to bear not being read meanwhile.
  static let hysteresis = Span.seconds(8)
  /// How far before the end of an item the next one is started.
  static let headStart = Span.seconds(6)
  /// How far past its planned end an encode may go before it is cut: more than the rounding of
  /// a picture's time, less than a viewer of the next item notices.
  static let overrun = Span.milliseconds(50)
  /// The shortest time between two changes of a playlist with a backlog.
  ///
  /// Chromium's player gives up when several segments appear at once after
  /// it had run dry.
  static let breath = Span.milliseconds(250)
  /// How far the stream may fall behind the clock before it jumps.
  static let hopeless = Span.seconds(20)
  /// How far ahead of the clock the stream may be before the clock must have been set back.
  ///
  /// Far more than the work-ahead and what a pipe full of black pictures holds.
  static let absurd = Span.minutes(5)

  /// By how much the clock must differ from the time that passed to have been set.
  static let clockStep = Span.seconds(2)

  /// With so much work ahead a channel gives way to those that somebody waits for.
  static let comfortable = Span.seconds(10)

  /// How many runs without a picture may follow one another before the channel gives up.
  ///
  /// A bad item takes five: four rungs and a screen.
  static let barrenLimit = 24
  /// The name of the kept plan beside the segments.
  static let planName = "plan.json"

  let channel: ChannelOnAir
  let facilities: Facilities
  let onChange: @Sendable () -> Void
  var log: Logger
  let folder: SegmentFolder

  var schedule: AirPlan
  var stream: ChannelStream
  /// What the stream is made in beside its main picture and sound.
  var renditions = StreamRenditions()
  var window: SegmentWindow
  var target: Int
  /// The playlists that are written.
  var listings: [RenditionSet.Listing] = []
  /// How the newest segments are coded; nil before there are any.
  var coding: SegmentCoding?
  /// Another coding that is not listed yet.
  var turn: CodingTurn?
  var frameDuration: Int64

  var current: ItemRun?
  var next: ItemRun?
  var standIn: StandIn?
  var live = LiveDesk()
  var isFilling = true
  var barrenRuns = 0
  var isPrepared = false
  /// Whether anything was made: a long group of pictures is no segment until the next one comes.
  var hasMade = false
  var lastListed: Moment?
  var storage = Storage()
  var subtitles = SubtitleDesk()
  /// The stream's state as it is on disk.
  var stored = StreamState()
  var watchers: [String: ChannelOnAir.Listener] = [:]
  var record: AirRecord
  private var lastLook: (at: Moment, steady: ContinuousClock.Instant)?
  var encoderPlace: Capacity.Place?
  var startingPlace: Capacity.Place?
  private var buffer = [UInt8](repeating: 0, count: 262_144)

  init(channel: ChannelOnAir, facilities: Facilities, onChange: @escaping @Sendable () -> Void) {
    self.channel = channel
    self.facilities = facilities
    self.onChange = onChange
    log = facilities.log
    log[metadataKey: "channel"] = "\(channel.reception)"
    let folder = SegmentFolder(path: facilities.live + "/" + channel.reception.description)
    self.folder = folder
    // A plan that can't be kept, or was not, only matters when no worker answers.
    schedule = AirPlan(
      channel: channel.id, source: facilities.plan,
      kept: { (try? folder.readJSON(Plan.self, from: Self.planName)) ?? nil },
      keep: { try? folder.writeJSON($0, to: Self.planName) })
    record = AirRecord(since: facilities.now())
    startingPlace = facilities.capacity.begin()
    target = 0
    frameDuration = 3000
    window = SegmentWindow()
    stream = ChannelStream(
      resuming: StreamState(), shape: SegmentShape(first: [], regular: 0, target: 0))
  }

  /// Plays until everybody has left or the channel is stopped.
  func run() {
    do throws(ControlFailure) {
      try prepare()
      while try step() {}
      end(because: stopReason ?? ControlFailure(.stopped, "Nobody watches any more."))
    } catch {
      let level: Logger.Level = error.code == .unknownChannel ? .info : .error
      log.log(level: level, "channel failed", metadata: ["reason": "\(error.detail)"])
      end(because: error)
    }
  }

  /// One turn: give way to orders, keep a run going, list what is due, wait, read.
  private func step() throws(ControlFailure) -> Bool {
    let now = facilities.now()
    followClock(to: now)
    takeOrders(at: now)
    guard stopReason == nil, !isDeserted(at: now) else { return false }
    try keepRunning(at: now)
    try list(at: now)
    report(at: now)
    try wait(at: now)
    return true
  }

  /// Has viewers' silences counted by how long they lasted where the machine's clock was set.
  private func followClock(to now: Moment) {
    let steady = ContinuousClock.now
    defer { lastLook = (now, steady) }
    guard let lastLook else { return }
    let passed = Span(milliseconds: Int64(lastLook.steady.duration(to: steady) / .milliseconds(1)))
    let step = now - lastLook.at - passed
    guard step > Self.clockStep || step < .zero - Self.clockStep else { return }
    log.notice("the clock was set", metadata: ["by": "\(step.seconds)"])
    channel.shared.withLock { $0.audience.follow(clockStep: step, to: now) }
  }

  private var stopReason: ControlFailure? { channel.shared.withLock { $0.stopReason } }

  private func isDeserted(at now: Moment) -> Bool {
    let idle = idle
    return channel.shared.withLock { shared in
      let before = shared.audience.sessions.count
      for viewer in shared.audience.forgetGone(at: now) {
        let reason = ControlFailure(.ended, "The viewer does not take what it is sent.")
        shared.closing.append((viewer.session, reason))
      }
      if shared.audience.sessions.count != before { onChange() }
      // Whoever waits for the first segment has not left.
      return shared.tuning.isEmpty && shared.audience.isGone(for: idle, at: now)
    }
  }

  private func takeOrders(at now: Moment) {
    let (joining, leaving, closing, refresh) = channel.shared.withLock { shared in
      defer {
        shared.joining = []
        shared.leaving = []
        shared.closing = []
        shared.wantsRefresh = false
      }
      for session in shared.leaving {
        shared.audience.leave(session, because: .left, at: now)
      }
      return (shared.joining, shared.leaving, shared.closing, shared.wantsRefresh)
    }
    for (viewer, listener) in joining {
      watchers[viewer.session] = listener
      for notice in window.joining(at: now) {
        tell(viewer.session, listener, notice)
      }
    }
    for session in leaving { watchers[session] = nil }
    for (session, reason) in closing { watchers.removeValue(forKey: session)?(.failed(reason)) }
    if refresh { schedule.expire() }
    if !joining.isEmpty || !closing.isEmpty { onChange() }
  }
}

// MARK: - Waiting and reading

extension AirLoop {
  private func wait(at now: Moment) throws(ControlFailure) {
    updateFilling(at: now)
    let wants = isFilling && current?.isDrained == false
    var entries = [pollfd(fd: channel.wake.descriptor, events: Int16(POLLIN), revents: 0)]
    let awaited = standIn?.awaitedOutput
    // A negative descriptor is passed over.
    entries.append(
      pollfd(fd: wants ? current?.output ?? -1 : -1, events: Int16(POLLIN), revents: 0))
    entries.append(pollfd(fd: awaited ?? -1, events: Int16(POLLIN), revents: 0))
    _ = poll(&entries, nfds_t(entries.count), pause(at: now))
    if entries[0].revents != 0 { channel.wake.hear() }
    if entries[2].revents != 0 { readStandIn() }
    if entries[1].revents != 0 { try readCurrent() }
    try judge(wants: wants)
  }

  /// Milliseconds until something is due without anybody ringing.
  private func pause(at now: Moment) -> Int32 {
    var pause = Span.milliseconds(500)
    if let due = window.nextDue {
      let earliest = max(due, lastListed.map { $0 + Self.breath } ?? due)
      pause = min(pause, max(earliest, now) - now)
    }
    if let untilStandIn { pause = min(pause, untilStandIn) }
    return Int32(clamping: pause.milliseconds)
  }

  private func updateFilling(at now: Moment) {
    let lead = lead(at: now)
    let was = isFilling
    let (most, hysteresis) = workAhead
    if storage.isFull || lead > most || givesWay(lead) {
      isFilling = false
    } else if lead < most - hysteresis {
      isFilling = true
    }
    // The pipe was closed: silence until now was no fault of ffmpeg's.
    if isFilling, !was { current?.lastPicture = .now }
  }

  /// How much is made ahead of the clock, and how much of it is used up before more is made.
  private var workAhead: (most: Span, hysteresis: Span) {
    if current?.source != nil { return (Self.liveLead, .seconds(1)) }
    let isShort = standIn.map { !$0.isFound } ?? live.isOn
    if isShort { return (StandIn.lead, StandIn.need) }
    let most = facilities.workAhead
    return (most, min(Self.hysteresis, .milliseconds(most.milliseconds / 2)))
  }

  private func givesWay(_ lead: Span) -> Bool {
    startingPlace == nil && lead > Self.comfortable && facilities.capacity.isAnybodyStarting
  }

  private func readCurrent() throws(ControlFailure) {
    guard let current else { return }
    let count = readBytes(of: current)
    if count > 0 {
      current.hasBytes = true
      buffer.withUnsafeBytes { stream.push(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      if stream.hasPicture, stream.position != current.reached {
        current.reached = stream.position
        current.lastPicture = .now
      }
      try store()
    } else if count == 0, let reel = current.reel {
      try turn(current, reel)
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      current.drainedAt = .now
    }
  }

  private func readStandIn() {
    guard let run = standIn?.run else { return }
    let count = readBytes(of: run)
    if count > 0 {
      buffer.withUnsafeBytes { readAwaited(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      run.drainedAt = .now
    }
  }

  private func readBytes(of run: ItemRun) -> Int {
    let most = live.isOn && run.source == nil ? min(run.portion, Self.sip) : run.portion
    return buffer.withUnsafeMutableBytes {
      read(run.output, $0.baseAddress, min($0.count, most))
    }
  }
}
