/// Brings one item onto the channel's clock.
///
/// It finds the first key frame, shifts all times so that this picture lands
/// at the join, holds pictures back until they are complete in the order of
/// display, and ends before the first group of pictures at or past the out
/// point.
///
/// The clock of the pictures leads. Where their decode time goes back or more
/// than ``longestHole`` forward, the source's clock jumped: pictures are left
/// out up to the next key frame, which then follows directly on the last
/// picture. A smaller step forward is a hole that stays. Sound that is
/// far from the picture is left out.
struct ItemSplice {
  /// Ticks from the decode time of a key frame to its display, the same for all items.
  static let decodeDelay: Int64 = 18_000
  /// The greatest step forward, in ticks, that is taken for a hole and not for a jump.
  static let longestHole: Int64 = 5 * StreamTime.ticksPerSecond
  private static let greatestReorder: Int64 = 2 * StreamTime.ticksPerSecond
  private static let mostHeldPictures = 64
  private static let mostHeldBytes = 32 << 20
  private static let mostEarlySounds = 100
  private static let farthestSound = longestHole + StreamTime.ticksPerSecond

  /// What was lost so far.
  private(set) var losses = ItemEnd.Losses()
  /// Sound that waits for its place, by the channel's tracks, to be taken by the stream.
  var sounds: [SoundQueue]
  /// Whether the first key frame came.
  private(set) var hasPicture = false
  /// Whether everything up to the out point came.
  private(set) var hasReachedOut = false

  /// Where the first picture goes.
  private enum Entry {
    /// As said, no earlier than a time.
    case join(Join, earliest: Int64?)
    /// Where the main picture has it: the first key frame from a time on, by the same shift.
    case beside(offset: Int64, from: Int64)
  }

  private let entry: Entry
  private var out: Int64?
  private var rate: FrameRate
  private var clock: SourceClock
  /// Added to a time of the source it gives the time of the channel.
  private(set) var offset: Int64 = 0
  /// Where the first picture went; nil before it came.
  private(set) var start: Int64?
  /// Ticks by which decoding is earlier than in the source.
  private var advance: Int64 = 0
  private var lastDecodeTime: Int64?
  private var latestDisplay: Int64?
  /// Pictures shown before this one can't be decoded: they lead the key frame entered at.
  private var floor: Int64 = .min
  private var needsKey = false
  private var hasJumped = false
  private var lastReleased: Int64?
  private var isCut = false
  private var completed: PictureGroup?
  private var held: [Picture] = []
  private var heldBytes = 0
  private var earlySounds: [(frame: SoundFrame, lane: Int)] = []

  /// An item that joins as said, no earlier than the end of the one before it.
  init(join: Join, out: StreamTime?, earliest: StreamTime?, frameDuration: Int64, lanes: Int) {
    entry = .join(join, earliest: earliest?.ticks)
    self.out = out?.ticks
    sounds = Array(repeating: SoundQueue(), count: lanes)
    rate = FrameRate(fallback: frameDuration)
    switch join {
    case .at: clock = SourceClock(near: 0)
    case .aligned(let source, _): clock = SourceClock(near: source)
    }
  }

  /// The same item in another size: its pictures go where those of the main one went, which has
  /// begun.
  init(beside main: ItemSplice) {
    entry = .beside(offset: main.offset, from: (main.start ?? 0) - main.rate.duration / 2)
    out = main.out
    sounds = [SoundQueue()]
    rate = FrameRate(fallback: main.rate.duration)
    clock = SourceClock(near: (main.start ?? 0) - main.offset)
  }

  /// The time of the channel that the join names.
  var joinTime: StreamTime {
    switch entry {
    case .join(.at(let time), _), .join(.aligned(_, let time), _): time
    case .beside(_, let from): StreamTime(ticks: from)
    }
  }

  /// The ticks that a picture is shown.
  var frameDuration: Int64 { rate.duration }

  /// Sets another out point.
  mutating func end(at out: StreamTime) {
    self.out = out.ticks
  }

  /// Takes the next picture and returns the group of pictures that is complete with it.
  mutating func take(picture unit: ElementaryUnit) -> PictureGroup? {
    guard !hasReachedOut else { return nil }
    add(picture: unit)
    defer { completed = nil }
    return completed
  }

  /// Takes the next sound of a track of the channel.
  mutating func take(sound unit: ElementaryUnit, lane: Int) {
    if !hasReachedOut { add(sound: unit, lane) }
  }

  /// The last group of the item, if it is whole: a run that was broken off has none.
  mutating func finish(complete: Bool) -> PictureGroup? {
    if complete, !isCut, !held.isEmpty, !hasHole { release() }
    losses.droppedPictures += held.count
    held = []
    return completed
  }
}

// MARK: - Pictures

extension ItemSplice {
  private mutating func add(picture unit: ElementaryUnit) {
    guard let (display, decode) = times(of: unit) else {
      needsKey = true
      losses.droppedPictures += 1
      return
    }
    guard hasPicture else {
      if unit.isKey { enter(unit, display, decode) }
      return
    }
    follow(decode)
    guard !isCut else {
      awaitSound(until: decode)
      return
    }
    if unit.followsLoss { needsKey = true }
    if needsKey {
      guard unit.isKey else {
        losses.droppedPictures += 1
        return
      }
      if hasJumped, let latestDisplay {
        anchor(display, decode, at: latestDisplay + rate.duration)
      }
      needsKey = false
      hasJumped = false
      floor = display
    }
    guard display >= floor else {
      losses.droppedPictures += 1
      return
    }
    add(unit, display, decode)
  }

