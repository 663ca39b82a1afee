public import Playout

/// The kinds of hardware that encode, and the processor.
public enum HardwareKind: String, Codable, CaseIterable, Sendable {
  /// The processor.
  case software
  /// NVIDIA.
  case nvenc
  /// Intel Quick Sync Video.
  case qsv
  /// Intel and AMD by the Linux kernel's interface.
  case vaapi
  /// Apple.
  case videotoolbox
  /// AMD's own interface.
  case amf
  /// What single-board computers have.
  case v4l2m2m
  /// Rockchip.
  case rkmpp

  /// The cards in the order in which they are tried where the choice is free.
  public static let cards: [HardwareKind] = [
    .nvenc, .qsv, .vaapi, .videotoolbox, .amf, .rkmpp, .v4l2m2m,
  ]

  /// The kind that a profile names; nil where the choice is free.
  init?(_ choice: HardwareChoice) {
    self.init(rawValue: choice.rawValue)
  }

  /// What people call it.
  public var title: String {
    switch self {
    case .software: "Processor"
    case .nvenc: "NVIDIA NVENC"
    case .qsv: "Intel Quick Sync"
    case .vaapi: "VAAPI"
    case .videotoolbox: "Apple VideoToolbox"
    case .amf: "AMD AMF"
    case .v4l2m2m: "V4L2 M2M"
    case .rkmpp: "Rockchip MPP"
    }
  }
}

/// What a card can be asked to do; each is proven by a test on this machine.
public enum Ability: String, Codable, CaseIterable, Sendable {
  /// Encodes H.264 that can be spliced.
  case encode
  /// The same in HEVC.
  case encodeHEVC
  /// The same in HEVC with ten bits a colour.
  case encodeDeepHEVC
  /// The same in MPEG-2.
  case encodeMPEG2
  /// The same in AV1.
  case encodeAV1
  /// The same in AV1 with ten bits a colour.
  case encodeDeepAV1
  /// Encodes sound as PCM for MPEG-TS, with an encoder that ffmpeg calls experimental.
  case encodePCM
  /// Decodes H.264 into its own memory.
  case decodeH264
  /// Decodes HEVC into its own memory.
  case decodeHEVC
  /// Scales in its own memory.
  case scale
  /// Makes whole pictures out of fields in its own memory.
  case deinterlace
  /// Brings high dynamic range to the usual one.
  case mapTones

  /// The codec that it decodes, as ffprobe names it.
  var codec: String? {
    switch self {
    case .decodeH264: "h264"
    case .decodeHEVC: "hevc"
    default: nil
    }
  }

  /// What it encodes: the codec, and the bits a colour has; nil where it encodes nothing.
  public var encoded: (codec: VideoCodec, bitDepth: Int)? {
    switch self {
    case .encode: (.h264, 8)
    case .encodeHEVC: (.hevc, 8)
    case .encodeDeepHEVC: (.hevc, 10)
    case .encodeMPEG2: (.mpeg2, 8)
    case .encodeAV1: (.av1, 8)
    case .encodeDeepAV1: (.av1, 10)
    case .encodePCM, .decodeH264, .decodeHEVC, .scale, .deinterlace, .mapTones: nil
    }
  }

  /// The ability that a profile's pictures take.
  static func encoding(_ profile: TranscodeProfile) -> Ability {
    switch profile.videoCodec {
    case .h264: .encode
    case .hevc: profile.isDeep ? .encodeDeepHEVC : .encodeHEVC
    case .mpeg2: .encodeMPEG2
    case .av1: profile.isDeep ? .encodeDeepAV1 : .encodeAV1
    }
  }

  /// A few words for people.
  public var title: String {
    switch self {
    case .encode: "Encode H.264"
    case .encodeHEVC: "Encode HEVC"
    case .encodeDeepHEVC: "Encode HEVC, 10 bit"
    case .encodeMPEG2: "Encode MPEG-2"
    case .encodeAV1: "Encode AV1"
    case .encodeDeepAV1: "Encode AV1, 10 bit"
    case .encodePCM: "Encode PCM"
    case .decodeH264: "Decode H.264"
    case .decodeHEVC: "Decode HEVC"
    case .scale: "Scale"
    case .deinterlace: "Deinterlace"
    case .mapTones: "Map tones"
    }
  }
}
