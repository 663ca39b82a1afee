/// Looks into a run that is not in the stream yet for the picture at which it can enter in time.
///
/// While something else is shown, a run that started late catches up here:
/// its pictures are left out up to the first key frame that is not past yet.
/// From there on all is kept, for the stream to begin with.
public struct EntryScout: Sendable {
  /// The place that was found; nil while none is.
  public private(set) var entry: StreamTime?

  /// The channel's time of the run's first picture.
  public var start: StreamTime { time }

  let source: Int64
  private(set) var time: StreamTime
  /// Whether the run has no place of its own: it enters with its first key frame.
  private let isFree: Bool
  private(set) var reader = TransportReader()
  private(set) var units: [ElementaryUnit] = []
  private var clock: SourceClock
  private static let mostSounds = 100

  /// A scout of a run whose time stamp `source` belongs at the channel's `time`.
  public init(source: Int64, time: StreamTime) {
    self.source = source
    self.time = time
    isFree = false
    clock = SourceClock(near: source)
  }

  /// A scout of a run that enters with its first key frame: what is live is shown as it comes.
  public init(source: Int64) {
    self.source = source
    time = StreamTime(ticks: 0)
    isFree = true
    clock = SourceClock(near: source)
  }

  /// Takes the next bytes; the run enters no earlier than a time of the channel.
  public mutating func push(_ bytes: UnsafeRawBufferPointer, from earliest: StreamTime) {
    for unit in reader.read(bytes) {
      if entry == nil { look(at: unit, earliest) }
      if entry != nil || !isMainPicture(unit) { units.append(unit) }
      if entry == nil, units.count > Self.mostSounds { units.removeFirst() }
    }
  }

  /// Others are kept as sound is: the key frame of the same moment may come before the main one.
  private func isMainPicture(_ unit: ElementaryUnit) -> Bool { unit.isPicture && unit.number == 0 }

  private mutating func look(at unit: ElementaryUnit, _ earliest: StreamTime) {
    guard isMainPicture(unit), !unit.isDamaged, let shown = unit.displayTime,
      let decoded = unit.decodeTime
    else { return }
    let place = clock.unwrapped(shown) - source + time.ticks
    clock.advance(to: clock.unwrapped(decoded))
    if isFree {
      guard unit.isKey else { return }
      time = StreamTime(ticks: earliest.ticks + time.ticks - place)
      entry = earliest
      return
    }
    if unit.isKey, place >= earliest.ticks { entry = StreamTime(ticks: place) }
  }
}

extension ChannelStream {
  /// Starts the item that a scout has found the entry of; it goes exactly there.
  ///
  /// - Parameters:
  ///   - scout: What was read of the run so far; the rest is pushed as ever.
  ///   - out: As for an item that joins at once.
  public mutating func begin(_ scout: EntryScout, until out: StreamTime?) {
    begin(.aligned(source: scout.source, time: scout.time), until: out)
    adopt(scout)
  }
}
