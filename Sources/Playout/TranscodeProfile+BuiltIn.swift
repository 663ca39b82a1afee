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
    copyFirst, lowPower, large, radio,
  ]

  /// Wide enough that nearly every file of H.264 is passed on as it is.
  private static var copyFirst: TranscodeProfile {
    var profile = TranscodeProfile(
      name: "Copy first", width: 1920, height: 1080, frameRate: 60, videoBitrate: 12_000_000,
      preset: "veryfast", audioBitrate: 192_000, allowsCopy: true)
    profile.hardware = .automatic
    return profile
  }

  /// For machines that would rather do something else.
  private static var lowPower: TranscodeProfile {
    var profile = TranscodeProfile(
      name: "Low power", width: 854, height: 480, frameRate: 25, videoBitrate: 1_000_000,
      preset: "ultrafast", audioBitrate: 96_000, allowsCopy: true)
    profile.bFrames = 0
    profile.threads = 2
    profile.hardware = .automatic
    return profile
  }

  /// For large screens, where a card encodes or most files fit.
  private static var large: TranscodeProfile {
    var profile = TranscodeProfile(
      name: "4K HEVC", width: 3840, height: 2160, frameRate: 30, videoBitrate: 16_000_000,
      preset: "superfast", audioBitrate: 192_000, allowsCopy: true)
    profile.videoCodec = .hevc
    profile.bitDepth = 10
    // Apple's players take HEVC in these only.
    profile.segments = .fragmented
    profile.hardware = .automatic
    return profile
  }

  /// A radio; the rest is what its pictures were if it had any.
  private static var radio: TranscodeProfile {
    var profile = TranscodeProfile(
      name: "Audio only", width: 640, height: 360, frameRate: 25, videoBitrate: 100_000,
      preset: "ultrafast", audioBitrate: 160_000, allowsCopy: true)
    profile.bFrames = 0
    profile.hasPicture = false
    return profile
  }
}
