/// A value of a profile that can't be used, with what may be there instead.
public struct ProfileFault: Error, Hashable, Sendable {
  /// The field, as the API names it.
  public var field: String
  /// What may be there, and why.
  public var detail: String
}

extension TranscodeProfile {
  /// The x264 presets, from the quickest to the most thorough.
  public static let presets = [
    "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow",
  ]

  /// What is wrong with the profile's values; empty for one that can be used.
  public func faults() -> [ProfileFault] {
    let few = "more than the machine's processors help little"
    let ofThreads = bound("threads", threads, 1...32, "threads", few)
    return pictureFaults() + encodingFaults() + codecFaults() + soundFaults()
      + renditionFaults()
      + [ofThreads].compactMap(\.self)
  }

  private func pictureFaults() -> [ProfileFault] {
    var faults = [
      bound("width", width, 128...3840, "pixels", "a picture of 4K is 3840 wide"),
      bound("height", height, 128...2160, "pixels", "a picture of 4K is 2160 high"),
      bound(
        "frameRate", frameRate, 15...60, "frames a second",
        "fewer would keep viewers waiting at each join"),
    ].compactMap(\.self)
    for (field, value) in [("width", width), ("height", height)] where value % 2 != 0 {
      faults.append(
        ProfileFault(
          field: field,
          detail: "The \(field) must be even, as colour is kept for two pixels at a time: try "
            + "\(value - 1) or \(value + 1)."))
    }
    return faults
  }

  private func encodingFaults() -> [ProfileFault] {
    var faults = [
      bound(
        "videoBitrate", videoBitrate, 100_000...80_000_000, "bits a second",
        "below it no picture can be told, above it no player keeps up"),
      bound(
        "bFrames", bFrames, 0...4, "pictures",
        "more would keep pictures back longer than a join may take"),
      bound(
        "keyFrameSeconds", keyFrameSeconds, 1...5, "seconds",
        "segments end at key frames, so every tune and zap waits for one"),
    ].compactMap(\.self)
    if let videoBuffer, videoBitrate > 0,
      !(videoBitrate / 2...videoBitrate * 10).contains(videoBuffer)
    {
      faults.append(
        ProfileFault(
          field: "videoBuffer",
          detail: "The buffer must hold half a second to ten seconds of the bit rate, that is "
            + "\(videoBitrate / 2) to \(videoBitrate * 10) bits; leave it out for two seconds."))
    }
    if videoCodec == .h264, coding == .baseline, bFrames > 0 {
      faults.append(
        ProfileFault(
          field: "bFrames",
          detail: "The profile baseline of H.264 has no B-frames: set them to 0."))
    }
    if !Self.presets.contains(preset) {
      faults.append(
        ProfileFault(
          field: "preset",
          detail: "The preset must be one of \(Self.presets.joined(separator: ", "))."))
    }
    return faults
  }

  private func soundFaults() -> [ProfileFault] {
    let ofChannels =
      [2, 6].contains(audioChannels)
      ? nil
      : ProfileFault(
        field: "audioChannels",
        detail: "The sound must have 2 channels, for stereo, or 6, for 5.1.")
    return soundCodecFaults()
      + [
        ofChannels,
        bound(
          "audioBitrate", audioBitrate, 32_000...640_000, "bits a second",
          "stereo in AAC gains nothing above 320000, nor 5.1 above 640000"),
        loudness.flatMap {
          bound(
            "loudness", $0, -31...(-10), "LUFS",
            "broadcasts have -23, streaming services -14; leave it out to keep the sound as it is")
        },
      ].compactMap(\.self)
  }

  private func bound(
    _ field: String, _ value: Int, _ range: ClosedRange<Int>, _ unit: String, _ why: String
  ) -> ProfileFault? {
    guard !range.contains(value) else { return nil }
    return ProfileFault(
      field: field,
      detail: "The \(Self.words[field] ?? field) must be \(range.lowerBound) to "
        + "\(range.upperBound) \(unit): \(why).")
  }

  private static let words = [
    "frameRate": "frame rate", "videoBitrate": "picture's bit rate",
    "bFrames": "number of B-frames",
    "keyFrameSeconds": "distance of key frames", "audioBitrate": "sound's bit rate",
    "threads": "number of threads",
  ]
}
