public import Library
public import Playout

/// One reason why an item is not passed on as it is.
public enum CopyBlocker: Hashable, Codable, Sendable {
  /// The channel's profile never copies.
  case profileEncodes
  /// The channel has sound only.
  case soundOnly
  /// The file has no picture.
  case noPicture
  /// The file has no sound.
  case noSound
  /// The container does not keep complete time stamps.
  case container(String)
  /// The picture is not in the profile's codec.
  case videoCodec(String, wanted: VideoCodec)
  /// Pictures of this codec are always encoded, as their key frames may lack what a join needs.
  case joinless(VideoCodec)
  /// The profile offers smaller pictures beside its own, all made of one decoding.
  case ladder
  /// A profile of the codec that players need not know.
  case videoProfile(String, wanted: [String])
  /// The picture is not 4:2:0 with the profile's depth.
  case pixelFormat(String, wanted: String)
  /// The picture is of high dynamic range, which is to be brought to the usual one.
  case dynamicRange(DynamicRange)
  /// The picture is interlaced, or may be.
  case interlaced(String)
  /// The player would have to turn the picture.
  case rotated(Int)
  /// The picture is larger than the profile's, or odd.
  case size(width: Int, height: Int)
  /// The pixels are not square.
  case pixelShape(Ratio)
  /// The frame rate is unknown, varying, too low or above the profile's.
  case frameRate(Double?)
  /// The picture takes far more bits than the profile allows.
  case bitrate(Int)
  /// Key frames are further apart than the channel's segments may be long.
  case keyFrameGap(Span)
  /// Nobody has measured how far apart the key frames are.
  case keyFrameGapUnknown
  /// The picture starts long before or after the file does.
  case lateStart(Span)
  /// The sound is not in the profile's codec.
  case audioCodec(String, wanted: AudioCodec)
  /// A kind of AAC that players need not know.
  case audioProfile(String)
  /// The sound has other channels than the profile.
  case audioChannels(Int)
  /// The sound is not sampled at 48 kHz.
  case audioRate(Int)
  /// The sound is so many dB away from the station's loudness, which is to be kept.
  case loudness(Double)
  /// So many graphics are laid over the picture.
  case graphics(Int)
  /// Subtitles are drawn into the picture.
  case subtitles
}

extension CopyBlocker {
  /// The reason in one word.
  public var word: String {
    switch self {
    case .profileEncodes: "profileEncodes"
    case .soundOnly: "soundOnly"
    case .noPicture: "noPicture"
    case .noSound: "noSound"
    case .container: "container"
    case .videoCodec: "videoCodec"
    case .joinless: "joinless"
    case .ladder: "ladder"
    case .videoProfile: "videoProfile"
    case .pixelFormat: "pixelFormat"
    case .dynamicRange: "dynamicRange"
    case .interlaced: "interlaced"
    case .rotated: "rotated"
    case .size: "size"
    case .pixelShape: "pixelShape"
    case .frameRate: "frameRate"
    case .bitrate: "bitrate"
    case .keyFrameGap: "keyFrameGap"
    case .keyFrameGapUnknown: "keyFrameGapUnknown"
    case .lateStart: "lateStart"
    case .audioCodec: "audioCodec"
    case .audioProfile: "audioProfile"
    case .audioChannels: "audioChannels"
    case .audioRate: "audioRate"
    case .loudness: "loudness"
    case .graphics: "graphics"
    case .subtitles: "subtitles"
    }
  }
}

extension CopyBlocker: CustomStringConvertible {
  /// A few words for people.
  public var description: String {
    switch self {
    case .profileEncodes: "the profile always encodes"
    case .soundOnly: "the profile has sound only"
    case .noPicture: "there is no picture"
    case .noSound: "there is no sound"
    case .container(let name): "the container \(name) does not keep complete time stamps"
    case .videoCodec(let name, let wanted): "the picture is \(name), not \(wanted.probeName)"
    case .joinless(let codec): "pictures in \(codec.title) are always encoded"
    case .ladder: "the profile offers smaller pictures too, which are encoded together"
    case .videoProfile(let name, let wanted):
      "the picture's profile is \(name), not \(wanted.joined(separator: " or "))"
    case .pixelFormat(let name, let wanted): "the pixel format is \(name), not \(wanted)"
    case .dynamicRange(let range):
      "the picture is of high dynamic range (\(range.rawValue)), which is brought to the usual one"
    case .interlaced(let order): "the field order is \(order), not progressive"
    case .rotated(let degrees): "the picture has to be turned by \(degrees) degrees"
    case .size(let width, let height): "the size \(width)x\(height) is odd or over the profile's"
    case .pixelShape(let ratio):
      "the pixels are not square but \(ratio.numerator):\(ratio.denominator)"
    case .frameRate(nil): "the frame rate is unknown or varies"
    case .frameRate(let rate?): "the frame rate \(shortened(rate)) is outside the profile's"
    case .bitrate(let bits): "the picture takes \(bits / 1000) kbit/s, over the profile's"
    case .keyFrameGap(let gap): "key frames are up to \(shortened(gap.seconds)) s apart"
    case .keyFrameGapUnknown: "the distance of the key frames is not known"
    case .lateStart(let start): "the picture starts at \(shortened(start.seconds)) s"
    case .audioCodec(let name, let wanted): "the sound is \(name), not \(wanted.probeName)"
    case .audioProfile(let name): "the AAC profile is \(name), not LC"
    case .audioChannels(let count):
      "the sound has \(count) channel\(count == 1 ? "" : "s"), unlike the profile"
    case .loudness(let gain):
      "the sound is \(shortened(abs(gain))) dB too \(gain < 0 ? "loud" : "soft")"
    case .graphics(let count):
      count == 1
        ? "a graphic is laid over the picture" : "\(count) graphics are laid over the picture"
    case .subtitles: "subtitles are drawn into the picture"
    case .audioRate(let rate): "the sound has \(rate) Hz, not 48000"
    }
  }

  private func shortened(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
