/// Sound of an item that waits for the pictures it belongs to.
struct SoundQueue {
  private static let most = 600
  private var frames: [SoundFrame] = []

  /// The frame that is next.
  var first: SoundFrame? { frames.first }

  /// Takes a frame, and returns how many had to go for it.
  ///
  /// Where the times go back, the later word counts; where too many wait (a
  /// source without pictures), the oldest goes.
  mutating func append(_ frame: SoundFrame) -> Int {
    var dropped = 0
    while let last = frames.last, last.time >= frame.time {
      frames.removeLast()
      dropped += 1
    }
    frames.append(frame)
    if frames.count > Self.most {
      frames.removeFirst()
      dropped += 1
    }
    return dropped
  }

  /// Takes the next frame out.
  mutating func removeFirst() {
    if !frames.isEmpty { frames.removeFirst() }
  }
}
