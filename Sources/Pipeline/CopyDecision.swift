public import Library
public import Playout

/// Where the picture of a run comes from.
public enum PictureSource: String, Codable, CaseIterable, Sendable {
  /// The file's own picture, passed on as it is.
  case copy
  /// The file's picture, brought into the profile's shape.
  case encode
  /// A still picture, for a file without a moving one.
  case still
  /// Black, for a file without any.
  case black
  /// None, as the channel has sound only: a tiny black one keeps time and reaches no viewer.
  case omitted
}

extension PictureSource {
  /// Whether pictures are made for viewers, and not passed on or left out.
  public var isMade: Bool { self != .copy && self != .omitted }
}

/// Where the sound of a run comes from.
public enum SoundSource: String, Codable, CaseIterable, Sendable {
  /// The file's own sound, passed on as it is.
  case copy
  /// The file's sound, brought into the profile's shape.
  case encode
  /// Silence, for a file without sound.
  case silence
}

/// What of an item is passed on as it is, and what keeps the rest from it.
public struct CopyDecision: Hashable, Codable, Sendable {
  /// Where the picture comes from.
  public var video: PictureSource
  /// Where the sound comes from.
  public var audio: SoundSource
  /// Why picture or sound are not copied, in words for people.
  public var blockers: [CopyBlocker]

  /// A decision with all its parts.
  public init(video: PictureSource, audio: SoundSource, blockers: [CopyBlocker] = []) {
    self.video = video
    self.audio = audio
    self.blockers = blockers
  }
}

/// Decides per stream whether an item already fits a channel's profile.
///
/// - Parameters:
///   - probe: The item's streams as found by the scan.
///   - profile: The shape of the channel.
///   - targetDuration: The channel's longest segment in seconds, since a copied
///     picture is cut at its own key frames only.
/// - Returns: The decision with every blocker, not only the first.
public func copyDecision(
  for probe: MediaProbe, profile: TranscodeProfile, targetDuration: Int
) -> CopyDecision {
  var blockers: [CopyBlocker] = profile.allowsCopy ? [] : [.profileEncodes]
  let (video, found) = pictureSource(
    for: probe, profile: profile, targetDuration: targetDuration)
  blockers += found
  var audio = SoundSource.silence
  if let stream = probe.preferredAudio {
    let found = soundBlockers(stream, profile: profile)
    audio = found.isEmpty && profile.allowsCopy ? .copy : .encode
    blockers += found
  } else {
    blockers.append(.noSound)
  }
  return CopyDecision(video: video, audio: audio, blockers: blockers)
}

private func pictureSource(
  for probe: MediaProbe, profile: TranscodeProfile, targetDuration: Int
) -> (PictureSource, [CopyBlocker]) {
  guard profile.hasPicture else { return (.omitted, [.soundOnly]) }
  guard let stream = probe.video else {
    return (probe.artwork == nil ? .black : .still, [.noPicture])
  }
  let found =
    (profile.ladder.isEmpty ? [] : [.ladder])
    + pictureBlockers(
      stream, in: probe, profile: profile, targetDuration: targetDuration)
  return (found.isEmpty && profile.allowsCopy ? .copy : .encode, found)
}

/// The longest segment that a channel may have, in whole seconds.
///
/// - Parameters:
///   - probes: The items that the channel plays.
///   - profile: The shape of the channel.
/// - Returns: 3 where everything is encoded, and more where the profile's key frames are further
///   apart; else the longest time between two key frames of what may be copied, and a second more,
///   but never over 11: items with longer ones are encoded.
public func segmentTarget(for probes: [MediaProbe], profile: TranscodeProfile) -> Int {
  let longest = 11
  let gaps = probes.compactMap { probe -> Double? in
    let decision = copyDecision(for: probe, profile: profile, targetDuration: longest)
    return decision.video == .copy ? probe.video?.longestKeyFrameGap?.seconds : nil
  }
  let encoded = max(3, profile.keyFrameSeconds + 1)
  guard let gap = gaps.max() else { return min(encoded, longest) }
  return min(max(Int(gap.rounded(.up)) + 1, encoded), longest)
}

/// Containers whose time stamps are complete enough for a copy.
private let copyableContainers: Set<String> = ["mov", "matroska", "mpegts", "flv"]