  /// The unwrapped times of a picture; nil when they or the picture are damaged.
  private func times(of unit: ElementaryUnit) -> (display: Int64, decode: Int64)? {
    guard !unit.isDamaged, !unit.payload.isEmpty, let display = unit.displayTime,
      let decode = unit.decodeTime
    else { return nil }
    let unwrapped = clock.unwrapped(decode)
    let shown = SourceClock(near: unwrapped).unwrapped(display)
    return (0...Self.greatestReorder).contains(shown - unwrapped) ? (shown, unwrapped) : nil
  }

  /// Puts the first key frame at the join and sorts the sound that came before it.
  private mutating func enter(_ unit: ElementaryUnit, _ display: Int64, _ decode: Int64) {
    guard let start = place(of: display) else { return }
    self.start = start
    hasPicture = true
    needsKey = false
    floor = display
    clock.advance(to: decode)
    lastDecodeTime = decode
    anchor(display, decode, at: start)
    for (var sound, lane) in earlySounds {
      sound.time = clock.unwrapped(sound.time) + offset
      losses.droppedSounds += sounds[lane].append(sound)
    }
    earlySounds = []
    add(unit, display, decode)
  }

  /// Where a first picture goes; nil where it comes before the main one has begun.
  private func place(of display: Int64) -> Int64? {
    switch entry {
    case .join(.at(let time), let earliest): max(time.ticks, earliest ?? time.ticks)
    case .join(.aligned(let source, let time), let earliest):
      max(time.ticks + display - source, earliest ?? .min)
    case .beside(let offset, let from): display + offset < from ? nil : display + offset
    }
  }

  /// Shifts the source's clock so that a key frame is shown at a time of the channel.
  private mutating func anchor(_ display: Int64, _ decode: Int64, at time: Int64) {
    offset = time - display
    // Decoding is brought forward so that every key frame of the channel waits equally long;
    // then decode times never go back from one item to the next, whatever their reordering.
    advance = max(0, Self.decodeDelay - (display - decode))
  }

  /// Notes the step to the next picture, and whether the source's clock jumped.
  private mutating func follow(_ decode: Int64) {
    let step = decode - (lastDecodeTime ?? decode)
    clock.advance(to: decode)
    lastDecodeTime = decode
    if (1...Self.longestHole).contains(step) {
      rate.note(step: step)
    } else {
      losses.jumps += 1
      needsKey = true
      hasJumped = true
    }
  }

  /// Holds a picture back; one that is shown after all others completes those before it.
  private mutating func add(_ unit: ElementaryUnit, _ display: Int64, _ decode: Int64) {
    let time = display + offset
    if time > latestDisplay ?? .min {
      if !held.isEmpty { release() }
      if let out, time >= out {
        isCut = true
        if latestDisplay == nil { hasReachedOut = true }
        return
      }
      latestDisplay = time
    } else if held.count >= Self.mostHeldPictures || heldBytes > Self.mostHeldBytes {
      release()
    }
    held.append(
      Picture(
        displayTime: time, decodeTime: decode + offset - advance, isKey: unit.isKey,
        bytes: unit.payload))
    heldBytes += unit.payload.count
  }

  /// Gives the sound up to the cut half a second to come.
  private mutating func awaitSound(until decode: Int64) {
    guard let latestDisplay, !hasJumped else {
      hasReachedOut = true
      return
    }
    if decode + offset > latestDisplay + StreamTime.ticksPerSecond / 2 { hasReachedOut = true }
  }

  /// Passes the held pictures on as one group.
  private mutating func release() {
    let start = held.reduce(Int64.max) { min($0, $1.displayTime) }
    let end = held.reduce(Int64.min) { max($0, $1.displayTime) } + rate.duration
    completed = PictureGroup(
      pictures: held, start: start, end: end, startsItem: lastReleased == nil)
    lastReleased = max(lastReleased ?? .min, end - rate.duration)
    held = []
    heldBytes = 0
  }

  /// Whether a picture is missing among those held: the run ended in the order of decoding.
  private var hasHole: Bool {
    var times = held.map(\.displayTime).sorted()
    if let lastReleased { times.insert(lastReleased, at: 0) }
    let most = rate.duration * 3 / 2
    return zip(times, times.dropFirst()).contains { $1 - $0 > most }
  }
}

// MARK: - Sound

extension ItemSplice {
  private mutating func add(sound unit: ElementaryUnit, _ lane: Int) {
    guard !unit.isDamaged, let stamp = unit.displayTime else { return }
    guard hasPicture else {
      let frames = SoundFrame.frames(
        in: unit.payload, at: stamp, unit.codec, channels: unit.channels)
      earlySounds += frames.map { ($0, lane) }
      if earlySounds.count > Self.mostEarlySounds * sounds.count {
        earlySounds.removeFirst(earlySounds.count - Self.mostEarlySounds * sounds.count)
      }
      return
    }
    let time = clock.unwrapped(stamp)
    let frames = SoundFrame.frames(
      in: unit.payload, at: time + offset, unit.codec, channels: unit.channels)
    guard !hasJumped, let lastDecodeTime, abs(time - lastDecodeTime) <= Self.farthestSound else {
      losses.droppedSounds += frames.count
      return
    }
    for frame in frames { losses.droppedSounds += sounds[lane].append(frame) }
    if isCut, lane == 0, let latestDisplay, let last = frames.last,
      last.time + last.ticks >= latestDisplay + rate.duration
    {
      hasReachedOut = true
    }
  }
}
