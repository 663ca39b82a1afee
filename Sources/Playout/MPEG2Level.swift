/// A level of MPEG-2 in its main profile: what set-top boxes are made for (H.262, section 8.3).
public struct MPEG2Level: Hashable, Sendable {
  /// The number that stands for it in a stream.
  public let number: Int
  /// The widest picture.
  let width: Int
  /// The highest picture.
  let height: Int
  /// The most pictures a second.
  let frameRate: Int
  /// The most pixels a second.
  let pixels: Int
  /// The most bits a second.
  let bitrate: Int
  /// The most bits that are held back.
  public let buffer: Int

  /// Main, High 1440 and High.
  public static let all = [
    MPEG2Level(
      number: 8, width: 720, height: 576, frameRate: 30, pixels: 10_368_000, bitrate: 15_000_000,
      buffer: 1_835_008),
    MPEG2Level(
      number: 6, width: 1440, height: 1152, frameRate: 60, pixels: 47_001_600,
      bitrate: 60_000_000, buffer: 7_340_032),
    MPEG2Level(
      number: 4, width: 1920, height: 1152, frameRate: 60, pixels: 62_668_800,
      bitrate: 80_000_000, buffer: 9_781_248),
  ]

  /// The least that allows a profile's pictures; nil where none does.
  public static func least(for profile: TranscodeProfile) -> MPEG2Level? {
    all.first { level in
      profile.width <= level.width && profile.height <= level.height
        && profile.frameRate <= level.frameRate
        && profile.width * profile.height * profile.frameRate <= level.pixels
        && profile.videoBitrate * 3 / 2 <= level.bitrate
    }
  }
}
