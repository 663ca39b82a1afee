/// The last sound of an item, which the next item's own beginning goes before.
///
/// A decoder gives a frame of sound in full only after the one before it. So
/// where the next item brings the frame before its first picture (an encoder's
/// first one, or what is heard before a key frame), that takes the place of
/// the last of the old item, which then fades into it; where it brings none,
/// the old item's sound is played to its end.
struct Coda {
  private static let most = 4
  private var frames: [SoundFrame] = []

  /// Nothing.
  init() {}

  /// The sound that is left of an item up to a time.
  init(of sounds: inout SoundQueue, until end: Int64) {
    while let frame = sounds.first, frame.time < end, frames.count < Self.most {
      frames.append(frame)
      sounds.removeFirst()
    }
  }

  /// Takes the frame that belongs at a place, if there is one.
  mutating func take(at place: Int64) -> SoundFrame? {
    guard let index = frames.firstIndex(where: { abs($0.time - place) * 10 <= $0.ticks * 9 })
    else { return nil }
    defer { frames.removeFirst(index + 1) }
    return frames[index]
  }
}
