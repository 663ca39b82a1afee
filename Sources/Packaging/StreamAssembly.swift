/// Puts pictures, sound, clock and tables into packets, and packets into segments.
struct StreamAssembly {
  /// Ticks by which the written clock is behind the decode time of its picture.
  static let clockLead: Int64 = 9000
  /// The most ticks between two clocks.
  static let clockInterval: Int64 = 3240
  /// Ticks after which the tables are due; with one picture more they are under 100 ms apart.
  static let tableInterval: Int64 = 5000
  /// Ticks before a picture's decoding at which sound that has not come counts as missing.
  static let soundDeadline: Int64 = 4500
  /// Ticks without a picture from which on there is a hole.
  static let holeStart: Int64 = 27_000
  /// More ticks than there are from the last sound that is written before a picture to its display.
  static let soundlessRest: Int64 = 36_000
  static let farthestGrid: Int64 = StreamTime.ticksPerSecond

  struct OpenSegment {
    var start: Int64
    var startsWithKeyFrame: Bool
    var isDiscontinuous: Bool
  }

  /// A segment that is finished.
  struct Finished {
    var segment: Segment
    /// The state after it.
    var state: StreamState
    /// What it is made of, for fragments: the pictures with the main sound, then each further one.
    var units: [SegmentUnits]
  }

  /// Finished segments, to be taken.
  var segments: [Finished] = []
  /// What the open segment is made of; nil where nobody wants to know.
  var units: [SegmentUnits]?
  /// What was done beside pictures, for the same stream in other sizes; nil where there are none.
  var steps: [StreamStep]?
  /// What is still to be done, in a stream that follows another; nil where it decides itself.
  var given: [StreamStep]?
  /// What is known of the item, counted as it is written.
  var report: ItemEnd
  var state: StreamState
  var border: StreamState
  var writer: TransportWriter
  var cutter: SegmentCutter
  var open: OpenSegment?
  var lanes: [SoundLane]
  let renditions: StreamRenditions
  /// The clock when the tables were last written; nil before the first clock.
  var lastTables: Int64?
  /// Whether the clock jumped and no picture has said so yet.
  var isBroken = false
  private var lastKey: Int64?

  /// An assembly that goes on where the state was left.
  init(
    resuming state: StreamState, shape: SegmentShape, renditions: StreamRenditions,
    isFollower: Bool = false
  ) {
    self.state = state
    self.renditions = renditions
    border = state
    writer = TransportWriter(counters: state.counters, layout: state.layout)
    cutter = SegmentCutter(shape: shape)
    report = ItemEnd(next: state.position ?? StreamTime(ticks: 0), frameDuration: 0)
    steps = renditions.pictures > 0 ? [] : nil
    given = isFollower ? [] : nil
    lanes = renditions.sounds.indices.map { number in
      guard number > 0 else { return SoundLane(grid: SoundGrid(next: state.soundGrid?.ticks)) }
      let kept = number <= state.lanes.count ? state.lanes[number - 1] : StreamState.Lane()
      var lane = SoundLane(grid: SoundGrid(next: (kept.grid ?? state.soundGrid)?.ticks))
      // In fragments it has its own file as it is.
      if !renditions.makesFragments {
        lane.writer = TransportWriter(
          counters: kept.counters, layout: ProgramLayout(video: nil, sounds: [.init()]))
      }
      return lane
    }
    for (lane, sound) in state.layout.sounds.enumerated() where lane < lanes.count {
      lanes[lane].codec = sound.codec
    }
    units = renditions.makesFragments ? freshUnits : nil
    muteWhereUnread()
  }

  /// The end of what was written; nil before the first picture.
  var position: StreamTime? { state.position }

  /// The ticks that a picture of the last item is shown.
  var frameDuration: Int64 { state.frameDuration }

  /// The state after the last finished segment.
  var lastingState: StreamState {
    guard open == nil else { return border }
    return current
  }

  var current: StreamState {
    var current = state
    current.counters = writer.counters
    current.soundGrid = lanes[0].grid.next.map(StreamTime.init(ticks:))
    current.lanes = lanes.dropFirst().map { lane in
      StreamState.Lane(
        grid: lane.grid.next.map(StreamTime.init(ticks:)),
        counters: lane.writer?.counters ?? StreamState.Counters())
    }
    return current
  }
}

// MARK: - Items

extension StreamAssembly {
  /// Makes ready for an item.
  mutating func beginItem() {
    report = ItemEnd(
      next: state.position ?? StreamTime(ticks: 0), frameDuration: state.frameDuration)
    lastKey = nil
    for lane in lanes.indices { lanes[lane].grid.beginItem() }
  }

  /// Takes what a run's map names; players are told where that is something else than before.
  mutating func take(_ tracks: TransportReader.Tracks) {
    let main = tracks.sounds[0] ?? state.layout.sounds.first ?? .init()
    var layout = ProgramLayout(
      video: renditions.omitsPictures ? nil : tracks.pictures.first ?? .h264, sounds: [])
    for (number, language) in renditions.sounds.enumerated() {
      var sound = tracks.sounds[number] ?? main
      sound.language = language
      layout.sounds.append(sound)
      lanes[number].codec = sound.codec
      lanes[number].writer?.layout.sounds = [sound]
    }
    guard layout != state.layout else { return }
    if let position = state.position?.ticks {
      state.mapVersion = (state.mapVersion + 1) & 31
      if given == nil {
        closeOpen(at: position)
        // A track more or less is no break for those who play the others.
        isBroken = isBroken || state.layout.isOther(than: layout)
      }
    }
    state.layout = layout
    writer.layout = layout
    muteWhereUnread()
  }

