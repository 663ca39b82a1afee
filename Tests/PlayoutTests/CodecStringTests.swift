import Playout
import Testing

/// What encoders were seen to write into their headers for these shapes.
@Suite("What playlists call a profile's codecs")
struct CodecStringTests {
  private static func profile(
    _ width: Int, _ height: Int, _ rate: Int, _ bits: Int, _ codec: VideoCodec = .h264,
    _ change: (inout TranscodeProfile) -> Void = { _ in }
  ) -> TranscodeProfile {
    var profile = TranscodeProfile(
      name: "x", width: width, height: height, frameRate: rate, videoBitrate: bits,
      preset: "veryfast", audioBitrate: 128_000, allowsCopy: false)
    profile.videoCodec = codec
    change(&profile)
    return profile
  }

  private static let pictures: [(TranscodeProfile, String)] = [
    (profile(854, 480, 25, 1_000_000), "avc1.64001e"),
    (profile(1280, 720, 30, 3_000_000), "avc1.64001f"),
    (profile(1920, 1080, 30, 6_000_000), "avc1.640028"),
    (profile(1920, 1080, 30, 6_000_000) { $0.preset = "slow" }, "avc1.640032"),
    (profile(1920, 1080, 60, 12_000_000), "avc1.64002a"),
    (profile(3840, 2160, 30, 18_000_000), "avc1.640033"),
    (profile(854, 480, 25, 1_000_000) { $0.coding = .main }, "avc1.4d401e"),
    (profile(854, 480, 25, 1_000_000) { $0.coding = .baseline }, "avc1.42c01e"),
    (
      profile(854, 480, 25, 1_000_000) {
        $0.coding = .main
        $0.allowsCopy = true
      }, "avc1.64001e"
    ),
    (profile(854, 480, 25, 1_000_000, .hevc), "hvc1.1.6.L90.90"),
    (profile(1920, 1080, 30, 6_000_000, .hevc), "hvc1.1.6.L120.90"),
    (profile(1920, 1080, 60, 12_000_000, .hevc), "hvc1.1.6.L150.90"),
    (profile(3840, 2160, 30, 18_000_000, .hevc) { $0.bitDepth = 10 }, "hvc1.2.4.L153.90"),
    (profile(720, 576, 25, 4_000_000, .mpeg2), "mp4v.61"),
    (profile(1280, 720, 30, 3_000_000, .av1), "av01.0.05M.08"),
    (profile(3840, 2160, 60, 18_000_000, .av1) { $0.bitDepth = 10 }, "av01.0.13M.10"),
    (profile(3840, 2160, 60, 80_000_000, .hevc), "hvc1.1.6.L186.90"),
  ]

  @Test("a picture's tells kind and level", arguments: pictures)
  func picture(profile: TranscodeProfile, name: String) {
    #expect(profile.codecStrings == [name, "mp4a.40.2"])
  }

  @Test(
    "sound has a name of its own",
    arguments: [
      (AudioCodec.aac, "mp4a.40.2"), (.ac3, "ac-3"), (.eac3, "ec-3"), (.mp3, "mp4a.40.34"),
      (.opus, "opus"),
    ])
  func sound(codec: AudioCodec, name: String) {
    var profile = TranscodeProfile.builtIn[0]
    profile.audioCodec = codec
    profile.hasPicture = false
    #expect(profile.codecStrings == [name])
  }

  @Test("PCM has none, and takes the bits that it takes whatever the profile says")
  func pcm() {
    var profile = TranscodeProfile.builtIn[0]
    profile.audioCodec = .pcm
    #expect(profile.codecStrings.count == 1)
    #expect(profile.soundBitrate == 1_921_600)
    #expect(profile.bitrate == profile.videoBitrate + 1_921_600)
    profile.audioChannels = 6
    #expect(profile.soundBitrate == 5_761_600)
    profile.hasPicture = false
    #expect(profile.codecStrings == [])
  }

  @Test("a smaller picture has a level of its own")
  func rung() {
    let large = Self.profile(1920, 1080, 30, 6_000_000, .hevc)
    let rung = LadderRung(width: 640, height: 360, videoBitrate: 800_000)
    #expect(large.codecStrings(of: rung) == ["hvc1.1.6.L63.90", "mp4a.40.2"])
  }
}
