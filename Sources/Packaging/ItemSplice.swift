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
  /// Sound that waits for its place, to be taken by the stream.
  var sounds = SoundQueue()
  /// Whether the first key frame came.
  private(set) var hasPicture = false
  /// Whether everything up to the out point came.
  private(set) var hasReachedOut = false

  private let join: Join
  private var out: Int64?
  private let earliest: Int64?
  private var reader = TransportReader()
  private var rate: FrameRate
  private var clock: SourceClock
  /// Added to a time of the source it gives the time of the channel.
  private var offset: Int64 = 0
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
  private var earlySounds: [SoundFrame] = []

  /// An item that joins as said, no earlier than the end of the one before it.
  init(join: Join, out: StreamTime?, earliest: StreamTime?, frameDuration: Int64) {
    self.join = join
    self.out = out?.ticks
    self.earliest = earliest?.ticks
    rate = FrameRate(fallback: frameDuration)
    switch join {
    case .at: clock = SourceClock(near: 0)
    case .aligned(let source, _): clock = SourceClock(near: source)
    }
  }

  /// The time of the channel that the join names.
  var joinTime: StreamTime {
    switch join {
    case .at(let time), .aligned(_, let time): time
    }
  }

  /// The ticks that a picture is shown.
  var frameDuration: Int64 { rate.duration }

  /// Goes on with the reader of somebody who looked at the run before.
  mutating func adopt(_ reader: TransportReader) {
    self.reader = reader
  }

  /// Sets another out point.
  mutating func end(at out: StreamTime) {
    self.out = out.ticks
  }

  /// Reads the next bytes of the run; each unit is then to be taken.
  mutating func read(_ bytes: UnsafeRawBufferPointer) -> [ElementaryUnit] {
    defer { losses.strayBytes = reader.strayBytes }
    return reader.read(bytes)
  }

  /// The last units of a run that ended well; each is then to be taken.
  mutating func readEnd() -> [ElementaryUnit] {
    reader.finish()
  }

  /// Takes the next unit and returns the group of pictures that is complete with it.
  mutating func take(_ unit: ElementaryUnit) -> PictureGroup? {
    guard !hasReachedOut else { return nil }
    if unit.isPicture { take(picture: unit) } else { take(sound: unit) }
    defer { completed = nil }
    return completed
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
  private mutating func take(picture unit: ElementaryUnit) {
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
    let wished =
      switch join {
      case .at(let time): time.ticks
      case .aligned(let source, let time): time.ticks + display - source
      }
    let start = max(wished, earliest ?? wished)
    hasPicture = true
    needsKey = false
    floor = display
    clock.advance(to: decode)
    lastDecodeTime = decode
    anchor(display, decode, at: start)
    for var sound in earlySounds {
      sound.time = clock.unwrapped(sound.time) + offset
      losses.droppedSounds += sounds.append(sound)
    }
    earlySounds = []
    add(unit, display, decode)
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
  private mutating func take(sound unit: ElementaryUnit) {
    guard !unit.isDamaged, let stamp = unit.displayTime else { return }
    guard hasPicture else {
      earlySounds += SoundFrame.frames(in: unit.payload, at: stamp)
      if earlySounds.count > Self.mostEarlySounds {
        earlySounds.removeFirst(earlySounds.count - Self.mostEarlySounds)
      }
      return
    }
    let time = clock.unwrapped(stamp)
    let frames = SoundFrame.frames(in: unit.payload, at: time + offset)
    guard !hasJumped, let lastDecodeTime, abs(time - lastDecodeTime) <= Self.farthestSound else {
      losses.droppedSounds += frames.count
      return
    }
    for frame in frames { losses.droppedSounds += sounds.append(frame) }
    if isCut, let latestDisplay, let last = frames.last,
      last.time + SoundFrame.nativeTicks >= latestDisplay + rate.duration
    {
      hasReachedOut = true
    }
  }
}
