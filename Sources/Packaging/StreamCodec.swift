/// How a track of a transport stream is coded.
public enum StreamCodec: String, Codable, CaseIterable, Sendable {
  /// Pictures: H.264.
  case h264
  /// Pictures: HEVC.
  case hevc
  /// Pictures: MPEG-2.
  case mpeg2
  /// Pictures: AV1, as a private stream; there is no agreed way to put it into MPEG-TS.
  case av1
  /// Sound: AAC with ADTS headers.
  case aac
  /// Sound: AC-3.
  case ac3
  /// Sound: E-AC-3.
  case eac3
  /// Sound: MPEG-1 layer 3.
  case mp3
  /// Sound: Opus, each packet with the control header of its carriage in MPEG-TS.
  case opus
  /// Sound: uncompressed, as SMPTE 302M has it, as a private stream.
  case pcm

  /// Whether it codes pictures.
  public var isPicture: Bool { [.h264, .hevc, .mpeg2, .av1].contains(self) }

  /// The type of stream in a map (ISO/IEC 13818-1, ATSC A/53 for AC-3).
  var type: UInt8 {
    switch self {
    case .h264: 0x1B
    case .hevc: 0x24
    case .mpeg2: 0x02
    case .aac: 0x0F
    case .ac3: 0x81
    case .eac3: 0x87
    case .mp3: 0x03
    case .av1, .opus, .pcm: 0x06
    }
  }

  /// The identity in the head of a unit: pictures, MPEG sound or a private stream.
  var unitIdentity: UInt8 {
    switch self {
    case .h264, .hevc, .mpeg2, .av1: 0xE0
    case .aac, .mp3: 0xC0
    case .ac3, .eac3, .opus, .pcm: 0xBD
    }
  }

  /// What a map says of such a stream beside its type.
  func descriptors(channels: UInt8) -> [UInt8] {
    switch self {
    case .h264, .mpeg2, .aac, .mp3: []
    case .hevc: Self.registration("HEVC")
    case .av1: Self.registration("AV01")
    case .ac3: Self.registration("AC-3")
    case .eac3: Self.registration("EAC3")
    case .pcm: Self.registration("BSSD")
    // The extension names how the channels are mapped: for up to eight, their number does.
    case .opus: Self.registration("Opus") + [0x7F, 2, 0x80, channels]
    }
  }

  private static func registration(_ name: String) -> [UInt8] { [0x05, 4] + Array(name.utf8) }

  /// The codec that a map names; nil for one that is not read.
  ///
  /// What ffmpeg can't name it marks as private: of that kind only AV1 is ever asked of it.
  init?(type: UInt8, descriptors: [UInt8]) {
    switch type {
    case 0x1B: self = .h264
    case 0x24: self = .hevc
    case 0x01, 0x02: self = .mpeg2
    case 0x0F: self = .aac
    case 0x81: self = .ac3
    case 0x87: self = .eac3
    case 0x03, 0x04: self = .mp3
    case 0x06:
      if descriptors.starts(with: Self.registration("Opus")) {
        self = .opus
      } else if descriptors.starts(with: Self.registration("BSSD")) {
        self = .pcm
      } else if descriptors.isEmpty || descriptors.starts(with: Self.registration("AV01")) {
        self = .av1
      } else {
        return nil
      }
    default: return nil
    }
  }
}

/// The tracks of a program, as its map has them.
public struct ProgramLayout: Hashable, Codable, Sendable {
  /// A track of sound.
  public struct Sound: Hashable, Codable, Sendable {
    /// How it is coded.
    public var codec: StreamCodec
    /// How many channels it has.
    public var channels: UInt8
    /// Its language as three letters (ISO 639-2); nil for none.
    public var language: String?

    /// A track with all its parts.
    public init(codec: StreamCodec = .aac, channels: UInt8 = 2, language: String? = nil) {
      self.codec = codec
      self.channels = channels
      self.language = language
    }
  }

  /// How the pictures are coded; nil without any.
  public var video: StreamCodec?
  /// The tracks of sound, the main one first.
  public var sounds: [Sound]

  /// A program with all its parts.
  public init(video: StreamCodec? = .h264, sounds: [Sound] = [Sound()]) {
    self.video = video
    self.sounds = sounds
  }
}
