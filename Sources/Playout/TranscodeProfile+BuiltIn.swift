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
    copyFirst, lowPower,
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
}