extension TranscodeProfile {
  /// The profiles of the codec, as ffprobe names them, that every player of it knows.
  fileprivate var copyableProfiles: [String] {
    switch videoCodec {
    case .h264: ["Constrained Baseline", "Baseline", "Main", "High", "Constrained High"]
    case .hevc: [isDeep ? "Main 10" : "Main"]
    case .mpeg2: ["Simple", "Main"]
    case .av1: []
    }
  }

  /// Field orders that mean whole pictures; HEVC hardly ever says so.
  fileprivate func isProgressive(_ fieldOrder: String?) -> Bool {
    fieldOrder == "progressive"
      || (videoCodec == .hevc && (fieldOrder == nil || fieldOrder == "unknown"))
  }
}

private func pictureBlockers(
  _ video: VideoStream, in probe: MediaProbe, profile: TranscodeProfile, targetDuration: Int
) -> [CopyBlocker] {
  codingBlockers(video, in: probe, profile: profile) + shapeBlockers(video, profile: profile)
    + pacingBlockers(video, in: probe, profile: profile, targetDuration: targetDuration)
}

private func codingBlockers(
  _ video: VideoStream, in probe: MediaProbe, profile: TranscodeProfile
) -> [CopyBlocker] {
  var found: [CopyBlocker] = []
  if !copyableContainers.contains(probe.demuxer) { found.append(.container(probe.container)) }
  let codec = profile.videoCodec
  guard video.codec == codec.probeName else {
    return found + [.videoCodec(video.codec, wanted: codec)]
  }
  guard codec != .av1 else { return found + [.joinless(codec)] }
  if !profile.copyableProfiles.contains(video.profile ?? "") {
    found.append(.videoProfile(video.profile ?? "unknown", wanted: profile.copyableProfiles))
  }
  if video.pixelFormat != profile.pixelFormat {
    found.append(.pixelFormat(video.pixelFormat ?? "unknown", wanted: profile.pixelFormat))
  }
  if profile.mapsTones, video.dynamicRange != .standard {
    found.append(.dynamicRange(video.dynamicRange))
  }
  if !profile.isProgressive(video.fieldOrder) {
    found.append(.interlaced(video.fieldOrder ?? "unknown"))
  }
  return found
}

private func shapeBlockers(_ video: VideoStream, profile: TranscodeProfile) -> [CopyBlocker] {
  var found: [CopyBlocker] = []
  if video.rotation % 360 != 0 { found.append(.rotated(video.rotation)) }
  let isEven = video.width % 2 == 0 && video.height % 2 == 0
  let fits =
    (2...profile.width).contains(video.width)
    && (2...profile.height).contains(video.height)
  if !isEven || !fits { found.append(.size(width: video.width, height: video.height)) }
  if let shape = video.sampleAspectRatio, shape.numerator != 0, abs(shape.value - 1) > 0.01 {
    found.append(.pixelShape(shape))
  }
  return found
}

private func pacingBlockers(
  _ video: VideoStream, in probe: MediaProbe, profile: TranscodeProfile, targetDuration: Int
) -> [CopyBlocker] {
  var found: [CopyBlocker] = []
  let rate = video.frameRate?.value
  if video.isUneven == true {
    // Players on ffmpeg take such copies for even, and play them too fast.
    found.append(.frameRate(nil))
  } else if let rate, (10...Double(profile.frameRate) * 1.01).contains(rate) {
    // Fits.
  } else {
    found.append(.frameRate(rate))
  }
  if let bitrate = video.bitrate ?? probe.bitrate, bitrate > profile.videoBitrate * 3 / 2 {
    found.append(.bitrate(bitrate))
  }
  if let gap = video.longestKeyFrameGap {
    if gap >= .seconds(Int64(targetDuration)) - .milliseconds(500) {
      found.append(.keyFrameGap(gap))
    }
  } else {
    found.append(.keyFrameGapUnknown)
  }
  if abs(video.startTime.milliseconds) > 500 { found.append(.lateStart(video.startTime)) }
  return found
}

private func soundBlockers(
  _ audio: AudioStream, profile: TranscodeProfile
) -> [CopyBlocker] {
  guard audio.codec == profile.audioCodec.probeName else {
    return [.audioCodec(audio.codec, wanted: profile.audioCodec)]
  }
  var found: [CopyBlocker] = []
  if profile.audioCodec == .aac, audio.profile != "LC" {
    found.append(.audioProfile(audio.profile ?? "unknown"))
  }
  if audio.channels != profile.audioChannels { found.append(.audioChannels(audio.channels)) }
  if audio.sampleRate != 48_000 { found.append(.audioRate(audio.sampleRate)) }
  return found
}
