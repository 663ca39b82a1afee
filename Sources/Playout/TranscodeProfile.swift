/// The shape that every item of a channel is brought into.
///
/// Items that already fit are copied where ``allowsCopy`` is set; all others
/// are encoded to exactly this size and rate.
public struct TranscodeProfile: Hashable, Codable, Sendable {
  /// The profile's name, unique.
  public var name: String
  /// Width in pixels, even.
  public var width: Int
  /// Height in pixels, even.
  public var height: Int
  /// Whole frames per second.
  public var frameRate: Int
  /// Picture bits per second, on average.
  public var videoBitrate: Int
  /// The x264 preset, such as `veryfast`.
  public var preset: String
  /// Sound bits per second.
  public var audioBitrate: Int
  /// Whether an item that fits is passed on as it is.
  public var allowsCopy: Bool

  /// A profile with all its parts.
  public init(
    name: String, width: Int, height: Int, frameRate: Int, videoBitrate: Int, preset: String,
    audioBitrate: Int, allowsCopy: Bool
  ) {
    self.name = name
    self.width = width
    self.height = height
    self.frameRate = frameRate
    self.videoBitrate = videoBitrate
    self.preset = preset
    self.audioBitrate = audioBitrate
    self.allowsCopy = allowsCopy
  }
}

extension TranscodeProfile {
  /// The profiles that every installation starts with; the first is the default.
  public static let builtIn: [TranscodeProfile] = [
    TranscodeProfile(
      name: "720p", width: 1280, height: 720, frameRate: 30, videoBitrate: 3_000_000,
      preset: "veryfast", audioBitrate: 160_000, allowsCopy: true),
    TranscodeProfile(
      name: "1080p", width: 1920, height: 1080, frameRate: 30, videoBitrate: 6_000_000,
      preset: "veryfast", audioBitrate: 192_000, allowsCopy: true),
    TranscodeProfile(
      name: "480p", width: 854, height: 480, frameRate: 30, videoBitrate: 1_200_000,
      preset: "veryfast", audioBitrate: 128_000, allowsCopy: true),
    TranscodeProfile(
      name: "720p encode", width: 1280, height: 720, frameRate: 30, videoBitrate: 3_000_000,
      preset: "veryfast", audioBitrate: 160_000, allowsCopy: false),
  ]
}
