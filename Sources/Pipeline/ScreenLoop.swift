import Playout

/// Which part of a screen's encoded stream is looped.
///
/// It is a whole number of pictures and of frames of sound: 8 s for any whole frame rate, which
/// are 375 frames of AAC, 250 of AC-3 and 400 of Opus; 9 s for MP3, which are 375 of its own. A
/// sound that goes on over the seam is encoded from a little before to a little after, so that the
/// first and the last frame of the loop overlap with what really surrounds them.
public struct ScreenLoop: Hashable, Sendable {
  /// Seconds that the loop plays.
  public let seconds: Int
  /// Where it starts in the encoded stream, in 90 kHz ticks.
  public let start: Int64
  /// Ticks of what is encoded before the loop.
  let leader: Int64
  /// Ticks of what is encoded after it.
  let trailer: Int64
  /// Pictures from one key frame to the next where the encoder can't be told where: the loop begins
  /// with one, and so does each round.
  let keyDistance: Int

  /// Ticks that the loop plays.
  public var length: Int64 { Int64(seconds) * 90_000 }

  init(sound: Screen.Sound, profile: TranscodeProfile) {
    let rate = max(1, profile.frameRate)
    let round = profile.audioCodec == .mp3 ? 9 : 8
    // Music fades at both ends instead: what follows its end is not its beginning.
    let flows = sound == .sine || sound == .beep || sound == .noise
    // The shortest times that are whole frames of both kinds, so many of them in a round.
    let units = Self.units(in: round, of: profile.audioCodec, rate)
    let unit = Int64(round) * 90_000 / Int64(units)
    let least = Int((45_000 + unit - 1) / unit)
    let isEven = profile.videoCodec == .av1
    let lead = isEven ? (least...max(least, units)).first { units % $0 == 0 } ?? units : least
    seconds = sound == .music ? round * 4 : round
    leader = flows ? unit * Int64(lead) : 0
    trailer = flows ? unit : 0
    start = firstTimeStamp + leader
    keyDistance = flows ? Int(leader) * rate / 90_000 : rate
  }

  private static func units(in seconds: Int, of codec: AudioCodec, _ frameRate: Int) -> Int {
    var (first, second) = (seconds * 48_000 / codec.frameLength, seconds * frameRate)
    while second != 0 { (first, second) = (second, first % second) }
    return first
  }
}

extension ScreenOrder {
  /// Which part of the encoded stream is looped.
  public var loop: ScreenLoop {
    ScreenLoop(sound: screen.sound, profile: profile)
  }
}
