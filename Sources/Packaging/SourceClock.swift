/// Turns the 33-bit time stamps of a source into numbers that don't wrap.
struct SourceClock {
  private var last: Int64

  /// A clock that reads time stamps as those nearest to `time`.
  init(near time: Int64) {
    last = time
  }

  /// The time nearest to the last picture's that has these 33 bits.
  func unwrapped(_ stamp: Int64) -> Int64 {
    let wrap: Int64 = 1 << 33
    let step = ((stamp - last) % wrap + wrap) % wrap
    return last + (step < wrap / 2 ? step : step - wrap)
  }

  /// Goes on to the decode time of a picture.
  mutating func advance(to time: Int64) {
    last = time
  }
}
