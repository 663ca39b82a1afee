import Control
import Glibc
import Library
import Logging
import Packaging
import Pipeline
import Playout
import Synchronization

// MARK: - Segments: on disk, in the playlist, to the viewers

extension AirLoop {
  /// Reads the plan and goes on where the channel's files say it was.
  func prepare() throws(ControlFailure) {
    let now = facilities.now()
    _ = try plan(at: now, now: now)
    // A state that can't be read is as good as none: the clock needs no memory.
    let kept = (try? folder.readState(AirState.self)) ?? nil
    let alive = kept.flatMap { kept in
      kept.window.end.flatMap { $0.milliseconds > now.milliseconds ? kept : nil }
    }
    try goOn(after: kept, isAlive: alive != nil, at: now)
    let plan = try plan(at: now, now: now)
    window = alive?.window ?? SegmentWindow()
    target = alive?.target ?? Self.target(of: plan)
    subtitles = SubtitleDesk()
    listings = RenditionSet(of: plan.channel, plan.profile).listings
    do throws(SegmentFolderError) {
      try folder.prepare()
      if alive == nil { try folder.clear(keepingState: true) }
      try folder.removeHeads(except: window.heads)
    } catch {
      throw Self.failure(error)
    }
    isPrepared = true
    holdReserve()
    prepareScreens(for: plan)
    channel.shared.withLock { shared in
      shared.audience.target = .seconds(Int64(target))
      for segment in window.listed { shared.audience.note(segment.notice) }
    }
    // Two segments of a second let a viewer who tunes see a picture at once.
    stored = kept?.stream ?? StreamState(sequence: now.milliseconds / 1000)
    storage.stateFrom = alive?.window.firstWanted
    storage.playlistFrom = alive?.window.firstWanted
    renditions = StreamRenditions(of: plan)
    stream = ChannelStream(
      resuming: stored,
      shape: SegmentShape(
        first: alive == nil ? [90_000, 90_000] : [], regular: 180_000, target: target),
      renditions: renditions)
  }

  /// Goes on in other renditions where channel or profile were changed: from the next item on, with
  /// a new segment.
  func followRenditions() throws(ControlFailure) {
    guard let plan = schedule.plan, case let wanted = StreamRenditions(of: plan),
      wanted != renditions
    else { return }
    stream.flush()
    try store()
    renditions = wanted
    follow(RenditionSet(of: plan.channel, plan.profile).listings)
    stream = ChannelStream(
      resuming: stream.state,
      shape: SegmentShape(first: [], regular: 180_000, target: target), renditions: wanted)
    log.notice("other renditions from here on")
  }

  /// Goes over to other playlists; what is listed in them already is a gap where it is not there.
  private func follow(_ wanted: [RenditionSet.Listing]) {
    let names = Set(wanted.map(\.playlist))
    for listing in listings where !names.contains(listing.playlist) {
      // What stays behind is removed when the channel ends.
      try? folder.remove(name: listing.playlist)
    }
    listings = wanted
  }

  /// The playlist's target duration: by the longest item of the plan that is copied.
  private static func target(of plan: Plan) -> Int {
    segmentTarget(for: plan.items.map(\.probe), profile: plan.profile)
  }

  func snapshot(paused: Moment? = nil) -> AirState {
    AirState(
      stream: stream.state, window: window, target: target, written: facilities.now(),
      paused: paused)
  }

  /// Lists what is due and removes what is past.
  func list(at now: Moment) throws(ControlFailure) {
    try tryAgain()
    if let lastListed, window.listed.count > SegmentWindow.ahead, lastListed <= now,
      now < lastListed + Self.breath
    {
      return
    }
    guard let notice = window.listNext(at: now) else { return }
    lastListed = now
    window.retire(at: now, target: target)
    try publish()
    removeGone(at: now)
    if record.state == .starting { record.state = .onAir }
    startingPlace = nil
    channel.shared.withLock { $0.audience.note(notice) }
    for (session, listener) in watchers { tell(session, listener, notice) }
    answerTuning(.done)
  }

  func tell(_ session: String, _ listener: ChannelOnAir.Listener, _ notice: SegmentNotice) {
    channel.shared.withLock { $0.audience.tell(session, at: facilities.now()) }
    listener(.segment(notice))
  }

  func answerTuning(_ reply: ControlReply) {
    let now = facilities.now()
    let waiting = channel.shared.withLock { shared in
      defer { shared.tuning = [] }
      // Who has waited for the first picture comes only now, and is not gone yet.
      if !shared.tuning.isEmpty { shared.audience.touch(at: now) }
      return shared.tuning
    }
    for listener in waiting { listener(reply) }
  }

  /// Says what the channel is doing.
  func report(at now: Moment) {
    let made = record.made(at: now)
    if record.state != .starting { record.state = made?.isSlate == true ? .slate : .onAir }
    guard let plan = schedule.plan else { return }
    let lead = lead(at: now)
    let isLate =
      standIn == nil && current?.source == nil && encoderPlace != nil && lead < Capacity.thin
      && now > record.since + AirLoop.comfortable
    facilities.capacity.note(late: isLate ? "\(plan.channel.number)" : nil, of: self)
    let item = takeOver(at: now)?.item ?? plan.item(at: now)
    let status = OnAirStatus(
      channel: channel.id, number: plan.channel.number, name: plan.channel.name,
      state: record.state, since: record.since, title: item?.title, itemStart: item?.start,
      itemEnd: item?.end, method: made?.method, lead: lead,
      segments: record.segments, failures: record.failures, lastFailure: record.lastFailure,
      screenProblem: record.screenProblem, storageProblem: record.storageProblem)
    let changed = channel.shared.withLock { shared in
      defer { shared.status = status }
      shared.viewerLimit = plan.channel.viewerLimit ?? 0
      return shared.status?.state != status.state || shared.status?.title != status.title
        || shared.status?.storageProblem != status.storageProblem
    }
    if changed { onChange() }
  }
}

extension StreamRenditions {
  /// What a channel's stream is made in, as its plan has it when it goes on air.
  init(of plan: Plan) {
    self.init()
    let set = RenditionSet(of: plan.channel, plan.profile)
    pictures = set.variants.count
    sounds = [nil] + set.audio.map { $0.language.flatMap(Language.threeLetters) }
    omitsPictures = !plan.profile.hasPicture
    makesFragments = set.segments == .fragmented
  }
}
