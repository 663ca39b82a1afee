/// The even row of places that sound frames are put in, each directly after the one before.
///
/// So sound never has a gap nor an overlap, whatever the items bring: a frame
/// is moved onto the place nearest to its time, left out where there is none,
/// and preceded by silence where one stays empty.
struct SoundGrid {
  /// What to do with a frame.
  enum Fit {
    case late, fits, early
  }

  /// The next place; nil before the first picture.
  var next: Int64? {
    didSet { remainder = 0 }
  }
  /// What the last step was rounded by, in parts of a tick, `rate` of them in one.
  private var remainder: Int64 = 0
  private var rate: Int64 = 48_000
  /// Whether the last frame was put where it belongs; then the next may be further off, lest
  /// a source whose times tremble is cut and mended all the time.
  private var isSettled = false

  /// A row that goes on at a place.
  init(next: Int64?) {
    self.next = next
  }

  /// Looks anew for the nearest place.
  mutating func beginItem() {
    isSettled = false
  }

  /// Whether a frame belongs at the next place, which is there.
  mutating func fit(_ frame: SoundFrame, at place: Int64) -> Fit {
    let distance = (frame.time - place) * 10
    let length = frame.samples * StreamTime.ticksPerSecond / frame.rate
    let tolerance = length * (isSettled ? 9 : 5)
    isSettled = abs(distance) <= tolerance
    return isSettled ? .fits : distance < 0 ? .late : .early
  }

  /// Goes on to the place after a frame of so many samples.
  mutating func advance(samples: Int64, rate: Int64) {
    guard let place = next else { return }
    let parts = samples * StreamTime.ticksPerSecond + (rate == self.rate ? remainder : 0)
    next = place + parts / rate
    self.rate = rate
    remainder = parts % rate
  }
}
