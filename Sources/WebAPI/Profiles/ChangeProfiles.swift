import Control
import Pipeline
import Playout
import Store

/// What a profile is to be; a new one takes what is left out from the default profile, a changed one
/// keeps it.
struct ProfileWish: Codable {
  var name: String?
  var width: Int?
  var height: Int?
  var frameRate: Int?
  var videoBitrate: Int?
  /// Bits; zero for two seconds of the bit rate.
  var videoBuffer: Int?
  var preset: String?
  var videoCodec: VideoCodec?
  /// 8, or 10 in HEVC and AV1.
  var bitDepth: Int?
  var coding: H264Profile?
  var bFrames: Int?
  var keyFrameSeconds: Int?
  /// Whether there are pictures; without, its channels are radios.
  var hasPicture: Bool?
  var audioCodec: AudioCodec?
  var audioBitrate: Int?
  /// 2 for stereo, 6 for 5.1.
  var audioChannels: Int?
  /// LUFS; zero to keep the sound as it is.
  var loudness: Int?
  var scaling: Scaling?
  var deinterlacing: Deinterlacing?
  var mapsTones: Bool?
  var threads: Int?
  var hardware: HardwareChoice?
  var allowsCopy: Bool?
  /// Smaller pictures that are offered beside this one, each smaller than the one before; at most four.
  var ladder: [LadderRung]?
  /// What the segments of playlists are.
  var segments: SegmentFormat?

  /// The profile with what is wished.
  ///
  /// - Throws: The first value that can't be used, named by its field.
  func applied(to old: TranscodeProfile) throws -> TranscodeProfile {
    var new = old
    if let name { new.name = try ChannelFields.line(name, field: "name", in: 1...60) }
    if let width { new.width = width }
    if let height { new.height = height }
    if let frameRate { new.frameRate = frameRate }
    if let videoBitrate { new.videoBitrate = videoBitrate }
    if let videoBuffer { new.videoBuffer = videoBuffer == 0 ? nil : videoBuffer }
    if let preset { new.preset = preset }
    if let videoCodec { new.videoCodec = videoCodec }
    if let bitDepth { new.bitDepth = bitDepth }
    if let hasPicture { new.hasPicture = hasPicture }
    if let audioCodec { new.audioCodec = audioCodec }
    if let coding { new.coding = coding }
    if let bFrames { new.bFrames = bFrames }
    if let keyFrameSeconds { new.keyFrameSeconds = keyFrameSeconds }
    if let audioBitrate { new.audioBitrate = audioBitrate }
    if let audioChannels { new.audioChannels = audioChannels }
    if let loudness { new.loudness = loudness == 0 ? nil : loudness }
    if let scaling { new.scaling = scaling }
    if let deinterlacing { new.deinterlacing = deinterlacing }
    if let mapsTones { new.mapsTones = mapsTones }
    if let threads { new.threads = threads }
    if let hardware { new.hardware = hardware }
    if let allowsCopy { new.allowsCopy = allowsCopy }
    if let ladder { new.ladder = ladder }
    if let segments { new.segments = segments }
    if let fault = new.faults().first { throw Problem.invalid(fault.field, fault.detail) }
    return new
  }
}

func createProfile(_ call: Call, _ wish: ProfileWish) throws -> ProfileAnswer {
  guard wish.name != nil else { throw Problem.invalid("name", "Give the profile a name.") }
  let usual = try call.studio.store.profiles().first ?? TranscodeProfile.builtIn[0]
  let new = try wish.applied(to: usual)
  try checkSound(of: new, on: call.studio.machine())
  let stored = try call.studio.store.insert(new)
  call.publish(.channels, "profiles")
  return try ProfileAnswer(stored)
}

func updateProfile(_ call: Call, _ wish: ProfileWish) throws -> ProfileAnswer {
  let old = try call.profile()
  try call.refuseChange(
    of: try Revision.of(old.profile, named: old.profile.name),
    "The profile '\(old.profile.name)' was")
  var new = old
  new.profile = try wish.applied(to: old.profile)
  guard new != old else { return try ProfileAnswer(old) }
  try checkSound(of: new.profile, on: call.studio.machine())
  let store = call.studio.store
  let users = try store.channels(using: old.profile.name)
  try checkTargets(of: users, new.profile, in: store)
  try store.update(new)
  // They go over to it with their next item.
  for channel in users { call.refreshQuietly(channel) }
  call.publish(.channels, "profiles")
  return try ProfileAnswer(new)
}

func deleteProfile(_ call: Call) throws {
  let profile = try call.profile()
  try call.studio.store.deleteProfile(profile.id)
  call.publish(.channels, "profiles")
}

/// Refuses sound that this machine's ffmpeg was seen not to make.
private func checkSound(of profile: TranscodeProfile, on machine: Capabilities?) throws {
  guard let fault = machine?.soundFault(of: profile) else { return }
  throw Problem.invalid(
    "audioCodec",
    "This machine's ffmpeg can't encode \(profile.audioCodec.title): it says \"\(fault)\". Choose "
      + "another codec, or install an ffmpeg that can and test it on the page Profiles.")
}

/// Refuses a bit rate above what a channel that uses the profile sends its viewers at most.
private func checkTargets(
  of users: [ChannelID], _ profile: TranscodeProfile, in store: Store
) throws {
  for id in users {
    guard let channel = try store.channel(id)?.channel, let target = channel.targetBitrate,
      target < profile.bitrate * 5 / 4
    else { continue }
    throw Problem(
      409,
      "The channel '\(channel.number) \(channel.name)' sends its viewers \(target) bits a second "
        + "at most, which is too little for this bit rate. Raise its target bit rate first.",
      field: "videoBitrate")
  }
}
