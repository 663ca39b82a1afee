import Playout
import Store

/// Every transcode profile; the first is the default.
struct ProfileList: Codable, Hashable {
  var profiles: [ProfileAnswer]
}

/// A transcode profile as the API shows it.
struct ProfileAnswer: Codable, Hashable {
  var id: Int64
  var name: String
  var width: Int
  var height: Int
  var frameRate: Int
  var videoBitrate: Int
  /// Bits; two seconds of the bit rate when it is left out.
  var videoBuffer: Int?
  var preset: String
  var videoCodec: VideoCodec
  /// 8, or 10 in HEVC and AV1.
  var bitDepth: Int
  var coding: H264Profile
  var bFrames: Int
  var keyFrameSeconds: Int
  /// Whether there are pictures; without, its channels are radios.
  var hasPicture: Bool
  var audioCodec: AudioCodec
  var audioBitrate: Int
  /// 2 for stereo, 6 for 5.1.
  var audioChannels: Int
  /// LUFS; the sound stays as it is when it is left out.
  var loudness: Int?
  var scaling: Scaling
  var deinterlacing: Deinterlacing
  var mapsTones: Bool
  var threads: Int
  var hardware: HardwareChoice
  var allowsCopy: Bool
  /// Smaller pictures that are offered beside this one.
  var ladder: [LadderRung]
  /// What the segments of playlists are.
  var segments: SegmentFormat
  /// Changes with all of the above; who sends it along with a change overwrites nobody's.
  var revision: String
  /// The channels that use it.
  var channels: [String]

  init(_ stored: StoredProfile) throws {
    let profile = stored.profile
    id = stored.id
    name = profile.name
    width = profile.width
    height = profile.height
    frameRate = profile.frameRate
    videoBitrate = profile.videoBitrate
    videoBuffer = profile.videoBuffer
    preset = profile.preset
    videoCodec = profile.videoCodec
    bitDepth = profile.bitDepth
    hasPicture = profile.hasPicture
    audioCodec = profile.audioCodec
    coding = profile.coding
    bFrames = profile.bFrames
    keyFrameSeconds = profile.keyFrameSeconds
    audioBitrate = profile.audioBitrate
    audioChannels = profile.audioChannels
    loudness = profile.loudness
    scaling = profile.scaling
    deinterlacing = profile.deinterlacing
    mapsTones = profile.mapsTones
    threads = profile.threads
    hardware = profile.hardware
    allowsCopy = profile.allowsCopy
    ladder = profile.ladder
    segments = profile.segments
    revision = try Revision.of(profile, named: profile.name)
    channels = stored.channels
  }
}

func listProfiles(_ call: Call) throws -> ProfileList {
  ProfileList(profiles: try call.studio.store.storedProfiles().map(ProfileAnswer.init))
}

func showProfile(_ call: Call) throws -> ProfileAnswer {
  try ProfileAnswer(call.profile())
}

extension Call {
  /// The profile in the path.
  func profile() throws -> StoredProfile {
    let id = try number(of: "profile")
    guard let stored = try studio.store.storedProfile(id) else {
      throw Problem.notFound("There is no profile \(id). See /api/profiles.")
    }
    return stored
  }
}
