/// Puts pictures, sound, clock and tables into packets, and packets into segments.
struct StreamAssembly {
  /// Ticks by which the written clock is behind the decode time of its picture.
  static let clockLead: Int64 = 9000
  /// The most ticks between two clocks.
  static let clockInterval: Int64 = 3240
  /// Ticks after which the tables are due; with one picture more they are under 100 ms apart.
  static let tableInterval: Int64 = 5000
  /// Ticks before a picture's decoding at which sound that has not come counts as missing.
  private static let soundDeadline: Int64 = 4500
  /// Ticks without a picture from which on there is a hole.
  private static let holeStart: Int64 = 27_000
  /// More ticks than there are from the last sound that is written before a picture to its display.
  private static let soundlessRest: Int64 = 36_000
  private static let farthestGrid: Int64 = StreamTime.ticksPerSecond
  /// Ticks before a join from which on the sound of the next item is preferred: the frame before
  /// its first one, which a decoder needs to give that one in full.
  private static let overture = SoundFrame.nativeTicks

  private struct OpenSegment {
    var start: Int64
    var startsWithKeyFrame: Bool
    var isDiscontinuous: Bool
  }

  /// Finished segments, to be taken.
  var segments: [Segment] = []
  /// What is known of the item, counted as it is written.
  var report: ItemEnd
  private var state: StreamState
  private var border: StreamState
  private var writer: TransportWriter
  private var cutter: SegmentCutter
  private var open: OpenSegment?
  private var grid: SoundGrid
  /// The last sound of the item before, for the next one to begin its own with if it has any.
  private var coda = Coda()
  /// How many channels the last sound had, so that silence has as many.
  private var channels: UInt8 = 2
  /// The clock when the tables were last written; nil before the first clock.
  private var lastTables: Int64?
  /// Whether the clock jumped and no picture has said so yet.
  private var isBroken = false
  private var lastKey: Int64?

  /// An assembly that goes on where the state was left.
  init(resuming state: StreamState, shape: SegmentShape) {
    self.state = state
    border = state
    writer = TransportWriter(counters: state.counters)
    cutter = SegmentCutter(shape: shape)
    grid = SoundGrid(next: state.soundGrid?.ticks)
    report = ItemEnd(next: state.position ?? StreamTime(ticks: 0), frameDuration: 0)
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

  private var current: StreamState {
    var current = state
    current.counters = writer.counters
    current.soundGrid = grid.next.map(StreamTime.init(ticks:))
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
    grid.beginItem()
  }

  /// Ends an item: its sound stops a frame before its last picture has been shown.
  ///
  /// What is left of it is played where the next item has nothing for the time before its first
  /// picture, and silence where neither has.
  mutating func endItem(sounds: inout SoundQueue, frameDuration: Int64) {
    state.frameDuration = min(max(frameDuration, 300), 90_000)
    report.frameDuration = frameDuration
    guard report.frames > 0, let end = state.position?.ticks else { return }
    if let lastKey { noteKeyInterval(end - lastKey) }
    report.next = StreamTime(ticks: end)
    guard open != nil else { return }
    writeSounds(&sounds, before: .max, until: end)
    coda = Coda(of: &sounds, until: end - SoundFrame.nativeTicks / 2)
    fill(until: end - Self.overture - SoundFrame.nativeTicks / 2)
  }

  /// Ends the open segment where the last picture has been shown.
  mutating func flush() {
    guard let open, let position = state.position else { return }
    fill(until: position.ticks - SoundFrame.nativeTicks / 2)
    close(at: max(position.ticks, open.start + 1))
  }

  private mutating func noteKeyInterval(_ interval: Int64) {
    report.longestKeyInterval = max(report.longestKeyInterval, interval)
  }
}

// MARK: - Groups

extension StreamAssembly {
  /// Writes a group of pictures with the sound that belongs to it.
  mutating func write(
    _ group: PictureGroup, sounds: inout SoundQueue, out: StreamTime?, frameDuration: Int64
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
        fill(until: picture.decodeTime - Self.soundDeadline)
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
      if open != nil {
        fill(until: position - SoundFrame.nativeTicks / 2)
        close(at: position)
      }
      isBroken = true
      state.clock = nil
      grid.next = nil
    }
    if abs((grid.next ?? .min / 2) - start) > Self.farthestGrid { grid.next = start }
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
        bytes: writer.bytes.count, isKey: picture.isKey, startsItem: group.startsItem,
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

