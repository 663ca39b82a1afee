import GRDB
public import Playout

/// A transcode profile as it is stored, with who uses it.
public struct StoredProfile: Identifiable, Hashable, Sendable {
  /// What the API calls it, whatever its name becomes.
  public var id: Int64
  /// The shape that it brings items into.
  public var profile: TranscodeProfile
  /// The channels that use it, as viewers call them: `7 Kino`.
  public var channels: [String]

  /// A stored profile with all its parts.
  public init(id: Int64, profile: TranscodeProfile, channels: [String]) {
    self.id = id
    self.profile = profile
    self.channels = channels
  }
}

extension TranscodeProfile {
  static let columns = """
    name, width, height, frame_rate, video_bitrate, preset, audio_bitrate, allows_copy,
    video_buffer, coding, b_frames, key_frame_seconds, loudness, scaling, deinterlacing,
    maps_tones, threads, hardware, audio_channels, video_codec, bit_depth, audio_codec, has_picture,
    ladder, segments
    """

  /// A word that this version does not know is taken for the usual one.
  init(row: Row) {
    self.init(
      name: row[0], width: row[1], height: row[2], frameRate: row[3], videoBitrate: row[4],
      preset: row[5], audioBitrate: row[6], allowsCopy: row[7])
    videoBuffer = row[8]
    coding = H264Profile(rawValue: row[9]) ?? coding
    bFrames = row[10]
    keyFrameSeconds = row[11]
    loudness = row[12]
    scaling = Scaling(rawValue: row[13]) ?? scaling
    deinterlacing = Deinterlacing(rawValue: row[14]) ?? deinterlacing
    mapsTones = row[15]
    threads = row[16]
    hardware = HardwareChoice(rawValue: row[17]) ?? hardware
    audioChannels = row[18]
    videoCodec = VideoCodec(rawValue: row[19]) ?? videoCodec
    bitDepth = row[20]
    audioCodec = AudioCodec(rawValue: row[21]) ?? audioCodec
    hasPicture = row[22]
    ladder = StoredList.read(row[23]) ?? []
    segments = SegmentFormat(rawValue: row[24]) ?? segments
  }

  var arguments: StatementArguments {
    [
      "name": name, "width": width, "height": height, "frame_rate": frameRate,
      "video_bitrate": videoBitrate, "preset": preset, "audio_bitrate": audioBitrate,
      "allows_copy": allowsCopy, "video_buffer": videoBuffer, "coding": coding.rawValue,
      "b_frames": bFrames, "key_frame_seconds": keyFrameSeconds, "loudness": loudness,
      "scaling": scaling.rawValue, "deinterlacing": deinterlacing.rawValue,
      "maps_tones": mapsTones, "threads": threads, "hardware": hardware.rawValue,
      "audio_channels": audioChannels, "video_codec": videoCodec.rawValue, "bit_depth": bitDepth,
      "audio_codec": audioCodec.rawValue, "has_picture": hasPicture,
      "ladder": StoredList.text(ladder), "segments": segments.rawValue,
    ]
  }
}
