/// A level of a codec: how much its decoders are made for.
struct PictureLevel {
  /// The number as codec strings have it.
  var number: Int
  /// The most units of a picture: macroblocks of H.264, else pixels.
  var size: Int
  /// The most of them a second.
  var rate: Int
  /// The most thousands of bits a second, at any time.
  var kilobits: Int
  /// The most thousands of bits that are held back.
  var buffer: Int
  /// The most units that are kept to be referred to; nil where presets do not matter.
  var kept: Int?

  /// The number of the least level that allows a profile's pictures; the highest where none does.
  static func least(for profile: TranscodeProfile) -> Int {
    let levels = levels(of: profile.videoCodec)
    let size =
      profile.videoCodec == .h264
      ? (profile.width + 15) / 16 * ((profile.height + 15) / 16) : profile.width * profile.height
    // Encoders are given half as much again for the worst second.
    let kilobits = profile.videoBitrate * 3 / 2000
    let buffer = (profile.videoBuffer ?? profile.videoBitrate * 2) / 1000
    let kept = size * references(of: profile)
    let fitting = levels.first { level in
      size <= level.size && size * profile.frameRate <= level.rate && kilobits <= level.kilobits
        && buffer <= level.buffer && kept <= level.kept ?? .max
    }
    return fitting?.number ?? levels.last?.number ?? 0
  }

  /// How many pictures x264's presets refer to.
  private static func references(of profile: TranscodeProfile) -> Int {
    switch profile.preset {
    case "faster", "fast": 2
    case "medium": 3
    case "slow": 5
    case "slower": 8
    case "veryslow": 16
    default: 1
    }
  }

  private static func levels(of codec: VideoCodec) -> [PictureLevel] {
    switch codec {
    case .h264: h264
    case .hevc: hevc
    case .av1: av1
    case .mpeg2: []
    }
  }

  /// H.264, table A-1, for High; nobody has a player that ends below 3.0.
  private static let h264 = [
    PictureLevel(
      number: 30, size: 1620, rate: 40_500, kilobits: 12_500, buffer: 12_500, kept: 8100),
    PictureLevel(
      number: 31, size: 3600, rate: 108_000, kilobits: 17_500, buffer: 17_500, kept: 18_000),
    PictureLevel(
      number: 32, size: 5120, rate: 216_000, kilobits: 25_000, buffer: 25_000, kept: 20_480),
    PictureLevel(
      number: 40, size: 8192, rate: 245_760, kilobits: 25_000, buffer: 31_250, kept: 32_768),
    PictureLevel(
      number: 41, size: 8192, rate: 245_760, kilobits: 62_500, buffer: 78_125, kept: 32_768),
    PictureLevel(
      number: 42, size: 8704, rate: 522_240, kilobits: 62_500, buffer: 78_125, kept: 34_816),
    PictureLevel(
      number: 50, size: 22_080, rate: 589_824, kilobits: 168_750, buffer: 168_750, kept: 110_400),
    PictureLevel(
      number: 51, size: 36_864, rate: 983_040, kilobits: 300_000, buffer: 300_000, kept: 184_320),
    PictureLevel(
      number: 52, size: 36_864, rate: 2_073_600, kilobits: 300_000, buffer: 300_000, kept: 184_320),
  ]

  /// H.265, tables A.8 and A.9, the main tier.
  private static let hevc = [
    PictureLevel(number: 63, size: 245_760, rate: 7_372_800, kilobits: 3000, buffer: 3000),
    PictureLevel(number: 90, size: 552_960, rate: 16_588_800, kilobits: 6000, buffer: 6000),
    PictureLevel(number: 93, size: 983_040, rate: 33_177_600, kilobits: 10_000, buffer: 10_000),
    PictureLevel(number: 120, size: 2_228_224, rate: 66_846_720, kilobits: 12_000, buffer: 12_000),
    PictureLevel(number: 123, size: 2_228_224, rate: 133_693_440, kilobits: 20_000, buffer: 20_000),
    PictureLevel(number: 150, size: 8_912_896, rate: 267_386_880, kilobits: 25_000, buffer: 25_000),
    PictureLevel(number: 153, size: 8_912_896, rate: 534_773_760, kilobits: 40_000, buffer: 40_000),
    PictureLevel(
      number: 156, size: 8_912_896, rate: 1_069_547_520, kilobits: 60_000, buffer: 60_000),
    PictureLevel(
      number: 183, size: 35_651_584, rate: 2_139_095_040, kilobits: 120_000, buffer: 120_000),
    PictureLevel(
      number: 186, size: 35_651_584, rate: 4_278_190_080, kilobits: 240_000, buffer: 240_000),
  ]

  /// AV1, section A.3, the main tier; it holds back a second.
  private static let av1 = [
    PictureLevel(number: 0, size: 147_456, rate: 4_423_680, kilobits: 1500, buffer: .max),
    PictureLevel(number: 1, size: 278_784, rate: 8_363_520, kilobits: 3000, buffer: .max),
    PictureLevel(number: 4, size: 665_856, rate: 19_975_680, kilobits: 6000, buffer: .max),
    PictureLevel(number: 5, size: 1_065_024, rate: 31_950_720, kilobits: 10_000, buffer: .max),
    PictureLevel(number: 8, size: 2_359_296, rate: 70_778_880, kilobits: 12_000, buffer: .max),
    PictureLevel(number: 9, size: 2_359_296, rate: 141_557_760, kilobits: 20_000, buffer: .max),
    PictureLevel(number: 12, size: 8_912_896, rate: 267_386_880, kilobits: 30_000, buffer: .max),
    PictureLevel(number: 13, size: 8_912_896, rate: 534_773_760, kilobits: 40_000, buffer: .max),
    PictureLevel(number: 14, size: 8_912_896, rate: 1_069_547_520, kilobits: 60_000, buffer: .max),
    PictureLevel(
      number: 17, size: 35_651_584, rate: 2_139_095_040, kilobits: 100_000, buffer: .max),
    PictureLevel(
      number: 18, size: 35_651_584, rate: 4_278_190_080, kilobits: 160_000, buffer: .max),
  ]
}
