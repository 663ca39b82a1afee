import Playout

/// Which part of a screen's encoded stream is looped.
///
/// It is a whole number of pictures and of AAC frames, 8 s for any whole
/// frame rate: 375 frames of sound. A sound that goes on over the seam is
/// encoded from a little before to a little after, so that the first and the
/// last frame of the loop overlap with what really surrounds them.
public struct ScreenLoop: Hashable, Sendable {
  /// Seconds that the loop plays.
  public let seconds: Int
  /// Where it starts in the encoded stream, in 90 kHz ticks.
  public let start: Int64
  /// Ticks of what is encoded before the loop.
  let leader: Int64
  /// Ticks of what is encoded after it.
  let trailer: Int64

  /// Ticks that the loop plays.
  public var length: Int64 { Int64(seconds) * 90_000 }

  /// The shortest time that is whole frames of both kinds: 8 s over a divisor of 375.
  static func unit(frameRate: Int) -> Int64 {
    var (first, second) = (375, 8 * max(1, frameRate))
    while second != 0 { (first, second) = (second, first % second) }
    return 720_000 / Int64(first)
  }

  init(sound: Screen.Sound, frameRate: Int) {
    // Music fades at both ends instead: what follows its end is not its beginning.
    let flows = sound == .sine || sound == .beep || sound == .noise
    let unit = Self.unit(frameRate: frameRate)
    seconds = sound == .music ? 32 : 8
    leader = flows ? unit * max(1, (45_000 + unit - 1) / unit) : 0
    trailer = flows ? unit : 0
    start = 900_000 + leader
  }
}

extension ScreenOrder {
  /// Which part of the encoded stream is looped.
  public var loop: ScreenLoop {
    ScreenLoop(sound: screen.sound, frameRate: profile.frameRate)
  }
}
