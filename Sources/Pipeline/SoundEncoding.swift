import Playout

/// Sound in a profile's codec, at 48 kHz.
func soundArguments(_ profile: TranscodeProfile) -> [String] {
  let codec =
    switch profile.audioCodec {
    case .aac: ["aac"]
    case .ac3: ["ac3"]
    case .eac3: ["eac3"]
    // No frame borrows bits from those before it: they may be another item's.
    case .mp3: ["libmp3lame", "-reservoir", "0"]
    case .opus: ["libopus"]
    }
  return ["-c:a"] + codec + [
    "-b:a", "\(profile.audioBitrate)", "-ac", "\(profile.audioChannels)", "-ar", "48000",
  ]
}

extension AudioCodec {
  /// Samples that one frame plays.
  var frameLength: Int {
    switch self {
    case .aac: 1024
    case .ac3, .eac3: 1536
    case .mp3: 1152
    case .opus: 960
    }
  }
}
