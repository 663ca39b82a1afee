/// How pictures are coded.
public enum VideoCodec: String, Codable, CaseIterable, Sendable {
  /// What every player knows.
  case h264
  /// Half the bits of H.264, for newer players.
  case hevc
  /// What old set-top boxes know.
  case mpeg2
  /// The fewest bits; only in fragmented segments, as there is no common way to put it into MPEG-TS.
  case av1

  /// What people call it.
  public var title: String {
    switch self {
    case .h264: "H.264"
    case .hevc: "HEVC"
    case .mpeg2: "MPEG-2"
    case .av1: "AV1"
    }
  }

  /// What ffprobe calls it.
  public var probeName: String { self == .mpeg2 ? "mpeg2video" : rawValue }
}

/// How sound is coded.
public enum AudioCodec: String, Codable, CaseIterable, Sendable {
  /// AAC-LC, which every player knows.
  case aac
  /// Dolby Digital.
  case ac3
  /// Dolby Digital Plus.
  case eac3
  /// MPEG-1 layer 3.
  case mp3
  /// Opus.
  case opus
  /// Uncompressed, 16 bits a sample, as SMPTE 302M has it: only in MPEG-TS.
  case pcm

  /// What people call it.
  public var title: String {
    switch self {
    case .aac: "AAC"
    case .ac3: "AC-3"
    case .eac3: "E-AC-3"
    case .mp3: "MP3"
    case .opus: "Opus"
    case .pcm: "PCM"
    }
  }

  /// What ffprobe calls it.
  public var probeName: String { self == .pcm ? "s302m" : rawValue }
}

/// A smaller picture that is offered beside the profile's own: the same pictures, decoded once.
public struct LadderRung: Hashable, Codable, Sendable {
  /// Width in pixels, even.
  public var width: Int
  /// Height in pixels, even.
  public var height: Int
  /// Picture bits per second, on average.
  public var videoBitrate: Int

  /// A rung with all its parts.
  public init(width: Int, height: Int, videoBitrate: Int) {
    self.width = width
    self.height = height
    self.videoBitrate = videoBitrate
  }
}

/// What the segments of playlists are; the endless stream is MPEG-TS in any case.
public enum SegmentFormat: String, Codable, CaseIterable, Sendable {
  /// MPEG-TS.
  case transportStream
  /// Fragments of MP4 (CMAF).
  case fragmented
}