  private mutating func write(_ picture: Picture) {
    writeTablesIfDue()
    writer.write(picture, clock: picture.decodeTime - Self.clockLead, isBroken: isBroken)
    isBroken = false
    state.clock = StreamTime(ticks: picture.decodeTime)
    report.frames += 1
    guard picture.isKey else { return }
    report.keyFrames += 1
    if let lastKey { noteKeyInterval(picture.displayTime - lastKey) }
    lastKey = picture.displayTime
  }
}

// MARK: - Sound

extension StreamAssembly {
  /// Writes the sound that leaves before a decode time and plays before `end`.
  ///
  /// A frame leaves when a key frame shown together with it would.
  private mutating func writeSounds(
    _ sounds: inout SoundQueue, before decodeTime: Int64, until end: Int64
  ) {
    while let frame = sounds.first, let place = grid.next {
      let isDue =
        place - ItemSplice.decodeDelay < decodeTime
        && place < end - Self.overture - SoundFrame.nativeTicks / 2
      switch grid.fit(frame, at: place) {
      case .late:
        sounds.removeFirst()
        report.losses.droppedSounds += 1
      case .fits:
        guard isDue else { return }
        sounds.removeFirst()
        write(frame, at: place)
      case .early:
        guard isDue, frame.time < end else { return }
        writeSubstitute(at: place)
      }
    }
  }

  /// Goes on up to a time that sound should have reached.
  private mutating func fill(until time: Int64) {
    while let place = grid.next, place < time { writeSubstitute(at: place) }
  }

  /// Writes the sound of the item before where the item has none, or silence.
  private mutating func writeSubstitute(at place: Int64) {
    guard let frame = coda.take(at: place) else { return writeSilence(at: place) }
    makeRoom(at: place)
    writer.write(sound: frame.bytes, at: place)
    grid.advance(samples: frame.samples, rate: frame.rate)
  }

  private mutating func writeSilence(at place: Int64) {
    makeRoom(at: place)
    writer.write(sound: SoundFrame.silence(channels: channels)[...], at: place)
    grid.advance(samples: 1024, rate: 48_000)
    report.silentFrames += 1
  }

  private mutating func write(_ frame: SoundFrame, at place: Int64) {
    makeRoom(at: place)
    writer.write(sound: frame.bytes, at: place)
    grid.advance(samples: frame.samples, rate: frame.rate)
    report.soundFrames += 1
    channels = frame.channels
    if !frame.isNative { report.foreignSounds += 1 }
  }

  /// Keeps clock, tables and segment length in order where pictures stay away for long.
  private mutating func makeRoom(at place: Int64) {
    writeClocks(before: place - ItemSplice.decodeDelay)
    guard let open, let position = state.position?.ticks else { return }
    // In a hole the sound ends before the next picture: by then the segment must have been cut.
    let rest = place - position > Self.holeStart ? Self.soundlessRest : 0
    if place - open.start > cutter.shape.longest - rest {
      close(at: place)
      begin(at: place, startsWithKeyFrame: false)
      state.position = StreamTime(ticks: max(place, position))
    }
  }
}

// MARK: - Clock, tables, segments

extension StreamAssembly {
  /// Writes clocks until the next unit is no further off than the interval.
  private mutating func writeClocks(before decodeTime: Int64) {
    while let last = state.clock?.ticks, decodeTime - last > Self.clockInterval {
      writeTablesIfDue()
      let next = last + Self.clockInterval
      writer.writeClock(next - Self.clockLead)
      state.clock = StreamTime(ticks: next)
    }
  }

  private mutating func writeTablesIfDue() {
    guard let clock = state.clock?.ticks, clock - (lastTables ?? .min / 2) >= Self.tableInterval
    else { return }
    writeTables()
  }

  private mutating func writeTables() {
    writer.writeTables(version: state.mapVersion)
    lastTables = state.clock?.ticks
  }

  private mutating func begin(at start: Int64, startsWithKeyFrame: Bool) {
    if isBroken { state.discontinuities += 1 }
    open = OpenSegment(
      start: start, startsWithKeyFrame: startsWithKeyFrame, isDiscontinuous: isBroken)
    writeTables()
  }

  private mutating func close(at end: Int64) {
    guard let open else { return }
    let listed = ListedSegment(
      sequence: state.sequence, start: StreamTime(ticks: open.start),
      duration: max(1, end - open.start), isDiscontinuous: open.isDiscontinuous,
      discontinuities: state.discontinuities)
    segments.append(
      Segment(
        listed: listed, startsWithKeyFrame: open.startsWithKeyFrame, bytes: writer.takeBytes()))
    state.sequence += 1
    cutter.made += 1
    self.open = nil
    border = current
    border.position = listed.end
  }
}
