import Playout

/// Pictures in a profile's codec that can be cut at each of their key frames and spliced to any
/// other, by a card or by the processor.
func pictureArguments(
  _ profile: TranscodeProfile, keyFrames: KeyFrameCadence, card: Card? = nil
) -> [String] {
  let places = KeyFramePlaces(keyFrames, profile: profile)
  return card?.encoding(profile, places) ?? pictureArguments(profile, places)
}

/// The same by the processor, with key frames at any places.
func pictureArguments(_ profile: TranscodeProfile, _ places: KeyFramePlaces) -> [String] {
  switch profile.videoCodec {
  case .h264: profile.h264Arguments(places)
  case .hevc: profile.hevcArguments(places)
  case .mpeg2: profile.mpeg2Arguments(places)
  case .av1: profile.av1Arguments(places)
  }
}

extension VideoCodec {
  /// ffmpeg's filters for a copy: parameter sets before each key frame, as one that is not an IDR
  /// picture has none.
  var copyFilters: String {
    let repeated = "dump_extra=freq=keyframe"
    switch self {
    case .h264: return "h264_mp4toannexb," + repeated
    case .hevc: return "hevc_mp4toannexb," + repeated
    case .mpeg2, .av1: return repeated
    }
  }
}

extension TranscodeProfile {
  /// The shape of a run of sound only: its pictures keep time and are as small as they can be.
  var placeholder: TranscodeProfile {
    var tiny = self
    (tiny.width, tiny.height) = (64, 36)
    (tiny.videoBitrate, tiny.videoBuffer) = (50_000, nil)
    (tiny.videoCodec, tiny.bitDepth, tiny.coding) = (.h264, 8, .high)
    tiny.ladder = []
    (tiny.preset, tiny.bFrames, tiny.threads) = ("ultrafast", 0, 1)
    return tiny
  }

  /// ffmpeg's name of the pixels that the encoder is given.
  var pixelFormat: String { plainPixels(isDeep: isDeep) }

  /// Whether a colour has ten bits.
  var isDeep: Bool { bitDepth == 10 && (videoCodec == .hevc || videoCodec == .av1) }

  /// The bits that are sent in the worst second.
  private var worstBitrate: Int { videoBitrate * 3 / 2 }

  private var buffer: Int { videoBuffer ?? videoBitrate * 2 }

  private var knownPreset: String { Self.presets.contains(preset) ? preset : "veryfast" }

  fileprivate func h264Arguments(_ places: KeyFramePlaces) -> [String] {
    [
      "-c:v", "libx264", "-preset", knownPreset, "-profile:v", coding.rawValue, "-pix_fmt",
      "yuv420p", "-threads", "\(threads)", "-b:v", "\(videoBitrate)", "-maxrate",
      "\(worstBitrate)", "-bufsize", "\(buffer)", "-bf", "\(coding == .baseline ? 0 : bFrames)",
      "-flags", "+cgop", "-sc_threshold", "0", "-g", "\(places.most)", "-keyint_min",
      "\(places.least)", "-force_key_frames", places.forced,
    ]
  }

  /// Parameter sets stand before every key frame; the main tier, as playlists promise.
  fileprivate func hevcArguments(_ places: KeyFramePlaces) -> [String] {
    [
      "-c:v", "libx265", "-preset", knownPreset, "-profile:v", isDeep ? "main10" : "main",
      "-pix_fmt", pixelFormat, "-b:v", "\(videoBitrate)", "-maxrate", "\(worstBitrate)",
      "-bufsize", "\(buffer)", "-bf", "\(bFrames)", "-g", "\(places.most)", "-keyint_min",
      "\(places.least)", "-forced-idr", "1", "-x265-params",
      "log-level=error:repeat-headers=1:open-gop=0:scenecut=0:high-tier=0:pools=\(threads)",
      "-force_key_frames", places.forced,
    ]
  }

  /// The distance is twice what it may be: pictures are counted as they are coded, and one before a
  /// forced key frame would be made another.
  fileprivate func mpeg2Arguments(_ places: KeyFramePlaces) -> [String] {
    let level = MPEG2Level.least(for: self) ?? .all[MPEG2Level.all.count - 1]
    return [
      "-c:v", "mpeg2video", "-profile:v", "main", "-pix_fmt", "yuv420p", "-level",
      "\(level.number)", "-threads",
      "\(threads)", "-b:v", "\(videoBitrate)", "-maxrate", "\(worstBitrate)", "-bufsize",
      "\(min(buffer, level.buffer))", "-bf", "\(bFrames)", "-flags", "+cgop", "-sc_threshold",
      "1000000000", "-g", "\(places.most * 2)", "-force_key_frames", places.forced,
    ]
  }

  /// SVT-AV1 keeps no bit rate where key frames are forced, so they are evenly apart.
  fileprivate func av1Arguments(_ places: KeyFramePlaces) -> [String] {
    let place = Self.presets.firstIndex(of: knownPreset) ?? 2
    return [
      "-c:v", "libsvtav1", "-preset", "\(12 - place)", "-pix_fmt", pixelFormat, "-b:v",
      "\(videoBitrate)", "-g", "\(places.even)", "-svtav1-params", "lp=\(threads):scd=0",
    ]
  }
}
