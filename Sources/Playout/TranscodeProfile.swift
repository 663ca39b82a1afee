/// The shape that every item of a channel is brought into.
///
/// Items that already fit are copied where ``allowsCopy`` is set; all others
/// are encoded to exactly this size and rate. ``faults()`` tells which values
/// can't be used.
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
  /// The bits that a player has to buffer; nil for two seconds of ``videoBitrate``.
  public var videoBuffer: Int?
  /// How hard the encoder tries, by the names of x264, such as `veryfast`.
  public var preset: String
  /// How pictures are coded.
  public var videoCodec = VideoCodec.h264
  /// How many bits a colour has: 8, or 10 where ``videoCodec`` knows them.
  public var bitDepth = 8
  /// What of H.264 a player has to know.
  public var coding = H264Profile.high
  /// How many pictures in a row may be told by those on both sides of them.
  public var bFrames = 2
  /// Seconds from one key frame to the next: so long is a segment, and so long a zap may take.
  public var keyFrameSeconds = 2
  /// Sound bits per second; without effect on PCM.
  public var audioBitrate: Int
  /// How sound is coded.
  public var audioCodec = AudioCodec.aac
  /// How many channels of sound: 2 for stereo, 6 for 5.1.
  public var audioChannels = 2
  /// How loud the sound is made on the whole, in LUFS; nil: as it is.
  public var loudness: Int?
  /// How a picture of another shape is fitted in.
  public var scaling = Scaling.pad
  /// When fields are made pictures.
  public var deinterlacing = Deinterlacing.automatic
  /// Whether pictures of high dynamic range are brought to the usual one.
  public var mapsTones = true
  /// How many threads decode and encode at most.
  public var threads = 4
  /// What encodes.
  public var hardware = HardwareChoice.software
  /// Whether an item that fits is passed on as it is.
  public var allowsCopy: Bool
  /// Whether there are pictures at all; without, the channel is a radio.
  public var hasPicture = true
  /// Smaller pictures that are offered beside this one, for players to choose from.
  public var ladder: [LadderRung] = []
  /// What the segments of playlists are.
  public var segments = SegmentFormat.transportStream

  /// A profile; what is not named is as ``builtIn`` profiles have it.
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
  /// Bits per second of picture, where there is one, and sound, on average.
  public var bitrate: Int { (hasPicture ? videoBitrate : 0) + soundBitrate }

  /// Bits per second of sound: ``audioBitrate``, or what PCM takes whatever that says, which is 20
  /// bits for each sample of 16 and four bytes for each frame of 20 ms.
  public var soundBitrate: Int {
    audioCodec == .pcm ? 48_000 * 20 * audioChannels + 50 * 32 : audioBitrate
  }

  /// Reads a profile; what an earlier version did not know is as it was then.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try values.decode(String.self, forKey: .name),
      width: try values.decode(Int.self, forKey: .width),
      height: try values.decode(Int.self, forKey: .height),
      frameRate: try values.decode(Int.self, forKey: .frameRate),
      videoBitrate: try values.decode(Int.self, forKey: .videoBitrate),
      preset: try values.decode(String.self, forKey: .preset),
      audioBitrate: try values.decode(Int.self, forKey: .audioBitrate),
      allowsCopy: try values.decode(Bool.self, forKey: .allowsCopy))
    videoBuffer = try values.decodeIfPresent(Int.self, forKey: .videoBuffer)
    coding = try values.decodeIfPresent(H264Profile.self, forKey: .coding) ?? coding
    bFrames = try values.decodeIfPresent(Int.self, forKey: .bFrames) ?? bFrames
    keyFrameSeconds =
      try values.decodeIfPresent(Int.self, forKey: .keyFrameSeconds) ?? keyFrameSeconds
    audioChannels =
      try values.decodeIfPresent(Int.self, forKey: .audioChannels) ?? audioChannels
    loudness = try values.decodeIfPresent(Int.self, forKey: .loudness)
    scaling = try values.decodeIfPresent(Scaling.self, forKey: .scaling) ?? scaling
    deinterlacing =
      try values.decodeIfPresent(Deinterlacing.self, forKey: .deinterlacing) ?? deinterlacing
    mapsTones = try values.decodeIfPresent(Bool.self, forKey: .mapsTones) ?? mapsTones
    threads = try values.decodeIfPresent(Int.self, forKey: .threads) ?? threads
    hardware = try values.decodeIfPresent(HardwareChoice.self, forKey: .hardware) ?? hardware
    videoCodec = try values.decodeIfPresent(VideoCodec.self, forKey: .videoCodec) ?? videoCodec
    bitDepth = try values.decodeIfPresent(Int.self, forKey: .bitDepth) ?? bitDepth
    audioCodec = try values.decodeIfPresent(AudioCodec.self, forKey: .audioCodec) ?? audioCodec
    hasPicture = try values.decodeIfPresent(Bool.self, forKey: .hasPicture) ?? hasPicture
    ladder = try values.decodeIfPresent([LadderRung].self, forKey: .ladder) ?? ladder
    segments = try values.decodeIfPresent(SegmentFormat.self, forKey: .segments) ?? segments
  }
}

/// What of H.264 a player has to know.
public enum H264Profile: String, Codable, CaseIterable, Sendable {
  /// The least, for very old players; it has no B-frames.
  case baseline
  /// What players of the last twenty years know.
  case main
  /// What nearly all players know, with the best picture for the bits.
  case high
}

/// How a picture of another shape is fitted into the profile's.
public enum Scaling: String, Codable, CaseIterable, Sendable {
  /// All of it, with black bars.
  case pad
  /// Without bars; what does not fit is cut off.
  case crop
  /// All of it without bars, out of shape.
  case stretch
}

/// When the fields of interlaced pictures are made whole pictures.
public enum Deinterlacing: String, Codable, CaseIterable, Sendable {
  /// Where the file says that it is interlaced.
  case automatic
  /// Always, whatever the file says.
  case always
  /// Never.
  case off
}

/// What encodes the pictures of a profile.
public enum HardwareChoice: String, Codable, CaseIterable, Sendable {
  /// The processor.
  case software
  /// The first card that passed its test on this machine, else the processor.
  case automatic
  /// NVIDIA.
  case nvenc
  /// Intel Quick Sync Video.
  case qsv
  /// Intel and AMD by the Linux kernel's interface.
  case vaapi
  /// Apple.
  case videotoolbox
  /// AMD's own interface.
  case amf
  /// What single-board computers have.
  case v4l2m2m
  /// Rockchip.
  case rkmpp
}
