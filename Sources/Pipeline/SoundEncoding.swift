import Playout

/// Sound in a profile's codec, at 48 kHz.
///
/// - Parameters:
///   - profile: The shape.
///   - filters: What is done to the sound before; nil for nothing.
/// - Returns: The arguments of one output's only sound.
func soundArguments(_ profile: TranscodeProfile, filters: String? = nil) -> [String] {
  let codec = profile.audioCodec
  let all = [filters, codec.framing].compactMap(\.self).joined(separator: ",")
  return (all.isEmpty ? [] : ["-af", all]) + ["-c:a"] + codec.encoder
    + (codec == .pcm ? [] : ["-b:a", "\(profile.audioBitrate)"])
    + ["-ac", "\(profile.audioChannels)", "-ar", "48000"]
}

extension AudioCodec {
  /// Samples that one frame plays.
  var frameLength: Int {
    switch self {
    case .aac: 1024
    case .ac3, .eac3: 1536
    case .mp3: 1152
    case .opus, .pcm: 960
    }
  }

  /// ffmpeg's encoder with options of its own.
  fileprivate var encoder: [String] {
    switch self {
    case .aac: ["aac"]
    case .ac3: ["ac3"]
    case .eac3: ["eac3"]
    // No frame borrows bits from those before it: they may be another item's.
    case .mp3: ["libmp3lame", "-reservoir", "0"]
    case .opus: ["libopus"]
    case .pcm: [HardwareDescription.pcmEncoder, "-strict", "experimental", "-sample_fmt", "s16"]
    }
  }

  /// Frames of one length where the encoder takes them as they come: whole blocks of AES3, which
  /// have 192 samples, so that a block never goes over a join.
  fileprivate var framing: String? { self == .pcm ? "asetnsamples=n=\(frameLength)" : nil }
}
