extension TranscodeProfile {
  /// The bit rates that AC-3 has.
  public static let ac3Bitrates =
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640]
    .map { $0 * 1000 }

  /// The bit rates that MP3 has at 48 kHz.
  public static let mp3Bitrates =
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320].map { $0 * 1000 }

  /// The frame rates that MPEG-2 can name.
  public static let mpeg2FrameRates = [24, 25, 30, 50, 60]

  /// What the picture's codec can't do.
  func codecFaults() -> [ProfileFault] {
    guard hasPicture else { return depthFaults() }
    switch videoCodec {
    case .h264, .hevc: return depthFaults()
    case .mpeg2: return depthFaults() + mpeg2Faults()
    case .av1:
      guard segments == .fragmented else {
        return depthFaults() + [
          ProfileFault(
            field: "videoCodec",
            detail: "The codec AV1 has no place in MPEG-TS, which the profile's segments are: "
              + "choose fragmented segments as well, or another codec.")
        ]
      }
      return depthFaults()
    }
  }

  private func depthFaults() -> [ProfileFault] {
    guard bitDepth == 8 || bitDepth == 10 else {
      return [ProfileFault(field: "bitDepth", detail: "The colours must have 8 bits, or 10.")]
    }
    guard bitDepth == 10, videoCodec == .h264 || videoCodec == .mpeg2 else { return [] }
    return [
      ProfileFault(
        field: "bitDepth",
        detail: "The colours must have 8 bits: players know 10 in HEVC and AV1 only.")
    ]
  }

  private func mpeg2Faults() -> [ProfileFault] {
    var faults: [ProfileFault] = []
    if !Self.mpeg2FrameRates.contains(frameRate) {
      let rates = Self.mpeg2FrameRates.map(String.init).joined(separator: ", ")
      faults.append(
        ProfileFault(
          field: "frameRate",
          detail: "The frame rate must be one that MPEG-2 can name: \(rates)."))
    }
    if width > 1920 {
      faults.append(
        ProfileFault(
          field: "width", detail: "The width must be 1920 at most: MPEG-2 ends there."))
    }
    if height > 1152 {
      faults.append(
        ProfileFault(
          field: "height", detail: "The height must be 1152 at most: MPEG-2 ends there."))
    }
    if videoBitrate > 53_000_000 {
      faults.append(
        ProfileFault(
          field: "videoBitrate",
          detail: "The picture's bit rate must be 53000000 at most: MPEG-2 has 80000000 for the "
            + "worst second."))
    }
    if faults.isEmpty, MPEG2Level.least(for: self) == nil {
      faults.append(
        ProfileFault(
          field: "frameRate",
          detail: "The frame rate must be lower for this size: MPEG-2 has no level for so many "
            + "pixels a second."))
    }
    return faults
  }

  /// What the sound's codec can't do.
  func soundCodecFaults() -> [ProfileFault] {
    switch audioCodec {
    case .aac: return []
    case .ac3: return listed(Self.ac3Bitrates, "AC-3") ?? surroundFaults("AC-3")
    case .eac3: return surroundFaults("E-AC-3")
    case .mp3:
      guard audioChannels == 2 else {
        return [
          ProfileFault(
            field: "audioChannels", detail: "The sound must have 2 channels: MP3 knows no 5.1.")
        ]
      }
      return listed(Self.mp3Bitrates, "MP3") ?? []
    case .pcm:
      guard segments == .fragmented else { return [] }
      return [
        ProfileFault(
          field: "audioCodec",
          detail:
            "The codec PCM has a place in MPEG-TS only, and the profile's segments are fragmented: "
            + "choose MPEG-TS segments as well, or another codec.")
      ]
    case .opus:
      guard audioChannels == 2, audioBitrate > 510_000 else { return [] }
      return [
        ProfileFault(
          field: "audioBitrate",
          detail: "The sound's bit rate must be 510000 at most: Opus in stereo ends there.")
      ]
    }
  }

  private func listed(_ bitrates: [Int], _ name: String) -> [ProfileFault]? {
    guard !bitrates.contains(audioBitrate) else { return nil }
    let listed = bitrates.map(String.init).joined(separator: ", ")
    return [
      ProfileFault(
        field: "audioBitrate",
        detail: "The sound's bit rate must be one that \(name) has: \(listed).")
    ]
  }

  private func surroundFaults(_ name: String) -> [ProfileFault] {
    guard audioChannels == 6, audioBitrate < 192_000 else { return [] }
    return [
      ProfileFault(
        field: "audioBitrate",
        detail: "The sound's bit rate must be 192000 at least: \(name) can't tell 5.1 in less.")
    ]
  }
}
