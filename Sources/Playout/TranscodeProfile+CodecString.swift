extension TranscodeProfile {
  /// What a player has to decode, as the attribute `CODECS` of playlists has it (RFC 6381): the
  /// picture, where there is one, and the sound.
  public var codecStrings: [String] {
    (hasPicture ? [pictureCodecString] : []) + [soundCodecString].compactMap(\.self)
  }

  /// The same for a smaller picture with the same sound.
  public func codecStrings(of rung: LadderRung) -> [String] {
    var smaller = self
    (smaller.width, smaller.height) = (rung.width, rung.height)
    (smaller.videoBitrate, smaller.videoBuffer) = (rung.videoBitrate, nil)
    return smaller.codecStrings
  }

  /// The picture's codec with its profile and the least level that allows size, rate and bits.
  public var pictureCodecString: String {
    let level = PictureLevel.least(for: self)
    switch videoCodec {
    case .h264: return "avc1.\(h264Kind)\(Self.hex(level))"
    // The profile, those that it fits, the main tier, and progressive frames only.
    case .hevc: return "hvc1.\(bitDepth == 10 ? "2.4" : "1.6").L\(level).90"
    case .mpeg2: return "mp4v.61"
    case .av1: return "av01.0.\(Self.twoDigits(level))M.\(Self.twoDigits(bitDepth))"
    }
  }

  /// The sound's codec; nil for one without a name there, as PCM in MPEG-TS.
  public var soundCodecString: String? {
    switch audioCodec {
    case .aac: "mp4a.40.2"
    case .ac3: "ac-3"
    case .eac3: "ec-3"
    case .mp3: "mp4a.40.34"
    case .opus: "opus"
    case .pcm: nil
    }
  }

  /// Profile and constraints as x264 writes them; a copy may be High whatever is encoded.
  private var h264Kind: String {
    switch coding {
    case _ where allowsCopy: "6400"
    case .high: "6400"
    case .main: "4d40"
    case .baseline: "42c0"
    }
  }

  private static func hex(_ value: Int) -> String {
    (value < 16 ? "0" : "") + String(value, radix: 16)
  }

  private static func twoDigits(_ value: Int) -> String { (value < 10 ? "0" : "") + "\(value)" }
}