  /// Writes no transport stream where nobody reads one: of a smaller picture that is there in
  /// fragments, and of AV1, for which there is no way into it that players know.
  private mutating func muteWhereUnread() {
    writer.isMute =
      state.layout.video == .av1 || (given != nil && renditions.makesFragments)
  }

  /// Ends an item: its sound stops a frame before its last picture has been shown.
  ///
  /// What is left of it is played where the next item has nothing for the time before its first
  /// picture, and silence where neither has.
  mutating func endItem(sounds: inout [SoundQueue], frameDuration: Int64) {
    state.frameDuration = min(max(frameDuration, 300), 90_000)
    report.frameDuration = frameDuration
    guard report.frames > 0, let end = state.position?.ticks else { return }
    if let lastKey { noteKeyInterval(end - lastKey) }
    report.next = StreamTime(ticks: end)
    guard open != nil else { return }
    writeSounds(&sounds, before: .max, until: end)
    for lane in lanes.indices {
      let frame = lanes[lane].frameTicks
      lanes[lane].coda = Coda(of: &sounds[lane], until: end - frame / 2)
    }
    fill { end - $0 - $0 / 2 }
  }

  /// Ends the open segment where the last picture has been shown.
  mutating func flush() {
    if let position = state.position?.ticks { closeOpen(at: position) }
  }

  /// Fills the sound up to a time and ends the open segment there.
  mutating func closeOpen(at end: Int64) {
    guard let open else { return }
    fill { end - $0 / 2 }
    close(at: max(end, open.start + 1))
  }

  private mutating func noteKeyInterval(_ interval: Int64) {
    report.longestKeyInterval = max(report.longestKeyInterval, interval)
  }
}

// MARK: - Groups

extension StreamAssembly {
  /// Writes a group of pictures with the sound that belongs to it.
  mutating func write(
    _ group: PictureGroup, sounds: inout [SoundQueue], out: StreamTime?, frameDuration: Int64
  ) {
    if group.startsItem { enter(at: group.start) }
    var isFirst = true
    for var picture in group.pictures {
      picture.decodeTime = max(picture.decodeTime, (state.clock?.ticks ?? .min / 2) + 1)
      guard picture.decodeTime <= picture.displayTime else {
        report.losses.droppedPictures += 1
        continue
      }
      if open != nil {
        writeSounds(&sounds, before: picture.decodeTime, until: group.end)
        fill { _ in picture.decodeTime - Self.soundDeadline }
        writeClocks(before: picture.decodeTime)
      }
      if isFirst { cut(before: group, picture, out, frameDuration) }
      isFirst = false
      write(picture)
    }
    let end = max(group.end, state.position?.ticks ?? .min)
    state.position = StreamTime(ticks: end)
  }

  /// Puts the item's first picture where the last one's ended, or notes that the clock jumps.
  private mutating func enter(at start: Int64) {
    report.start = StreamTime(ticks: start)
    if let position = state.position?.ticks, start - position > state.frameDuration * 3 / 2 {
      closeOpen(at: position)
      isBroken = true
      state.clock = nil
      for lane in lanes.indices { lanes[lane].grid.next = nil }
    }
    for lane in lanes.indices
    where abs((lanes[lane].grid.next ?? .min / 2) - start) > Self.farthestGrid {
      lanes[lane].grid.next = start
    }
  }

  private mutating func cut(
    before group: PictureGroup, _ picture: Picture, _ out: StreamTime?, _ frameDuration: Int64
  ) {
    divideHole(before: group.start)
    if let open {
      // A group that leads its key frame makes the first stretch of an item a little shorter.
      let interval = picture.isKey ? lastKey.map { picture.displayTime - $0 } ?? 0 : 0
      let place = SegmentCutter.Place(
        length: group.start - open.start,
        lengthAfter: group.end + 2 * frameDuration - open.start,
        bytes: writer.pictureBytes, isKey: picture.isKey, startsItem: group.startsItem,
        toOut: out.map { $0.ticks - group.start },
        keyInterval: max(report.longestKeyInterval, interval))
      guard cutter.cuts(place) else { return }
      close(at: group.start)
    }
    begin(at: group.start, startsWithKeyFrame: picture.isKey)
  }

  /// Ends segments inside a hole that is too long for one.
  ///
  /// Sound has done so already, but for what of the hole is left after the last sound.
  private mutating func divideHole(before start: Int64) {
    while let open, start - open.start > cutter.shape.longest {
      close(at: open.start + cutter.shape.longest)
      begin(at: open.start + cutter.shape.longest, startsWithKeyFrame: false)
    }
  }

  /// Writes a picture with its clock.
  mutating func write(_ picture: Picture) {
    writeTablesIfDue()
    let clock = picture.decodeTime - Self.clockLead
    if renditions.omitsPictures {
      writer.writeClock(clock)
    } else {
      writer.write(picture, clock: clock, isBroken: isBroken)
    }
    isBroken = false
    units?[0].pictures.append(picture)
    state.clock = StreamTime(ticks: picture.decodeTime)
    report.frames += 1
    guard picture.isKey else { return }
    report.keyFrames += 1
    if let lastKey { noteKeyInterval(picture.displayTime - lastKey) }
    lastKey = picture.displayTime
  }
}
